INSERT INTO kpis_referreruse (
    computation_id, scope, key, level, kind, name, started, clients, declared, cost, n_peers, median_peers, robust_z,
    is_outlier)
SELECT
    %(computation)s, scope, key, level, kind, name, started, clients, declared, round(round(cost, 30), 6), n_peers,
    round(round(median, 30), 6), round(z, 6), coalesce(abs(z) > %(signal_z)s, false)
FROM (
    SELECT
        s.scope, s.key, u.level, u.kind, u.name, u.started, u.clients, u.declared, u.cost,
        CASE WHEN u.scope = 0 AND u.level <> 'soort' THEN coalesce(p.n, 0) END AS n_peers,
        CASE WHEN u.scope = 0 AND p.n >= %(peer_minimum)s THEN p.median END AS median,
        CASE WHEN u.scope = 0 AND p.n >= %(peer_minimum)s AND u.clients >= %(peer_clients)s
            THEN round(0.6745 * (u.cost - p.median) / nullif(p.mad, 0), 30) END AS z
    FROM referrer_use u
    JOIN flow_scope s ON s.number = u.scope AND s.id = u.key
    LEFT JOIN referrer_peer p ON p.level = u.level AND p.kind = u.kind
) c
