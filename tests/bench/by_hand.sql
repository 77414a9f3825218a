-- All figures as an analyst would compute them, from plain tables, in the SQL that PostgreSQL and DuckDB share.
-- Read by by_hand.py, which says what is in and out; a statement ends at a semicolon, values stand in braces.

CREATE TEMP TABLE month AS
SELECT * FROM (VALUES {months}) AS m (first_day, last_day, number);

CREATE TEMP TABLE held AS
SELECT DISTINCT ON (allocation)
    *,
    CASE
        WHEN reason = '13' THEN '0'
        WHEN volume IS NULL THEN CASE WHEN budget IS NULL OR until IS NULL THEN '-' ELSE 'B' END
        WHEN frequency = '6' AND until IS NULL THEN '-'
        WHEN frequency IN ('1', '2', '4', '6') THEN frequency
        ELSE '-'
    END AS kind
FROM allocation
ORDER BY allocation, issued_on DESC, issued_at DESC, received_on DESC, id DESC;

CREATE TEMP TABLE price AS
SELECT c.provider, s.municipality, t.product, greatest(c.since, t.since) AS since, least(c.until, t.until) AS until, t.cents, t.unit
FROM tariff t
JOIN contract c ON c.contract = t.contract AND c.since <= t.until AND t.since <= c.until
JOIN served_place s ON s.contract = c.contract;

-- Per allocation, month and tariff: how often it is priced there, against how often it is to be priced.
CREATE TEMP TABLE worth AS
WITH span AS (
    SELECT
        h.*,
        m.first_day AS month,
        greatest(h.since, m.first_day) AS s,
        least(h.until, m.last_day) AS e,
        h.until - h.since + 1 AS days,
        CASE WHEN h.until <= m.last_day THEN least(h.until, m.last_day) ELSE m.last_day - 6 END AS monday_by
    FROM held h
    JOIN month m ON h.since <= m.last_day AND (h.until IS NULL OR h.until >= m.first_day)
    WHERE h.kind <> '0'
),
priced AS (
    SELECT
        a.*,
        greatest(a.s, p.since) AS since_price,
        least(a.e, p.until) AS until_price,
        CASE
            WHEN a.kind = '-' THEN NULL
            WHEN a.kind = 'B' THEN a.budget
            WHEN a.unit = '83' THEN a.volume
            WHEN a.unit = '01' AND p.unit = '04' THEN a.volume * CAST(round(p.cents / 60.0) AS bigint)
            ELSE a.volume * p.cents
        END AS rate
    FROM span a
    LEFT JOIN price p ON a.kind IN ('1', '2', '4', '6') AND a.unit <> '83' AND p.provider = a.provider
        AND p.municipality = a.municipality AND p.product = a.product AND p.since <= a.e AND p.until >= a.s
),
counted AS (
    SELECT
        *,
        CASE kind
            WHEN '1' THEN until_price - since_price + 1
            WHEN '2' THEN
                CASE WHEN s >= since_price AND s - CAST(extract(isodow FROM s) AS integer) + 1 <= monday_by THEN 1 ELSE 0 END
                + greatest(0, (least(monday_by, until_price) - date '1899-12-25') / 7
                    - (greatest(s, since_price - 1) - date '1899-12-25') / 7)
            WHEN '4' THEN CASE WHEN s >= since_price THEN 1 ELSE 0 END
            ELSE CASE WHEN s >= since_price THEN e - s + 1 ELSE 0 END
        END AS times,
        CASE kind
            WHEN '1' THEN e - s + 1
            WHEN '2' THEN
                CASE WHEN s - CAST(extract(isodow FROM s) AS integer) + 1 <= monday_by THEN 1 ELSE 0 END
                + greatest(0, (monday_by - date '1899-12-25') / 7 - (s - date '1899-12-25') / 7)
            WHEN '4' THEN 1
            ELSE e - s + 1
        END AS due,
        CASE WHEN kind = '2' AND until IS NULL THEN
            CASE WHEN s >= since_price THEN 1 ELSE 0 END + greatest(0, (until_price - date '1899-12-25') / 7
                - (greatest(s, since_price - 1) - date '1899-12-25') / 7)
        END AS times_if_last,
        1 + (e - date '1899-12-25') / 7 - (s - date '1899-12-25') / 7 AS due_if_last
    FROM priced
),
summed AS (
    SELECT
        allocation, provider, month,
        max(due) = 0 OR sum(CASE WHEN rate IS NULL THEN 0 ELSE times END) = max(due) AS is_known,
        sum(rate * times / CASE WHEN kind IN ('6', 'B') THEN CAST(days AS double precision) ELSE 1 END) AS w,
        sum(CASE WHEN rate IS NULL THEN 0 ELSE times_if_last END) = max(due_if_last) AS is_known_if_last,
        sum(rate * times_if_last) AS w_if_last
    FROM counted
    GROUP BY allocation, provider, month
)
SELECT
    allocation, provider, month,
    CASE WHEN is_known THEN coalesce(w, 0) END AS w,
    CASE
        WHEN is_known_if_last IS NULL THEN CASE WHEN is_known THEN coalesce(w, 0) END
        WHEN is_known_if_last THEN w_if_last
    END AS w_if_last
