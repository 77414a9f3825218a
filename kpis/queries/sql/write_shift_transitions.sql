INSERT INTO kpis_shifttransition (computation_id, scope, key, axis, before, after, clients)
SELECT %(computation)s, n.scope, n.key, c.axis, c.before, c.after, count(*)
FROM shift_cell c
JOIN flow_scope n ON n.number = c.scope AND n.id = c.key
GROUP BY 2, 3, 4, 5, 6
