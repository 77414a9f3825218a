-- The chains: one row per trajectory, before those without news are closed.
SELECT
    place,
    client_id,
    provider_id,
    care_form,
    chain,
    min(begin) AS begin,
    max("end") AS "end",
    (array_agg(allocation_id ORDER BY begin, name COLLATE "C"))[1] AS first_allocation,
    (array_agg(reason ORDER BY "end" DESC, begin DESC, name COLLATE "C" DESC))[1] AS reason
FROM flow_link
GROUP BY 1, 2, 3, 4, 5
