DELETE FROM kpis_ibpmonth WHERE ibp_id IN (SELECT ibp_id FROM touched_ibp)
