"""Sums of lines."""

from django.db.models import BigIntegerField, Case, F, When

from contracts.choices import DebitCredit

SIGNED = Case(
    When(debit_credit=DebitCredit.CREDIT, then=-F("amount")),
    default=F("amount"),
    output_field=BigIntegerField(),
)
"""The amount of a line: a debit counts, a credit counts back. Cents."""
