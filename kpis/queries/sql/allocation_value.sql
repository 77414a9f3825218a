-- The value W of every allocation in force, per month of the table month: whole + fraction, exact cents (the
-- fraction to 20 decimals). whole NULL = not defined. Withdrawn allocations have no rows: their W is 0.
-- whole_if_last differs from whole only for an allocation per week without end: its value in the last month of
-- a reporting period, where the week that is not finished counts as well.
-- A week counts in the month of its last day inside the allocation and is priced on its first day inside the
-- allocation and the month: the day s, or a Monday after it. 1899-12-25 was a Monday.
WITH piece_month AS NOT MATERIALIZED (
    SELECT
        p.allocation_id,
        p.provider_id,
        p.kind,
        p.days,
        p.rate,
        p.is_broken,
        p.is_broken AND (p.from_day > d.s OR p.to_day < d.e) AS is_part,
        m.first AS month,
        d.s,
        d.e,
        greatest(d.s, p.from_day) AS from_day,
        least(d.e, p.to_day) AS to_day,
        p.kind = '2' AND p."end" IS NULL AS is_open_week,
        CASE
            WHEN p.kind <> '2' THEN NULL
            WHEN p."end" <= m.last THEN d.e
            ELSE d.e - 6
        END AS last_monday
    FROM allocation_piece p
    CROSS JOIN LATERAL generate_series(p.from_number, p.to_number) AS n (number)
    JOIN month m ON m.number = n.number
    CROSS JOIN LATERAL (SELECT greatest(p.begin, m.first) AS s, least(p."end", m.last) AS e) d
),
counted AS NOT MATERIALIZED (
    SELECT
        p.*,
        CASE kind
            WHEN '1' THEN to_day - from_day + 1
            WHEN '2' THEN
                (s >= from_day AND s - extract(isodow FROM s)::integer + 1 <= last_monday)::integer
                + greatest(0, (least(last_monday, to_day) - date '1899-12-25') / 7
                    - (greatest(s, from_day - 1) - date '1899-12-25') / 7)
            WHEN '4' THEN (s >= from_day)::integer
            WHEN 'B' THEN e - s + 1
            WHEN '6' THEN CASE WHEN s >= from_day THEN e - s + 1 ELSE 0 END
        END AS times,
        CASE WHEN is_open_week THEN
            (s >= from_day)::integer + greatest(0, (to_day - date '1899-12-25') / 7
                - (greatest(s, from_day - 1) - date '1899-12-25') / 7)
        END AS times_if_last
    FROM piece_month p
),
valued AS NOT MATERIALIZED (
    SELECT
        c.*,
        CASE
            WHEN times = 0 THEN 0
            WHEN kind IN ('B', '6') THEN rate * times / days
            ELSE rate * times
        END AS whole,
        CASE WHEN kind IN ('B', '6') AND times > 0 THEN
            round((rate * times %% days) * 1.00000000000000000000 / days, 20)
        END AS fraction,
        CASE
            WHEN times_if_last = 0 THEN 0
            ELSE rate * times_if_last
        END AS whole_of_open_week
    FROM counted c
)
SELECT
    allocation_id, provider_id, month, whole, fraction,
    CASE WHEN is_open_week THEN whole_of_open_week ELSE whole END AS whole_if_last
FROM valued
WHERE NOT is_part
UNION ALL
SELECT
    allocation_id, provider_id, month,
    CASE WHEN count(whole) = count(*) THEN sum(whole)::bigint END,
    sum(fraction),
    CASE WHEN is_open_week
        THEN CASE WHEN count(whole_of_open_week) = count(*) THEN sum(whole_of_open_week)::bigint END
        ELSE CASE WHEN count(whole) = count(*) THEN sum(whole)::bigint END
    END
FROM valued
WHERE is_broken AND is_part
GROUP BY 1, 2, 3, is_open_week
