-- The IBPs of which new deliveries bring a version, so that other allocations may stand under them.
SELECT DISTINCT ibp_id FROM contracts_ibpversion WHERE delivery_id = ANY (%(new)s)
