-- Every allocation in force in the span of values, in pieces with one price. rate: cents per frequency period, or
-- in total (kinds 6 and B); NULL = not defined there. is_broken: a piece begins or ends inside a month in which
-- another piece goes on, so that the month must be put together.
SELECT
    a.allocation_id,
    a.provider_id,
    a.kind,
    a.begin,
    a."end",
    a."end" - a.begin + 1 AS days,
    d.from_day,
    d.to_day,
    CASE
        WHEN a.kind = '-' THEN NULL
        WHEN a.kind = 'B' OR a.unit = '83' THEN a.amount
        WHEN a.unit = '01' AND p.unit = '04' THEN a.amount * round(p.cents / 60.0)::bigint
        ELSE a.amount * p.cents
    END AS rate,
    (extract(year FROM d.from_day) * 12 + extract(month FROM d.from_day))::integer AS from_number,
    (extract(year FROM d.to_day) * 12 + extract(month FROM d.to_day))::integer AS to_number,
    (d.from_day > d.first_day AND extract(day FROM d.from_day) > 1)
    OR (d.to_day < d.last_day AND extract(day FROM d.to_day + 1) > 1) AS is_broken
FROM current_allocation a
LEFT JOIN agreed_price p ON a.kind IN ('1', '2', '4', '6') AND a.unit <> '83' AND p.provider_id = a.provider_id
    AND p.municipality_id = a.municipality_id AND p.product_code = a.product_code
    AND p.from_day <= least(a."end", %(value_until)s) AND p.to_day >= greatest(a.begin, %(value_from)s)
CROSS JOIN LATERAL (
    SELECT
        greatest(a.begin, %(value_from)s) AS first_day,
        least(a."end", %(value_until)s) AS last_day,
        greatest(a.begin, %(value_from)s, p.from_day) AS from_day,
        least(a."end", %(value_until)s, p.to_day) AS to_day
) d
WHERE a.is_valued AND a.kind <> '0' AND a.begin <= %(value_until)s AND (a."end" IS NULL OR a."end" >= %(value_from)s)
