SELECT * FROM kpis_receivedmonth WHERE received_month <= %(cutoff)s