FROM summed;

CREATE TEMP TABLE used AS
SELECT
    coalesce(w.allocation, l.allocation) AS allocation,
    coalesce(w.month, l.month) AS month,
    coalesce(w.provider, l.provider) AS provider,
    h.municipality, h.client, h.category,
    coalesce(w.provider, l.provider) = h.provider AND h.kind <> '-' AS is_measured,
    w.allocation IS NOT NULL AS in_force,
    w.w, w.w_if_last,
    coalesce(l.net, 0) AS net
FROM worth w
FULL JOIN (
    SELECT allocation, provider, month, sum(CASE WHEN is_credit THEN -amount ELSE amount END) AS net
    FROM line
    GROUP BY allocation, provider, month
) l ON l.allocation = w.allocation AND l.provider = w.provider AND l.month = w.month
JOIN held h ON h.allocation = coalesce(w.allocation, l.allocation);

CREATE TEMP TABLE served AS
SELECT provider, client, month, sum(net) AS net, bool_or(in_force) AS in_force
FROM used
WHERE month BETWEEN {first} AND {last}
GROUP BY provider, client, month;

CREATE TEMP TABLE cost AS
SELECT provider, client, sum(net) AS cents FROM served GROUP BY provider, client;

CREATE TEMP TABLE billed AS
SELECT
    provider,
    sum(CASE WHEN l.month BETWEEN {first} AND {last} AND NOT is_credit THEN amount END) AS debit,
    sum(CASE WHEN l.month BETWEEN {first} AND {last} AND NOT is_credit THEN amount * (declared_on - m.last_day) END) AS weighted,
    sum(CASE WHEN l.month BETWEEN {first} AND {last} AND NOT is_credit AND declared_on - m.last_day > 60 THEN amount END) AS late,
    sum(CASE WHEN declared_on BETWEEN {first} AND {until} AND is_credit THEN amount END) AS booked_credit,
    sum(CASE WHEN declared_on BETWEEN {first} AND {until} AND NOT is_credit THEN amount END) AS booked_debit,
    count(CASE WHEN declared_on BETWEEN {first} AND {until} THEN 1 END) AS accepted
FROM line l
JOIN month m ON m.first_day = l.month
WHERE l.month BETWEEN {first} AND {last} OR declared_on BETWEEN {first} AND {until}
GROUP BY provider;

CREATE TEMP TABLE rebilled AS
SELECT c.provider, count(*) AS credits, sum(CASE WHEN EXISTS (
    SELECT 1
    FROM line b
    WHERE b.allocation = c.allocation AND b.month = c.month AND b.provider = c.provider AND NOT b.is_credit
        AND b.amount > c.amount AND b.received_on >= c.received_on AND b.category = c.category
        AND b.product = c.product AND b.since = c.since AND b.until = c.until
) THEN 1 ELSE 0 END) AS rebilled
FROM line c
WHERE c.is_credit AND c.month BETWEEN {first} AND {last}
GROUP BY c.provider;

CREATE TEMP TABLE refusal AS
SELECT * FROM refused WHERE declared_on BETWEEN {first} AND {until};

CREATE TEMP TABLE verzilvering AS
SELECT provider, category, sum(net) AS declared, sum(CASE WHEN month = {last} THEN w_if_last ELSE w END) AS w
FROM used
WHERE is_measured AND month BETWEEN {first} AND {last} AND allocation NOT IN (
    SELECT allocation
    FROM used
    WHERE in_force AND is_measured AND month BETWEEN {first} AND {last}
        AND CASE WHEN month = {last} THEN w_if_last ELSE w END IS NULL
)
GROUP BY provider, category;

CREATE TEMP TABLE member AS
SELECT p.provider, p.segment, d.category AS dominant, coalesce(c.clients, 0) AS clients
FROM provider p
LEFT JOIN (
    SELECT DISTINCT ON (provider) provider, category
    FROM (SELECT provider, category, sum(net) AS cents FROM used WHERE month BETWEEN {first} AND {last} GROUP BY provider, category) c
    WHERE cents > 0
    ORDER BY provider, cents DESC, category
) d ON d.provider = p.provider
LEFT JOIN (SELECT provider, count(*) AS clients FROM cost WHERE cents > 0 GROUP BY provider) c ON c.provider = p.provider;

