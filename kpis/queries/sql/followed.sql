-- Credits served in the window; is_rebilled: followed by a higher debit of the same key in the same or a later
-- delivery.
WITH credit AS (
    SELECT l.*, d.delivery_id
    FROM contracts_declarationline l
    JOIN contracts_declaration d ON d.id = l.declaration_id
    WHERE l.debit_id IS NOT NULL AND l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s
)
SELECT
    c.provider_id,
    c.municipality_id,
    c.allocation_id,
    c.product_code,
    EXISTS (
        SELECT
        FROM contracts_declarationline b
        JOIN contracts_declaration d ON d.id = b.declaration_id
        WHERE b.allocation_id = c.allocation_id AND b.month = c.month AND b.debit_id IS NULL
            AND b.amount > c.amount AND b.received_on BETWEEN c.received_on AND %(peildatum)s
            AND b.provider_id = c.provider_id AND b.category = c.category
            AND b.product_code = c.product_code AND b.begin = c.begin AND b."end" = c."end"
            AND (b.received_on > c.received_on OR d.delivery_id >= c.delivery_id)
    ) AS is_rebilled
FROM credit c
