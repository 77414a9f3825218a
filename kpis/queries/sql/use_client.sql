-- Per place, year, dimension and part what each client used. place: '' = the region.
SELECT
    coalesce(m.code, '') AS place,
    f.year,
    d.dimension,
    d.part,
    f.client_id,
    sum(f.cents)::bigint AS cents,
    max(f."end") - min(f.begin) + 1 AS days
FROM use_fact f
CROSS JOIN LATERAL (
    VALUES
        ('geheel', ''), ('categorie', f.category), ('productcode', f.product_code), ('zorgvorm', f.care_form),
        ('verwijzer', f.referrer), ('team', f.team)
) d (dimension, part)
CROSS JOIN LATERAL (VALUES (f.municipality_id), (NULL)) p (municipality_id)
LEFT JOIN base_municipality m ON m.id = p.municipality_id
GROUP BY 1, 2, 3, 4, 5
