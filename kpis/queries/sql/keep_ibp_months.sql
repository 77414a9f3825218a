INSERT INTO kpis_ibpmonth (ibp_id, month, net)
SELECT ibp_id, month, net FROM ibp_month ORDER BY ibp_id, month
