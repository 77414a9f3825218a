-- The value W of every allocation in force, per month of the table month; exact cents to 20 decimals.
-- Withdrawn allocations have no rows (their W is 0). w NULL = not defined. w_if_last differs from w only
-- for an allocation per week without end: its value in the last month of a reporting period, where the
-- week that is not finished counts as well.
WITH allocation AS (
    SELECT
        allocation_id, provider_id, municipality_id, client_id, category, product_code, volume, budget, unit,
        CASE
            WHEN volume IS NULL THEN 'B'
            WHEN frequency IN ('1', '2', '4', '6') THEN frequency
            ELSE '-'
        END AS frequency,
        begin,
        "end",
        greatest(extract(year FROM begin) * 12 + extract(month FROM begin), %(value_from_number)s)::integer AS from_number,
        least(extract(year FROM "end") * 12 + extract(month FROM "end"), %(value_to_number)s)::integer AS to_number
    FROM current_allocation
    WHERE NOT is_withdrawn AND begin <= %(value_until)s AND ("end" IS NULL OR "end" >= %(value_from)s)
),
shared AS MATERIALIZED (
    SELECT
        a.*,
        m.first AS month,
        greatest(a.begin, m.first) AS s,
        least(a."end", m.last) AS e,
        a."end" <= m.last AS ends_here
    FROM allocation a
    CROSS JOIN LATERAL generate_series(a.from_number, a.to_number) AS n (number)
    JOIN month m ON m.number = n.number
),
-- The days on which the frequency periods of the month are priced: s itself, and the Mondays after it up
-- to a limit; a week counts in the month of its last day inside the allocation. 1899-12-25 was a Monday.
counted AS (
    SELECT
        h.*,
        coalesce(ends_here, false) OR s + (7 - extract(isodow FROM s)::integer) <= e AS is_first_counted,
        CASE WHEN ends_here THEN e ELSE e - 6 END AS last_monday
    FROM shared h
),
needed AS (
    SELECT
        c.*,
        CASE frequency
            WHEN '1' THEN e - s + 1
            WHEN '2' THEN is_first_counted::integer
                + greatest(0, (last_monday - date '1899-12-25') / 7 - (s - date '1899-12-25') / 7)
            ELSE 1
        END AS times,
        CASE WHEN frequency = '2' AND "end" IS NULL
            THEN 1 + (e - date '1899-12-25') / 7 - (s - date '1899-12-25') / 7
        END AS times_if_last
    FROM counted c
),
priced AS (
    SELECT
        n.*,
        CASE
            WHEN n.unit = '83' THEN 1
            WHEN n.unit = '01' AND p.unit = '04' THEN round(p.cents / 60.0)::bigint
            ELSE p.cents
        END AS price,
        n.frequency IN ('1', '2') AND n.unit <> '83' AND (p.to_day IS NULL OR p.to_day < n.e) AS is_broken
    FROM needed n
    LEFT JOIN agreed_price p ON n.unit <> '83' AND p.provider_id = n.provider_id
        AND p.municipality_id = n.municipality_id AND p.product_code = n.product_code
        AND n.s BETWEEN p.from_day AND p.to_day
),
-- A month in which the tariff changes, or without a tariff on its first day: per period of one tariff.
broken AS (
    SELECT
        b.allocation_id,
        b.month,
        b.times,
        b.times_if_last,
        coalesce(sum(r.price * u.times), 0) AS amount,
        coalesce(sum(u.times), 0) AS covered,
        coalesce(sum(r.price * u.times_if_last), 0) AS amount_if_last,
        coalesce(sum(u.times_if_last), 0) AS covered_if_last
    FROM priced b
    LEFT JOIN agreed_price p ON p.provider_id = b.provider_id AND p.municipality_id = b.municipality_id
        AND p.product_code = b.product_code AND p.from_day <= b.e AND p.to_day >= b.s
    LEFT JOIN LATERAL (
        SELECT CASE WHEN b.unit = '01' AND p.unit = '04' THEN round(p.cents / 60.0)::bigint ELSE p.cents END AS price
    ) r ON true
    LEFT JOIN LATERAL (
        SELECT
            CASE b.frequency
                WHEN '1' THEN least(b.e, p.to_day) - greatest(b.s, p.from_day) + 1
                ELSE (b.is_first_counted AND b.s BETWEEN p.from_day AND p.to_day)::integer + greatest(
                    0,
                    (least(b.last_monday, p.to_day) - date '1899-12-25') / 7
                    - (greatest(b.s, p.from_day - 1) - date '1899-12-25') / 7
                )
            END AS times,
            (b.s BETWEEN p.from_day AND p.to_day)::integer + greatest(
                0,
                (least(b.e, p.to_day) - date '1899-12-25') / 7
                - (greatest(b.s, p.from_day - 1) - date '1899-12-25') / 7
            ) AS times_if_last
        WHERE p.provider_id IS NOT NULL
    ) u ON true
    WHERE b.is_broken
    GROUP BY b.allocation_id, b.month, b.times, b.times_if_last
)
SELECT
    p.allocation_id,
    p.provider_id,
    p.municipality_id,
    p.client_id,
    p.category,
    p.month,
    v.w,
    CASE WHEN p.times_if_last IS NULL THEN v.w ELSE v.w_if_last END AS w_if_last
FROM priced p
LEFT JOIN broken b ON p.is_broken AND b.allocation_id = p.allocation_id AND b.month = p.month
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN p.frequency = 'B' THEN
                p.budget * (p.e - p.s + 1) * 1.00000000000000000000 / (p."end" - p.begin + 1)
            WHEN p.frequency = '6' THEN
                p.volume * p.price * (p.e - p.s + 1) * 1.00000000000000000000 / (p."end" - p.begin + 1)
            WHEN p.frequency = '-' THEN NULL
            WHEN p.is_broken THEN CASE WHEN b.covered >= b.times THEN p.volume * b.amount END
            ELSE (p.volume * p.price * p.times)::numeric
        END AS w,
        CASE
            WHEN p.is_broken THEN
                CASE WHEN b.covered_if_last >= b.times_if_last THEN p.volume * b.amount_if_last END
            ELSE (p.volume * p.price * p.times_if_last)::numeric
        END AS w_if_last
) v
