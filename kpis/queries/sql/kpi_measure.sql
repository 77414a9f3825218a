-- Per measure and provider (NULL = the region itself): numerator, denominator and what n counts. Of the figures that
-- KPIs stand on, and of what was surveyed and reviewed in the year up to the peildatum and known by then.
WITH behaviour AS (
    SELECT
        i.provider_id,
        i.indicator,
        i.numerator,
        i.denominator,
        CASE i.indicator
            WHEN 'DG05' THEN i.denominator
            WHEN 'DG09' THEN i.denominator
            ELSE c.value::bigint
        END AS n
    FROM kpis_indicatorvalue i
    LEFT JOIN kpis_indicatorvalue c
        ON c.computation_id = i.computation_id
        AND c.provider_id = i.provider_id
        AND c.part = ''
        AND c.indicator = 'DG02'
    WHERE i.computation_id = %(behaviour)s
        AND i.part = ''
        AND i.indicator IN ('DG04', 'DG05', 'DG06', 'DG06S', 'DG07', 'DG09')
        AND i.numerator IS NOT NULL
),
outcome AS (
    SELECT p.id AS provider_id, f.*
    FROM kpis_flowoutcome o
    JOIN providers_provider p ON p.agb = o.key
    CROSS JOIN LATERAL (VALUES
        ('uitval', o.stopped_by_client::bigint, o.reasons_counted::bigint, o.reasons_known::bigint,
            (o.ended + o.imputed)::bigint),
        ('duur', o.days, o.ended, NULL, NULL),
        ('lang', o.long, o.ended, NULL, NULL),
        ('wacht', o.wait_over, o.wait_judged, NULL, NULL),
        ('stil', o.silent, o.running, NULL, NULL)
    ) AS f (measure, numerator, denominator, known, known_of)
    WHERE o.computation_id = %(flow)s AND o.scope = 'aanbieder' AND o.care_form = ''
),
moved AS (
    SELECT
        p.id AS provider_id,
        sum(m.entered) AS entered,
        sum(m.repeated) AS repeated,
        sum(m."left") AS "left"
    FROM kpis_flowmonth m
    LEFT JOIN providers_provider p ON m.scope = 'aanbieder' AND p.agb = m.key
    WHERE m.computation_id = %(flow)s AND m.scope IN ('regio', 'aanbieder') AND m.care_form = ''
    GROUP BY 1
),
surveyed AS (
    SELECT DISTINCT ON (provider_id, municipality_id, begin, "end", question, respondent) *
    FROM providers_surveyresult
    WHERE received_on <= %(peildatum)s AND "end" > %(since)s AND "end" <= %(peildatum)s
    ORDER BY provider_id, municipality_id, begin, "end", question, respondent, received_on DESC, id DESC
),
reviewed AS (
    SELECT r.provider_id, r.score
    FROM kpis_review r
    JOIN kpis_reviewinvitation i ON i.id = r.invitation_id
    JOIN kpis_reviewround q ON q.id = i.round_id
    WHERE i.submitted_at < %(until)s AND q.quarter > %(since)s AND q.quarter <= %(peildatum)s
)
SELECT indicator AS measure, provider_id, numerator, denominator, coalesce(n, 0) AS n,
    NULL::bigint AS known, NULL::bigint AS known_of
FROM behaviour
UNION ALL
SELECT measure, provider_id, numerator, denominator, denominator, known, known_of FROM outcome
UNION ALL
SELECT 'herhaald', provider_id, repeated, entered, entered, NULL, NULL FROM moved
UNION ALL
SELECT 'balans', provider_id, "left" - entered, entered, entered, NULL, NULL FROM moved
UNION ALL
SELECT 'ibp', provider_id, sum(overrun), sum(ended), sum(ended), NULL, NULL
FROM kpis_ibpoverrunrate
WHERE computation_id = %(ibps)s AND dimension IN ('aanbieder', 'vaststeller')
GROUP BY provider_id
UNION ALL
SELECT 'oordeel', provider_id, sum(score), count(*), count(*), NULL, NULL FROM reviewed GROUP BY provider_id
UNION ALL
SELECT 'onvoldoende', provider_id, count(*) FILTER (WHERE score <= %(insufficient)s), count(*), count(*), NULL, NULL
FROM reviewed
GROUP BY provider_id
UNION ALL
SELECT question, provider_id, sum(total), sum(answered), sum(answered), NULL, NULL
FROM surveyed
WHERE question IN ('nut', 'zonder_hulp')
GROUP BY question, provider_id
UNION ALL
SELECT 'respons', provider_id, sum(answered), sum(invited), sum(invited), NULL, NULL
FROM surveyed
WHERE question = 'nut'
GROUP BY provider_id
