-- Per trajectory that ended in the window, what its client began first within onward_days, in another care form or at
-- another provider.
SELECT DISTINCT ON (t.place, t.client_id, t.provider_id, t.care_form, t.begin)
    t.place, t.client_id, t.provider_id, t.care_form, t.begin, n.care_form AS to_form
FROM trajectory t
JOIN trajectory n ON n.place = t.place AND n.client_id = t.client_id
JOIN providers_provider p ON p.id = n.provider_id
WHERE t."end" BETWEEN %(first)s AND %(until)s AND n.begin BETWEEN t."end" AND t."end" + %(onward_days)s::integer
    AND (n.provider_id <> t.provider_id OR n.care_form <> t.care_form)
ORDER BY t.place, t.client_id, t.provider_id, t.care_form, t.begin, n.begin, n.care_form COLLATE "C", p.agb
