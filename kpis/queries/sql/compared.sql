-- The figures of whole providers beside those of their peers: the providers of the same group with clients enough. NULL
-- where there is nothing to compare.
WITH peer AS (
    SELECT m.peers, f.indicator, f.provider_id, f.value
    FROM figure f
    JOIN member m USING (provider_id)
    WHERE m.clients >= %(peer_clients)s AND m.peers IS NOT NULL AND f.value IS NOT NULL
        AND left(f.indicator, 4) = ANY (%(compared)s)
),
ordered AS (
    SELECT peers, indicator, count(*) AS n, array_agg(value ORDER BY value) AS list
    FROM peer
    GROUP BY 1, 2
    HAVING count(*) > 0
),
middle AS (
    SELECT peers, indicator, n, (list[(n + 1) / 2] + list[n / 2 + 1]) / 2 AS median FROM ordered
),
distances AS (
    SELECT peers, indicator, array_agg(abs(value - median) ORDER BY abs(value - median)) AS list
    FROM peer
    JOIN middle USING (peers, indicator)
    GROUP BY 1, 2
),
spread AS (
    SELECT peers, indicator, n, median, (list[(n + 1) / 2] + list[n / 2 + 1]) / 2 AS mad
    FROM middle
    JOIN distances USING (peers, indicator)
),
place AS (
    SELECT
        provider_id,
        indicator,
        100.0 * (rank() OVER w - 1) / nullif(count(*) OVER (PARTITION BY peers, indicator) - 1, 0) AS percentile
    FROM peer
    WINDOW w AS (PARTITION BY peers, indicator ORDER BY value)
),
scored AS (
    SELECT
        f.provider_id,
        f.indicator,
        coalesce(s.n, 0) AS n_peers,
        CASE WHEN s.n >= %(peer_minimum)s THEN s.median END AS median_peers,
        CASE WHEN s.n >= %(peer_minimum)s AND m.clients >= %(peer_clients)s
            THEN round(0.6745 * (f.value - s.median) / nullif(s.mad, 0), 30)
        END AS robust_z,
        p.percentile
    FROM figure f
    JOIN member m USING (provider_id)
    LEFT JOIN spread s ON s.peers = m.peers AND s.indicator = f.indicator
    LEFT JOIN place p ON p.provider_id = f.provider_id AND p.indicator = f.indicator
    WHERE left(f.indicator, 4) = ANY (%(compared)s)
)
SELECT
    s.*,
    %(all_mature)s AND coalesce(
        (robust_z > %(signal_z)s AND left(indicator, 4) = ANY (%(high)s))
        OR (robust_z < - %(signal_z)s AND left(indicator, 4) = ANY (%(low)s)),
        false
    ) AS signal
FROM scored s
