-- The parts of each change (LMDI-I), in whole cents that add up to it: rounded half up, what rounding leaves goes
-- to the largest of the three, of equal ones the first. kind: how the change is to be explained.
WITH described AS (
    SELECT
        u.*,
        declared_after - declared_before AS moved,
        CASE
            WHEN declared_before = 0 THEN 'new'
            WHEN declared_after = 0 THEN 'gone'
            WHEN unit = '83' OR least(
                clients_before, clients_after, volume_before, volume_after, declared_before, declared_after) <= 0
                THEN 'fixed'
            ELSE 'split'
        END AS kind
    FROM change_use u
),
logs AS (
    SELECT
        d.*,
        ln(round(clients_after::numeric(60, 40) / clients_before, 40)) AS log_clients,
        ln(round(
            (volume_after::numeric * clients_before)::numeric(80, 40) / (volume_before::numeric * clients_after), 40
        )) AS log_volume,
        ln(round(
            (declared_after::numeric * volume_before)::numeric(80, 40) / (declared_before::numeric * volume_after), 40
        )) AS log_price,
        ln(round(declared_after::numeric(60, 40) / declared_before, 40)) AS log_whole
    FROM described d
    WHERE kind = 'split'
),
exact AS (
    SELECT
        dimension, key, product_code, unit, moved,
        round(CASE WHEN log_whole = 0 THEN declared_before * log_clients ELSE moved * log_clients / log_whole END, 20)
            AS clients,
        round(CASE WHEN log_whole = 0 THEN declared_before * log_volume ELSE moved * log_volume / log_whole END, 20)
            AS volume,
        round(CASE WHEN log_whole = 0 THEN declared_before * log_price ELSE moved * log_price / log_whole END, 20)
            AS price
    FROM logs
),
placed AS (
    SELECT
        e.*,
        moved - round(clients) - round(volume) - round(price) AS rest,
        CASE greatest(abs(clients), abs(volume), abs(price))
            WHEN abs(clients) THEN 1
            WHEN abs(volume) THEN 2
            ELSE 3
        END AS largest
    FROM exact e
)
SELECT
    d.dimension, d.key, d.product_code, d.unit, d.clients_before, d.clients_after, d.volume_before, d.volume_after,
    d.declared_before, d.declared_after,
    coalesce(round(p.clients) + CASE WHEN largest = 1 THEN rest ELSE 0 END, 0)::bigint AS clients,
    coalesce(round(p.volume) + CASE WHEN largest = 2 THEN rest ELSE 0 END, 0)::bigint AS volume,
    coalesce(round(p.price) + CASE WHEN largest = 3 THEN rest ELSE 0 END, 0)::bigint AS price,
    CASE WHEN d.kind = 'new' THEN d.moved ELSE 0 END AS new,
    CASE WHEN d.kind = 'gone' THEN d.moved ELSE 0 END AS gone,
    CASE WHEN d.kind = 'fixed' THEN d.moved ELSE 0 END AS fixed
FROM described d
LEFT JOIN placed p USING (dimension, key, product_code, unit)