CREATE TEMP TABLE figure AS
WITH spent AS (
    SELECT
        provider, sum(cents) AS declared, count(CASE WHEN cents > 0 THEN 1 END) AS clients,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN cents > 0 THEN CAST(cents AS double precision) END) AS median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY CASE WHEN cents > 0 THEN CAST(cents AS double precision) END) AS p90
    FROM cost
    GROUP BY provider
),
unbilled AS (
    SELECT provider, count(*) AS months, sum(CASE WHEN net = 0 THEN 1 ELSE 0 END) AS without
    FROM served
    WHERE in_force
    GROUP BY provider
),
returned AS (
    SELECT provider, count(DISTINCT id) AS refused FROM refusal GROUP BY provider
),
sold AS (
    SELECT provider, sum(declared) AS declared, sum(w) AS w FROM verzilvering GROUP BY provider
),
known AS (
    SELECT
        m.provider, coalesce(s.declared, 0) AS declared, coalesce(s.clients, 0) AS clients, s.median, s.p90,
        b.debit, b.weighted, b.late, b.booked_credit, b.booked_debit, coalesce(b.accepted, 0) AS accepted,
        coalesce(r.refused, 0) AS refused, k.rebilled, k.credits, u.months, u.without, v.declared AS used, v.w,
        sum(coalesce(s.declared, 0)) OVER () AS regional
    FROM member m
    LEFT JOIN spent s ON s.provider = m.provider
    LEFT JOIN billed b ON b.provider = m.provider
    LEFT JOIN returned r ON r.provider = m.provider
    LEFT JOIN rebilled k ON k.provider = m.provider
    LEFT JOIN unbilled u ON u.provider = m.provider
    LEFT JOIN sold v ON v.provider = m.provider
),
ratio AS (
    SELECT provider, 'DG03' AS indicator, declared AS numerator, clients AS denominator FROM known
    UNION ALL SELECT provider, 'DG04', coalesce(used, 0), coalesce(w, 0) FROM known
    UNION ALL SELECT provider, 'DG05', coalesce(without, 0), coalesce(months, 0) FROM known
    UNION ALL SELECT provider, 'DG06', coalesce(weighted, 0), coalesce(debit, 0) FROM known
    UNION ALL SELECT provider, 'DG06S', coalesce(late, 0), coalesce(debit, 0) FROM known
    UNION ALL SELECT provider, 'DG07', coalesce(booked_credit, 0), coalesce(booked_debit, 0) FROM known
    UNION ALL SELECT provider, 'DG08', coalesce(rebilled, 0), coalesce(credits, 0) FROM known
    UNION ALL SELECT provider, 'DG09', refused, accepted + refused FROM known
    UNION ALL SELECT provider, 'DG12', declared, regional FROM known
    UNION ALL
    SELECT k.provider, 'DG09-' || c.code, coalesce(r.refused, 0), k.accepted + k.refused
    FROM known k
    CROSS JOIN (SELECT DISTINCT code FROM refusal) c
    LEFT JOIN (SELECT provider, code, count(*) AS refused FROM refusal GROUP BY provider, code) r
        ON r.provider = k.provider AND r.code = c.code
)
SELECT provider, 'DG01' AS indicator, declared AS numerator, CAST(NULL AS bigint) AS denominator, declared * 1.0 AS value FROM known
UNION ALL SELECT provider, 'DG02', clients, NULL, clients * 1.0 FROM known
UNION ALL SELECT provider, 'DG03M', NULL, clients, median FROM known
UNION ALL SELECT provider, 'DG03P90', NULL, clients, p90 FROM known
UNION ALL SELECT provider, indicator, numerator, denominator, CASE WHEN denominator > 0 THEN numerator * 1.0 / denominator END FROM ratio;

