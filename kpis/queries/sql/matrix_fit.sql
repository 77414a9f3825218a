-- Per cell of the matrix: of the IBPs with an original amount that ended in the window, how many trajectories ended, how
-- many reached their goal and within the original amount, of how many no end was reported, and the smallest amount
-- within which the wanted share would have stayed. share_known: enough ended to judge the cell.
WITH ended AS (
    SELECT
        CASE WHEN v.child_class = '' AND v.system_class = '' THEN 'zonder klassen'
            ELSE v.child_class || ' x ' || v.system_class
        END AS cell,
        s.used,
        s.amount_original,
        r.reason
    FROM kpis_ibpstatus s
    JOIN contracts_ibpversion v ON v.id = s.version_id
    LEFT JOIN LATERAL (
        SELECT t.reason
        FROM contracts_ibplink l
        JOIN contracts_carestop t ON t.allocation_id = l.allocation_id
        WHERE l.ibp_version_id = v.id AND t.received_on <= %(peildatum)s AND t.reason <> %(temporary)s
            AND (t.withdrawn_on IS NULL OR t.withdrawn_on > %(peildatum)s)
        ORDER BY t."end" DESC, t.id DESC
        LIMIT 1
    ) r ON true
    WHERE s.computation_id = %(computation)s AND s.amount_original > 0
        AND v."end" BETWEEN %(ended_first)s AND least(%(ended_until)s, %(peildatum)s)
),
counted AS (
    SELECT
        cell,
        count(reason) AS ended,
        count(*) FILTER (WHERE reason = %(reached)s AND used <= amount_original) AS inside,
        count(*) FILTER (WHERE reason = %(reached)s) AS reached,
        count(*) FILTER (WHERE reason IS NULL) AS unknown,
        array_agg(used ORDER BY used) FILTER (WHERE reason = %(reached)s) AS amounts
    FROM ended
    GROUP BY 1
)
SELECT
    cell,
    ended,
    inside,
    reached,
    unknown,
    ended > 0 AND ended >= %(least)s AS share_known,
    ended > 0 AND ended >= %(least)s AND inside < %(wanted)s * ended AS is_alarm,
    CASE WHEN ended > 0 AND ended >= %(least)s THEN amounts[ceil(%(wanted)s * ended)::integer] END AS needed
FROM counted
ORDER BY cell COLLATE "C"
