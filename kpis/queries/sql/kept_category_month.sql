SELECT * FROM kpis_categorymonth WHERE month BETWEEN %(span_first)s AND %(span_last)s
