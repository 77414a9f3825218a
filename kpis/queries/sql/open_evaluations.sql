-- Opens a task for every IBP of which the warning was reached and that did not end long ago, once per amount; an
-- overrun that is seen later is added to it. What is open stays open, also after a credit.
INSERT INTO kpis_ibpevaluation AS kept (ibp_id, provider_id, amount, month_80, opened_on, over_on)
SELECT
    s.ibp_id,
    s.provider_ids[1],
    s.amount_current,
    s.month_80,
    %(peildatum)s,
    CASE WHEN s.used > s.amount_current THEN %(peildatum)s::date END
FROM kpis_ibpstatus s
JOIN contracts_ibpversion v ON v.id = s.version_id
WHERE s.computation_id = %(computation)s
    AND s.amount_current > 0
    AND s.month_80 IS NOT NULL
    AND (v."end" IS NULL OR v."end" >= %(peildatum)s::date - %(look_back_days)s::integer)
ON CONFLICT (ibp_id, amount) DO UPDATE SET over_on = excluded.over_on
WHERE kept.over_on IS NULL AND excluded.over_on >= kept.opened_on
