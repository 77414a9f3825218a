-- What the months that have passed will come to: of every provider what came in by the cutoff (the day of which the
-- completeness is known), by its own completeness, and at least what is there now; where that completeness is
-- not known or too low its share, by allocated clients, of what the month comes to by what is allocated.
SELECT
    p.municipality_id,
    p.category,
    p.month,
    sum(CASE
        WHEN l.developed > 0 AND round(1 / l.developed, 6) >= %(least_completeness)s
            THEN greatest(p.cents, p.by_cutoff * l.developed)
        ELSE greatest(p.cents, CASE WHEN p.whole > 0 THEN c.by_value * p.clients / p.whole ELSE 0 END)
    END) AS cents
FROM forecast_part p
JOIN forecast_cell c USING (municipality_id, category, month)
LEFT JOIN forecast_ladder l ON l.provider_id = p.provider_id AND l.category = p.category
    AND l.age = least(%(ladder_age)s, %(cutoff_number)s - c.number)
GROUP BY 1, 2, 3
