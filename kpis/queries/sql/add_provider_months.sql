-- Adds the difference between what the changed clients add up to now and what they added up to before.
INSERT INTO kpis_providermonth AS kept (provider_id, month, allocated, without_invoice)
SELECT
    provider_id,
    month,
    coalesce(n.allocated, 0) - coalesce(o.allocated, 0),
    coalesce(n.without_invoice, 0) - coalesce(o.without_invoice, 0)
FROM provider_month n
FULL JOIN provider_month_before o USING (provider_id, month)
ON CONFLICT (provider_id, month) DO UPDATE SET
    allocated = kept.allocated + excluded.allocated,
    without_invoice = kept.without_invoice + excluded.without_invoice
