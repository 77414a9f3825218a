-- Where the clients of trajectories that ended in the window went: the care form of what they began within onward_days
-- in another form or at another provider, else blijft (in other care) or uit.
SELECT
    l.scope, l.key, l.care_form AS from_form,
    coalesce(o.to_form, CASE WHEN w."end" > l."end" THEN 'blijft' ELSE 'uit' END) AS to_form,
    count(*)::integer AS number
FROM flow_level l
JOIN flow_whole w ON w.place = l.place AND w.client_id = l.client_id AND l.begin BETWEEN w.begin AND w."end"
LEFT JOIN flow_next o ON o.place = l.place AND o.client_id = l.client_id AND o.provider_id = l.provider_id
    AND o.care_form = l.care_form AND o.begin = l.begin
WHERE l."end" BETWEEN %(first)s AND %(until)s
GROUP BY 1, 2, 3, 4
