-- The use per place, year, dimension and part.
INSERT INTO kpis_careuse (computation_id, municipality_code, year, dimension, part, youths, clients, days, declared)
SELECT
    %(computation)s,
    place,
    year,
    dimension,
    part,
    count(*),
    count(*) FILTER (WHERE cents > 0),
    coalesce(sum(days) FILTER (WHERE cents > 0), 0),
    sum(cents)
FROM use_client
GROUP BY place, year, dimension, part
