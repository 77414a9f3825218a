-- Adds the difference between what the changed clients add up to now and what they added up to before.
INSERT INTO kpis_categorymonth AS kept (
    municipality_id, category, month, clients, excluded, excluded_if_last, whole, whole_if_last, fraction, net,
    clients_without_invoice, whole_without_invoice, whole_if_last_without_invoice, fraction_without_invoice)
SELECT
    municipality_id,
    category,
    month,
    coalesce(n.clients, 0) - coalesce(o.clients, 0),
    coalesce(n.excluded, 0) - coalesce(o.excluded, 0),
    coalesce(n.excluded_if_last, 0) - coalesce(o.excluded_if_last, 0),
    coalesce(n.whole, 0) - coalesce(o.whole, 0),
    coalesce(n.whole_if_last, 0) - coalesce(o.whole_if_last, 0),
    coalesce(n.fraction, 0) - coalesce(o.fraction, 0),
    coalesce(n.net, 0) - coalesce(o.net, 0),
    coalesce(n.clients_without_invoice, 0) - coalesce(o.clients_without_invoice, 0),
    coalesce(n.whole_without_invoice, 0) - coalesce(o.whole_without_invoice, 0),
    coalesce(n.whole_if_last_without_invoice, 0) - coalesce(o.whole_if_last_without_invoice, 0),
    coalesce(n.fraction_without_invoice, 0) - coalesce(o.fraction_without_invoice, 0)
FROM category_month n
FULL JOIN category_month_before o USING (municipality_id, category, month)
ON CONFLICT (municipality_id, category, month) DO UPDATE SET
    clients = kept.clients + excluded.clients,
    excluded = kept.excluded + excluded.excluded,
    excluded_if_last = kept.excluded_if_last + excluded.excluded_if_last,
    whole = kept.whole + excluded.whole,
    whole_if_last = kept.whole_if_last + excluded.whole_if_last,
    fraction = kept.fraction + excluded.fraction,
    net = kept.net + excluded.net,
    clients_without_invoice = kept.clients_without_invoice + excluded.clients_without_invoice,
    whole_without_invoice = kept.whole_without_invoice + excluded.whole_without_invoice,
    whole_if_last_without_invoice = kept.whole_if_last_without_invoice + excluded.whole_if_last_without_invoice,
    fraction_without_invoice = kept.fraction_without_invoice + excluded.fraction_without_invoice
