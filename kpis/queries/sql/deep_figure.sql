-- The figures of verdieping of every provider known on the peildatum. value is exact to 40 decimals; NULL = not
-- measurable. Counts have no denominator, order statistics no numerator.
WITH known AS (
    SELECT
        m.provider_id,
        coalesce(n.weights, 0) AS weights,
        coalesce(n.clients, 0) AS weighed,
        coalesce(b.weights, 0) AS weights_before,
        coalesce(b.clients, 0) AS weighed_before,
        d.lengths,
        coalesce(cardinality(d.lengths), 0) AS ended,
        coalesce((SELECT sum(days) FROM unnest(d.lengths) AS days), 0) AS days,
        coalesce((SELECT count(*) FROM unnest(d.lengths) AS days WHERE days > %(long_days)s), 0) AS long,
        coalesce(a.debits, 0) AS after_end,
        coalesce(o.doubles, 0) AS doubles,
        coalesce(h.ended, 0) AS lighter,
        coalesce(h.heavier, 0) AS heavier
    FROM member m
    LEFT JOIN deep_case_mix n ON n.provider_id = m.provider_id AND n.is_now
    LEFT JOIN deep_case_mix b ON b.provider_id = m.provider_id AND NOT b.is_now
    LEFT JOIN deep_duration d ON d.provider_id = m.provider_id
    LEFT JOIN deep_after a ON a.provider_id = m.provider_id
    LEFT JOIN deep_double o ON o.provider_id = m.provider_id
    LEFT JOIN deep_heavier h ON h.provider_id = m.provider_id
)
SELECT provider_id, '' AS part, f.*
FROM known k
CROSS JOIN LATERAL (VALUES
    ('DG10V', NULL::numeric, NULL::numeric, CASE WHEN weighed > 0 AND weighed_before > 0 THEN round(
        (weights * weighed_before - weights_before * weighed)::numeric(80, 44) / (weighed * weighed_before), 40) END),
    ('DG11M', NULL, ended, CASE WHEN ended > 0 THEN (lengths[(ended + 1) / 2] + lengths[ended / 2 + 1]) / 2.0 END),
    ('DG13', after_end, NULL, after_end),
    ('DG14', doubles, NULL, doubles)
) AS f (indicator, numerator, denominator, value)
UNION ALL
SELECT
    provider_id,
    '',
    indicator,
    numerator,
    denominator,
    CASE WHEN denominator > 0 THEN round(numerator::numeric(80, 44) / denominator, 40) END
FROM known k
CROSS JOIN LATERAL (VALUES
    ('DG10', weights::numeric, weighed::numeric),
    ('DG11', days, ended),
    ('DG11S', long, ended),
    ('DG15', heavier, lighter)
) AS f (indicator, numerator, denominator)
