-- The product categories of allocations, numbered: grouping by number is cheaper than by text.
SELECT category, row_number() OVER (ORDER BY category)::integer AS category_no
FROM (
    SELECT DISTINCT coalesce(nullif(category, ''), 'generiek') AS category FROM contracts_allocationversion
) c
