-- The running totals of the months asked for, in the place of what is otherwise made from the facts.
SELECT * FROM kpis_allocationmonth WHERE month BETWEEN %(span_first)s AND %(span_last)s
