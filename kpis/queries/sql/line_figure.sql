-- The indicators that follow from lines alone, of everything in scope. value is exact to 40 decimals; NULL = not measurable, which a ratio
-- is when its denominator is 0 or less. Counts and amounts have no denominator, order statistics no numerator.
WITH cost AS (
    SELECT
        provider_id,
        part,
        sum(cents) AS declared,
        count(*) FILTER (WHERE cents > 0) AS clients,
        array_agg(cents ORDER BY cents) FILTER (WHERE cents > 0) AS costs
    FROM client_cost
    GROUP BY 1, 2
),
region AS (
    SELECT part, sum(declared) AS declared FROM cost GROUP BY part
),
returned AS (
    SELECT provider_id, part, count(*) AS refused FROM refused WHERE is_booked GROUP BY 1, 2
),
per_code AS (
    SELECT provider_id, part, code, count(*) AS refused
    FROM refused r
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(r.codes) AS code) c
    WHERE is_booked
    GROUP BY 1, 2, 3
),
known AS (
    SELECT
        s.provider_id,
        s.part,
        coalesce(c.declared, 0) AS declared,
        coalesce(c.clients, 0) AS clients,
        c.costs,
        0.9 * (c.clients - 1) AS place,
        coalesce(d.debit, 0) AS served_debit,
        coalesce(d.weighted, 0) AS weighted,
        coalesce(d.late, 0) AS late,
        coalesce(b.credit, 0) AS booked_credit,
        coalesce(b.debit, 0) AS booked_debit,
        coalesce(b.accepted, 0) + coalesce(r.refused, 0) AS submitted,
        coalesce(r.refused, 0) AS refused,
        coalesce(k.rebilled, 0) AS rebilled,
        coalesce(k.credits, 0) AS credits,
        coalesce(g.declared, 0) AS regional
    FROM scope s
    LEFT JOIN cost c USING (provider_id, part)
    LEFT JOIN delayed d USING (provider_id, part)
    LEFT JOIN booked b USING (provider_id, part)
    LEFT JOIN returned r USING (provider_id, part)
    LEFT JOIN credited k USING (provider_id, part)
    LEFT JOIN region g USING (part)
),
counts AS (
    SELECT provider_id, part, f.*
    FROM known k
    CROSS JOIN LATERAL (VALUES
        ('DG01', declared, NULL::numeric, declared),
        ('DG02', clients, NULL, clients),
        ('DG03M', NULL, clients, CASE WHEN clients > 0 THEN
            (costs[(clients + 1) / 2] + costs[clients / 2 + 1]) / 2.0 END),
        ('DG03P90', NULL, clients, CASE WHEN clients > 0 THEN
            costs[floor(place)::integer + 1]
            + (place - floor(place)) * (costs[ceil(place)::integer + 1] - costs[floor(place)::integer + 1]) END)
    ) AS f (indicator, numerator, denominator, value)
),
ratios AS (
    SELECT provider_id, part, f.*
    FROM known k
    CROSS JOIN LATERAL (VALUES
        ('DG03', declared, clients),
        ('DG06', weighted, served_debit),
        ('DG06S', late, served_debit),
        ('DG07', booked_credit, booked_debit),
        ('DG08', rebilled, credits),
        ('DG09', refused, submitted),
        ('DG12', declared, regional)
    ) AS f (indicator, numerator, denominator)
    UNION ALL
    SELECT k.provider_id, k.part, 'DG09-' || o.code, coalesce(c.refused, 0), k.submitted
    FROM known k
    CROSS JOIN (SELECT DISTINCT code FROM per_code) o
    LEFT JOIN per_code c ON c.provider_id = k.provider_id AND c.part = k.part AND c.code = o.code
)
SELECT provider_id, part, indicator, numerator, denominator, value FROM counts
UNION ALL
SELECT
    provider_id,
    part,
    indicator,
    numerator,
    denominator,
    CASE WHEN denominator > 0 THEN round(numerator::numeric(80, 44) / denominator, 40) END
FROM ratios
