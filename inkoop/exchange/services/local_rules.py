"""Judging accepted lines by the rules of the region and its contracts: warnings and holds, never a refusal.

The standard forbids to refuse on them (OP095, OP364). They are judged set-based, in the transaction of the load, so
that no answer can go out before a hold stands.
"""

from psycopg import Cursor

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery
from inkoop.exchange.choices import LOCAL_RULES, LocalRuleEffect, LocalRuleKind
from inkoop.exchange.models import Hold, LocalRule, Message

# Of each line and kind of rule the one that applies: of its contract before of the region, newer before older.
APPLICABLE = """
CREATE TEMP TABLE applicable_rule ON COMMIT DROP AS
SELECT DISTINCT ON (l.id, r.kind)
       l.id, l.row_number, l.allocation_id, l.month, l.begin, l."end", l.received_on,
       r.id AS rule_id, r.kind, r.threshold, r.explanation
FROM contracts_declaration d
JOIN contracts_declarationline l ON l.declaration_id = d.id
JOIN exchange_localrule r ON r.id = ANY (%(rules)s)
LEFT JOIN contracts_contract c ON c.id = r.contract_id AND c.provider_id = l.provider_id
WHERE d.delivery_id = %(delivery)s AND l.debit_id IS NULL
    AND (r.contract_id IS NULL OR c.id IS NOT NULL AND EXISTS (
        SELECT FROM contracts_tariff t JOIN contracts_productcode p ON p.id = t.product_code_id
        WHERE t.contract_id = c.id AND p.code = l.product_code AND t.superseded_on IS NULL
            AND l.begin BETWEEN t.begin AND coalesce(t."end", 'infinity')))
ORDER BY l.id, r.kind, r.contract_id NULLS LAST, r.valid_from DESC, r.id DESC
"""

FOUND = f"""
CREATE TEMP TABLE found_locally ON COMMIT DROP AS
SELECT a.*, f.found, f.expected
FROM applicable_rule a
CROSS JOIN LATERAL (SELECT (a.month + interval '1 month')::date - 1 AS month_end) m
LEFT JOIN LATERAL (
    SELECT max(s."end") AS stopped_on FROM contracts_carestop s
    WHERE s.allocation_id = a.allocation_id AND s.reason <> '20' AND s.received_on <= a.received_on
        AND NOT EXISTS (SELECT FROM contracts_carestart b
            WHERE b.allocation_id = s.allocation_id AND b.begin > s."end" AND b.received_on <= a.received_on)
) s ON a.kind = '{LocalRuleKind.AFTER_STOP}'
CROSS JOIN LATERAL (SELECT
    CASE a.kind
        WHEN '{LocalRuleKind.LATE}' THEN a.received_on - m.month_end > a.threshold
        WHEN '{LocalRuleKind.NO_START}' THEN NOT EXISTS (
            SELECT FROM contracts_carestart b
            WHERE b.allocation_id = a.allocation_id AND b.begin <= a."end" AND b.received_on <= a.received_on)
        WHEN '{LocalRuleKind.AFTER_STOP}' THEN coalesce(a.begin > s.stopped_on, false)
        WHEN '{LocalRuleKind.BROKEN_MONTH}' THEN
            (a.begin > a.month OR a."end" < m.month_end) AND a."end" - a.begin + 1 < a.threshold
    END AS broken,
    CASE a.kind
        WHEN '{LocalRuleKind.LATE}' THEN format('%%s dagen na het einde van de maand', a.received_on - m.month_end)
        WHEN '{LocalRuleKind.NO_START}' THEN 'geen startbericht'
        WHEN '{LocalRuleKind.AFTER_STOP}' THEN format('maand vanaf %%s', a.begin)
        WHEN '{LocalRuleKind.BROKEN_MONTH}' THEN format('%%s dagen', a."end" - a.begin + 1)
    END AS found,
    CASE a.kind
        WHEN '{LocalRuleKind.LATE}' THEN format('hoogstens %%s dagen', a.threshold)
        WHEN '{LocalRuleKind.NO_START}' THEN format('een start op of voor %%s', a."end")
        WHEN '{LocalRuleKind.AFTER_STOP}' THEN format('tot en met de maand van %%s', s.stopped_on)
        WHEN '{LocalRuleKind.BROKEN_MONTH}' THEN format('ten minste %%s dagen, of de hele maand', a.threshold)
    END AS expected
) f
WHERE f.broken
"""

FINDINGS = """
INSERT INTO base_finding (delivery_id, row_number, severity, field, code, cause, found, expected, next_step)
SELECT %(delivery)s, f.row_number, 'let op', '', 'lokaal: ' || f.kind, k.label || ': ' || f.explanation, f.found,
    f.expected, k.next_step
FROM found_locally f
JOIN unnest(%(kinds)s::text[], %(labels)s::text[], %(next_steps)s::text[]) AS k (kind, label, next_step) USING (kind)
"""

COUNTS = (
    "SELECT rule_id, count(*) FROM found_locally WHERE rule_id = ANY (%s) GROUP BY rule_id ORDER BY rule_id"
)


def judge_locally(cursor: Cursor, delivery: Delivery) -> int:
    """Judges the accepted debits of a delivery; returns how many findings there are. One query without rules.

    A hold keeps an answer waiting, so it stands only where a message is to be answered.
    """
    rules = _in_force(delivery)
    if not rules:
        return 0
    parameters = {
        "delivery": delivery.pk,
        "rules": [rule.pk for rule in rules],
        "kinds": [kind.value for kind in LOCAL_RULES],
        "labels": [kind.label.capitalize() for kind in LOCAL_RULES],
        "next_steps": [text.next_step for text in LOCAL_RULES.values()],
    }
    for statement in (APPLICABLE, FOUND, FINDINGS):
        cursor.execute(statement, parameters)
    findings = cursor.rowcount
    _hold(cursor, delivery, [rule.pk for rule in rules if rule.effect == LocalRuleEffect.HOLD])
    return findings


def _in_force(delivery: Delivery) -> list[LocalRule]:
    if delivery.kind != DeliveryKind.DECLARATIONS:
        return []
    rules = LocalRule.objects.filter(valid_from__lte=delivery.received_on)
    return list(rules.exclude(ends_on__lt=delivery.received_on))


def _hold(cursor: Cursor, delivery: Delivery, rules: list[int]) -> None:
    message = Message.objects.filter(delivery=delivery).first()
    if message is None or not rules:
        return
    cursor.execute(COUNTS, [rules])
    Hold.objects.bulk_create(
        Hold(message=message, rule_id=rule, lines=lines) for rule, lines in cursor.fetchall()
    )
