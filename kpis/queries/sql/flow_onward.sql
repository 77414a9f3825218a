-- The stays that ended in the window and after which the client began something else within onward_days.
SELECT DISTINCT p.scope, p.key, p.form, p.client_id, p."end"
FROM flow_placed p
JOIN trajectory t ON t.place = p.place AND t.client_id = p.client_id
WHERE p.has_ended AND t.begin BETWEEN p."end" AND p."end" + %(onward_days)s::integer
    AND ((p.scope = 2 AND t.provider_id <> p.key) OR (p.form <> '' AND t.care_form <> p.form))
