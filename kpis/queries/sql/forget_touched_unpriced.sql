DELETE FROM kpis_unpricedallocation WHERE allocation_id IN (SELECT allocation_id FROM touched WHERE is_valued)
