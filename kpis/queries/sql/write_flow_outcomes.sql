INSERT INTO kpis_flowoutcome (
    computation_id, scope, key, care_form, ended, days, median, long, imputed, running, silent, age, reasons_known,
    reasons_counted, stopped_by_client, waits, waiting, wait_median, wait_median_is_least, wait_p90,
    wait_p90_is_least, wait_over, wait_judged, wait_unknown)
SELECT
    %(computation)s, n.scope, n.key, o.form, o.ended, o.days, o.median, o.long, o.imputed, o.running, o.silent, o.age,
    o.known, o.counted, o.stopped_by_client, o.waits, o.waiting, o.wait_median, o.wait_median_is_least, o.wait_p90,
    o.wait_p90_is_least, o.wait_over, o.wait_judged, o.wait_unknown
FROM flow_outcome o
JOIN flow_scope n ON n.number = o.scope AND n.id = o.key
