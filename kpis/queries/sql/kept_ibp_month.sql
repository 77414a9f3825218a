SELECT ibp_id, month, net FROM kpis_ibpmonth
