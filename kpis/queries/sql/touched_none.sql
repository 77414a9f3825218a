-- No restriction: all allocations take part.
SELECT NULL::bigint AS allocation_id, false AS is_valued WHERE false
