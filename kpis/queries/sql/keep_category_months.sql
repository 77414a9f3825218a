INSERT INTO kpis_categorymonth (
    municipality_id, category, month, clients, excluded, excluded_if_last, whole, whole_if_last, fraction, net,
    clients_without_invoice, whole_without_invoice, whole_if_last_without_invoice, fraction_without_invoice)
SELECT
    municipality_id, category, month, clients, excluded, excluded_if_last, whole, whole_if_last, fraction, net,
    clients_without_invoice, whole_without_invoice, whole_if_last_without_invoice, fraction_without_invoice
FROM category_month
