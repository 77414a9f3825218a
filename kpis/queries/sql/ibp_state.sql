-- The state of every IBP. utilisation and utilisation_original are exact to 40 decimals; days is the number
-- of days after the last mature month in which the amount is used up, NULL = no forecast.
WITH used AS (
    SELECT
        c.*,
        coalesce(u.used, 0) AS used,
        u.month_80,
        u.month_100,
        round(coalesce(u.used, 0)::numeric(80, 44) / c.measured_current, 40) AS utilisation,
        round(coalesce(u.used, 0)::numeric(80, 44) / c.measured_original, 40) AS utilisation_original,
        (c.measured_current - coalesce(u.used_so_far, 0)) * %(burn_days)s::bigint AS left_to_burn,
        nullif(greatest(u.burned, 0), 0) AS burned
    FROM ibp_current c
    LEFT JOIN ibp_used u USING (ibp_id)
),
forecast AS (
    SELECT
        u.*,
        CASE WHEN used <= measured_current AND ("end" IS NULL OR "end" >= %(peildatum)s)
            THEN left_to_burn / burned - (left_to_burn %% burned < 0)::integer
        END AS days
    FROM used u
)
SELECT
    f.ibp_id,
    f.version_id,
    f.municipality_id,
    f.amount_original,
    f.amount_current,
    f.used,
    f.utilisation,
    f.utilisation_original,
    CASE
        WHEN f.utilisation IS NULL THEN 'nvt'
        WHEN f.utilisation > %(ibp_full)s THEN 'rood'
        WHEN f.utilisation >= %(ibp_warning)s THEN 'oranje'
        ELSE 'groen'
    END AS status,
    f.month_80,
    f.month_100,
    greatest(0, f.used - f.measured_current) + 0 * f.measured_current AS overrun,
    greatest(0, f.used - f.measured_original) + 0 * f.measured_original AS overrun_original,
    CASE WHEN f."end" >= f.begin THEN
        greatest(0, least(%(peildatum)s, f."end") - f.begin + 1) / (f."end" - f.begin + 1)::numeric
    END AS elapsed,
    CASE WHEN f.days BETWEEN date '0001-01-01' - %(burn_end)s
            AND coalesce(f."end", date '9999-12-31') - %(burn_end)s
        THEN %(burn_end)s + f.days::integer
    END AS exhausted_on,
    coalesce(f.days > f."end" - %(burn_end)s, false) AS lasts_the_term,
    f.begin,
    f."end",
    f.child_class,
    f.system_class,
    f.set_by
FROM forecast f
