SELECT * FROM kpis_bookedday
