INSERT INTO kpis_flowmonth (
    computation_id, scope, key, care_form, month, begin, entered, from_care, repeated, "left", onward, stayed,
    imputed, "end")
SELECT
    %(computation)s, n.scope, n.key, c.form, c.month, c.begin, c.entered, c.from_care, c.repeated, c."left", c.onward,
    c.stayed, c.imputed, c."end"
FROM flow_cell c
JOIN flow_scope n ON n.number = c.scope AND n.id = c.key
