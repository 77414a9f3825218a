INSERT INTO kpis_providermonth (provider_id, month, allocated, without_invoice)
SELECT provider_id, month, allocated, without_invoice FROM provider_month
