-- The allocations that new deliveries say something about. is_valued: their W may change, because of a new
-- version, a tariff or a contract; of the others there are only new lines.
WITH priced_anew AS (
    SELECT c.provider_id, p.code
    FROM contracts_tariff t
    JOIN contracts_contract c ON c.id = t.contract_id
    JOIN contracts_productcode p ON p.id = t.product_code_id
    WHERE t.delivery_id = ANY (%(new)s)
    UNION
    SELECT c.provider_id, p.code
    FROM contracts_contractversion v
    JOIN contracts_contract c ON c.id = v.contract_id
    JOIN contracts_tariff t ON t.contract_id = c.id
    JOIN contracts_productcode p ON p.id = t.product_code_id
    WHERE v.delivery_id = ANY (%(new)s)
),
touched AS (
    SELECT allocation_id, true AS is_valued FROM contracts_allocationversion WHERE delivery_id = ANY (%(new)s)
    UNION
    SELECT v.allocation_id, true
    FROM priced_anew p
    JOIN contracts_allocationversion v ON v.provider_id = p.provider_id AND v.product_code = p.code
    UNION
    SELECT l.allocation_id, false
    FROM contracts_declaration d
    JOIN contracts_declarationline l ON l.declaration_id = d.id
    WHERE d.delivery_id = ANY (%(new)s)
)
SELECT allocation_id, bool_or(is_valued) AS is_valued FROM touched GROUP BY 1
