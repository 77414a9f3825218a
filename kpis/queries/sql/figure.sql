-- All indicators of whole providers: those of lines, and what was allocated against what was declared.
WITH used AS (
    SELECT provider_id, sum(declared) AS declared, sum(w) AS w FROM utilisation GROUP BY 1
),
billed AS (
    SELECT provider_id, sum(allocated) AS allocated, sum(without_invoice) AS without_invoice
    FROM provider_month
    WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
    GROUP BY 1
),
ratio AS (
    SELECT m.provider_id, f.*
    FROM member m
    LEFT JOIN used u USING (provider_id)
    LEFT JOIN billed i USING (provider_id)
    CROSS JOIN LATERAL (VALUES
        ('DG04', coalesce(u.declared, 0), coalesce(u.w, 0)),
        ('DG05', coalesce(i.without_invoice, 0), coalesce(i.allocated, 0))
    ) AS f (indicator, numerator, denominator)
)
SELECT provider_id, part, indicator, numerator, denominator, value FROM line_figure
UNION ALL
SELECT
    provider_id,
    '',
    indicator,
    numerator,
    denominator,
    CASE WHEN denominator > 0 THEN round(numerator::numeric(80, 44) / denominator, 40) END
FROM ratio
