SELECT * FROM kpis_providermonth
