-- Per dimension, key, product, unit and client: cents and volume in both periods. A key is the code of a place.
SELECT 'regio' AS dimension, '' AS key, product_code, unit, client_id,
    sum(cents_before) AS cents_before, sum(volume_before) AS volume_before,
    sum(cents_after) AS cents_after, sum(volume_after) AS volume_after
FROM change_fact
GROUP BY product_code, unit, client_id
UNION ALL
SELECT 'gemeente', m.code, product_code, unit, client_id,
    sum(cents_before), sum(volume_before), sum(cents_after), sum(volume_after)
FROM change_fact
JOIN base_municipality m ON m.id = municipality_id
GROUP BY m.code, product_code, unit, client_id
UNION ALL
SELECT 'aanbieder', p.agb, product_code, unit, client_id,
    sum(cents_before), sum(volume_before), sum(cents_after), sum(volume_after)
FROM change_fact
JOIN providers_provider p ON p.id = provider_id
GROUP BY p.agb, product_code, unit, client_id
UNION ALL
SELECT 'verwijzer', referrer, product_code, unit, client_id,
    sum(cents_before), sum(volume_before), sum(cents_after), sum(volume_after)
FROM change_fact
GROUP BY referrer, product_code, unit, client_id