CREATE TEMP TABLE indicator AS
WITH peer AS (
    SELECT m.segment, m.dominant, f.indicator, f.provider, CAST(f.value AS double precision) AS value
    FROM figure f
    JOIN member m ON m.provider = f.provider
    WHERE m.clients >= 10 AND m.dominant IS NOT NULL AND f.value IS NOT NULL AND left(f.indicator, 4) NOT IN ('DG01', 'DG02', 'DG12')
),
middle AS (
    SELECT segment, dominant, indicator, count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median
    FROM peer
    GROUP BY segment, dominant, indicator
),
spread AS (
    SELECT p.segment, p.dominant, p.indicator, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(p.value - m.median)) AS mad
    FROM peer p
    JOIN middle m ON m.segment = p.segment AND m.dominant = p.dominant AND m.indicator = p.indicator
    GROUP BY p.segment, p.dominant, p.indicator
),
place AS (
    SELECT
        provider, indicator,
        100.0 * (rank() OVER (PARTITION BY segment, dominant, indicator ORDER BY value) - 1)
            / nullif(count(*) OVER (PARTITION BY segment, dominant, indicator) - 1, 0) AS percentile
    FROM peer
),
scored AS (
    SELECT
        f.*, CASE WHEN left(f.indicator, 4) NOT IN ('DG01', 'DG02', 'DG12') THEN coalesce(q.n, 0) END AS n_peers, CASE WHEN q.n >= 8 THEN q.median END AS median_peers, l.percentile,
        CASE WHEN q.n >= 8 AND m.clients >= 10 THEN 0.6745 * (f.value - q.median) / nullif(s.mad, 0) END AS z
    FROM figure f
    JOIN member m ON m.provider = f.provider
    LEFT JOIN middle q ON q.segment = m.segment AND q.dominant = m.dominant AND q.indicator = f.indicator
    LEFT JOIN spread s ON s.segment = m.segment AND s.dominant = m.dominant AND s.indicator = f.indicator
    LEFT JOIN place l ON l.provider = f.provider AND l.indicator = f.indicator
)
SELECT
    *,
    coalesce((z > 3.5 AND left(indicator, 4) <> 'DG04') OR (z < -3.5 AND left(indicator, 4) IN ('DG03', 'DG04', 'DG05')), false) AS signal
FROM scored;

CREATE TEMP TABLE ceiling AS
WITH original AS (
    SELECT DISTINCT ON (ibp) ibp, amount, since FROM ibp_version ORDER BY ibp, version
)
SELECT DISTINCT ON (v.ibp)
    v.id, v.ibp, o.amount AS original, v.amount, o.since, CAST(date_trunc('month', o.since) AS date) AS first_month, v.until,
    v.child_class, v.system_class, v.set_by
FROM ibp_version v
JOIN original o ON o.ibp = v.ibp
ORDER BY v.ibp, v.version DESC;

CREATE TEMP TABLE ibp_state AS
WITH monthly AS (
    SELECT c.ibp, u.month, sum(u.net) AS net
    FROM ceiling c
    JOIN ibp_link k ON k.ibp_version = c.id
    JOIN used u ON u.allocation = k.allocation AND u.month >= c.first_month
    WHERE u.net <> 0
    GROUP BY c.ibp, u.month
),
running AS (
    SELECT ibp, month, net, sum(net) OVER (PARTITION BY ibp ORDER BY month) AS cents FROM monthly
),
spent AS (
    SELECT
        c.ibp, sum(r.net) AS used,
        sum(CASE WHEN r.month <= {last} THEN r.net ELSE 0 END) AS so_far,
        sum(CASE WHEN r.month BETWEEN {burn_first} AND {last} THEN r.net ELSE 0 END) AS burned,
        min(CASE WHEN c.amount > 0 AND r.cents >= 0.8 * c.amount THEN r.month END) AS month_80,
        min(CASE WHEN c.amount > 0 AND r.cents > c.amount THEN r.month END) AS month_100
    FROM ceiling c
    JOIN running r ON r.ibp = c.ibp
    GROUP BY c.ibp
)
SELECT
    c.*, coalesce(s.used, 0) AS used, s.month_80, s.month_100,
    coalesce(s.used, 0) * 1.0 / nullif(c.amount, 0) AS utilisation,
    coalesce(s.used, 0) * 1.0 / nullif(c.original, 0) AS utilisation_original,
    CASE WHEN c.amount > 0 THEN greatest(0, coalesce(s.used, 0) - c.amount) END AS overrun,
    CASE WHEN c.original > 0 THEN greatest(0, coalesce(s.used, 0) - c.original) END AS overrun_original,
    CASE
        WHEN coalesce(c.amount, 0) = 0 THEN 'nvt'
        WHEN coalesce(s.used, 0) > c.amount THEN 'rood'
        WHEN coalesce(s.used, 0) >= 0.8 * c.amount THEN 'oranje'
        ELSE 'groen'
    END AS status,
    CASE WHEN c.until >= c.since THEN greatest(0, least({peildatum}, c.until) - c.since + 1) * 1.0 / (c.until - c.since + 1) END AS elapsed,
    CASE WHEN coalesce(s.used, 0) <= c.amount AND (c.until IS NULL OR c.until >= {peildatum}) AND s.burned > 0 THEN
        floor((c.amount - s.so_far) * 1.0 * {burn_days} / s.burned)
    END AS days_left
