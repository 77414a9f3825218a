-- The running totals of the window, in the place of what is otherwise made from the facts.
SELECT * FROM kpis_providermonth WHERE month BETWEEN %(span_first)s AND %(span_last)s
