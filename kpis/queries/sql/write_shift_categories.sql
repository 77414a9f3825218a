INSERT INTO kpis_shiftcategory (
    computation_id, scope, key, target, category, declared_before, declared_after, clients_before, clients_after)
SELECT
    %(computation)s, n.scope, n.key, b.target, b.category, b.declared_before, b.declared_after, b.clients_before,
    b.clients_after
FROM shift_bed b
JOIN flow_scope n ON n.number = b.scope AND n.id = b.key
WHERE b.declared_before <> 0 OR b.declared_after <> 0
