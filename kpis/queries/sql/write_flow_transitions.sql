INSERT INTO kpis_flowtransition (computation_id, scope, key, from_form, to_form, number)
SELECT %(computation)s, n.scope, n.key, t.from_form, t.to_form, t.number
FROM flow_transition t
JOIN flow_scope n ON n.number = t.scope AND n.id = t.key
