DELETE FROM kpis_allocationmonth WHERE allocation_id IN (SELECT allocation_id FROM touched WHERE is_valued)
