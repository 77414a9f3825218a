-- The IBPs known on the peildatum: the lowest version gives the original amount and the start, the highest
-- the current amount, the end, the classes and the links.
WITH known AS (
    SELECT * FROM contracts_ibpversion WHERE received_on <= %(peildatum)s
),
original AS (
    SELECT DISTINCT ON (ibp_id) ibp_id, amount, begin FROM known ORDER BY ibp_id, version
)
SELECT DISTINCT ON (k.ibp_id)
    k.ibp_id,
    k.id AS version_id,
    i.municipality_id,
    o.amount AS amount_original,
    nullif(o.amount, 0) AS measured_original,
    k.amount AS amount_current,
    nullif(k.amount, 0) AS measured_current,
    o.begin,
    date_trunc('month', o.begin)::date AS first_month,
    k."end",
    k.child_class,
    k.system_class,
    k.set_by
FROM known k
JOIN original o USING (ibp_id)
JOIN contracts_ibp i ON i.id = k.ibp_id
ORDER BY k.ibp_id, k.version DESC
