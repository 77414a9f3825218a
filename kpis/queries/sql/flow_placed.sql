-- Every stay with the stay in care, anywhere here, in which it lies.
SELECT
    s.*, w.begin AS whole_begin, w."end" AS whole_end, w.is_repeated,
    s."end" BETWEEN %(first)s AND %(until)s AS has_ended
FROM flow_stay s
JOIN flow_whole w ON w.place = s.place AND w.client_id = s.client_id AND s.begin BETWEEN w.begin AND w."end"
