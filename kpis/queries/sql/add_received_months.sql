INSERT INTO kpis_receivedmonth AS kept (category, month, received_month, net)
SELECT category, month, received_month, sum(net)
FROM (
    SELECT category, month, received_month, net FROM received_month_after
    UNION ALL
    SELECT category, month, received_month, -net FROM received_month_before
) change
GROUP BY 1, 2, 3
HAVING sum(net) <> 0
ON CONFLICT (category, month, received_month) DO UPDATE SET net = kept.net + excluded.net