FROM ceiling c
LEFT JOIN spent s ON s.ibp = c.ibp;

CREATE TEMP TABLE overrun_rate AS
WITH ended AS (
    SELECT * FROM ibp_state WHERE until BETWEEN {first} AND least({until}, {peildatum})
),
placed AS (
    SELECT DISTINCT 'aanbieder' AS dimension, CAST(h.provider AS varchar) AS key, e.ibp, e.utilisation_original, e.overrun_original
    FROM ended e
    JOIN ibp_link k ON k.ibp_version = e.id
    JOIN held h ON h.allocation = k.allocation
    UNION ALL
    SELECT 'cel', child_class || 'x' || system_class, ibp, utilisation_original, overrun_original FROM ended
    UNION ALL
    SELECT 'vaststeller', set_by, ibp, utilisation_original, overrun_original FROM ended
)
SELECT
    dimension, key, count(utilisation_original) AS ended,
    sum(CASE WHEN utilisation_original > 1 THEN 1 ELSE 0 END) AS overrun, sum(overrun_original) AS overrun_sum,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY CAST(utilisation_original AS double precision)) AS median
FROM placed
GROUP BY dimension, key;

CREATE TEMP TABLE ladder AS
WITH cell AS (
    SELECT h.category, m.number, r.number - m.number AS age, sum(CASE WHEN l.is_credit THEN -l.amount ELSE l.amount END) AS net
    FROM line l
    JOIN held h ON h.allocation = l.allocation
    JOIN month m ON m.first_day = l.month
    JOIN month r ON r.first_day = CAST(date_trunc('month', l.received_on) AS date)
    WHERE l.received_on <= {cutoff}
    GROUP BY h.category, m.number, r.number
),
factor AS (
    SELECT
        c.category, k.age,
        sum(CASE WHEN greatest(0, c.age) <= k.age THEN net END) AS before,
        sum(CASE WHEN greatest(0, c.age) <= k.age + 1 THEN net END) AS after
    FROM cell c
    JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)) AS k (age)
        ON c.number BETWEEN {cutoff_number} - k.age - 24 AND {cutoff_number} - k.age - 1
    GROUP BY c.category, k.age
)
SELECT
    category, age,
    1 / exp(sum(ln(CASE WHEN before > 0 AND after > 0 THEN after * 1.0 / before ELSE 1 END))
        OVER (PARTITION BY category ORDER BY age DESC)) AS completeness
FROM factor;

CREATE TEMP TABLE series AS
WITH client AS (
    SELECT
        municipality, category, month, client,
        sum(CASE WHEN in_force THEN 1 ELSE 0 END) AS allocations,
        sum(net) AS net,
        sum(CASE WHEN month = {series_last} THEN w_if_last ELSE w END) AS w,
        sum(CASE WHEN in_force AND CASE WHEN month = {series_last} THEN w_if_last ELSE w END IS NULL THEN 1 ELSE 0 END) AS excluded
    FROM used
    WHERE month BETWEEN {series_first} AND {series_last}
    GROUP BY municipality, category, month, client
),
cell AS (
    SELECT
        municipality, category, month,
        sum(CASE WHEN allocations > 0 THEN 1 ELSE 0 END) AS clients,
        coalesce(sum(w), 0) AS w,
        sum(net) AS declared,
        sum(CASE WHEN allocations > 0 AND net = 0 THEN 1 ELSE 0 END) AS without_invoice,
        coalesce(sum(CASE WHEN net = 0 THEN w END), 0) AS w_without_invoice,
        sum(excluded) AS excluded
    FROM client
    GROUP BY municipality, category, month
    HAVING sum(CASE WHEN allocations > 0 THEN 1 ELSE 0 END) > 0 OR sum(net) <> 0
),
historic AS (
    SELECT category, sum(declared) / nullif(greatest(sum(w), 0), 0) AS part FROM verzilvering GROUP BY category
)
SELECT
    c.*,
    CASE WHEN m.number <= {cutoff_number} THEN coalesce(l.completeness, 1) END AS completeness,
    CASE
        WHEN m.number <= {cutoff_number} AND coalesce(l.completeness, 1) >= 0.3 THEN c.declared / coalesce(l.completeness, 1)
        ELSE c.w * h.part
    END AS expected
FROM cell c
JOIN month m ON m.first_day = c.month
LEFT JOIN ladder l ON l.category = c.category AND l.age = {cutoff_number} - m.number
LEFT JOIN historic h ON h.category = c.category;
