INSERT INTO kpis_receivedmonth (category, month, received_month, net)
SELECT category, month, received_month, net FROM received_month
