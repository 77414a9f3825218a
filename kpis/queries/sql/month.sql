-- The calendar months of the span; number counts months since year 0.
SELECT
    day::date AS first,
    (day + interval '1 month - 1 day')::date AS last,
    (extract(year FROM day) * 12 + extract(month FROM day))::integer AS number
FROM generate_series(%(span_first)s::timestamp, %(span_last)s::timestamp, interval '1 month') AS day
