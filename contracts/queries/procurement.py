"""What open house, aanbesteding and incidental contracts cost and yield, side by side."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, Max, Min, QuerySet, Sum

from contracts.choices import ProcurementForm
from contracts.models import Contract, DeclarationLine, Tariff
from contracts.queries.amounts import SIGNED
from contracts.queries.procedures.use import running
from contracts.queries.terms import tariffs_on
from contracts.rules.concentration import herfindahl, tail, top_share

TOP = 5
TAIL_SHARE = Decimal("0.05")
UNKNOWN = ""

# The form under which a provider has (or last had) a tariff for a product; lines name no contract.
DECLARED_PER_FORM = """
WITH term AS (
    SELECT DISTINCT ON (contract_id) contract_id, form, begin FROM contracts_contractversion
    WHERE received_on <= %(as_of)s ORDER BY contract_id, received_on DESC, id DESC
), offer AS (
    SELECT DISTINCT ON (c.provider_id, p.code) c.provider_id, p.code, term.form
    FROM contracts_tariff t
    JOIN contracts_contract c ON c.id = t.contract_id
    JOIN term ON term.contract_id = c.id
    JOIN contracts_productcode p ON p.id = t.product_code_id
    WHERE t.begin <= %(last)s
    ORDER BY c.provider_id, p.code, term.begin DESC, c.id DESC
), line AS (
    SELECT provider_id, product_code, client_id,
           sum(CASE WHEN debit_credit = 'C' THEN -amount ELSE amount END) AS cents
    FROM contracts_declarationline
    WHERE month BETWEEN %(first)s AND %(last)s AND received_on <= %(as_of)s
    GROUP BY provider_id, product_code, client_id
)
SELECT coalesce(offer.form, '') AS form, line.provider_id, sum(line.cents)::bigint,
       count(DISTINCT line.client_id) FILTER (WHERE line.cents > 0)
FROM line LEFT JOIN offer ON offer.provider_id = line.provider_id AND offer.code = line.product_code
GROUP BY GROUPING SETS ((coalesce(offer.form, ''), line.provider_id), (coalesce(offer.form, '')))
"""


@dataclass(frozen=True)
class FormFigures:
    """Of one form (empty = lines without a tariff of their own). Cents. ``clients`` are distinct within the form.

    ``amounts``: declared per provider, those with a contract and nothing declared included.
    """

    form: str
    contracts: int = 0
    clients: int = 0
    amounts: dict[int, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return ProcurementForm(self.form).label if self.form else "niet te bepalen"

    @property
    def providers(self) -> int:
        return len(self.amounts)

    @property
    def declared(self) -> int:
        return sum(self.amounts.values())

    @property
    def per_client(self) -> Decimal | None:
        return Decimal(self.declared) / self.clients if self.clients else None

    @property
    def index(self) -> int | None:
        return herfindahl(self.amounts.values())

    @property
    def top_share(self) -> Decimal | None:
        return top_share(self.amounts.values(), TOP)

    @property
    def tail(self) -> int:
        return tail(self.amounts.values(), TAIL_SHARE)

    @property
    def silent(self) -> int:
        """Providers with a contract and nothing declared."""
        return sum(amount <= 0 for amount in self.amounts.values())


@dataclass(frozen=True)
class Price:
    """Tariffs in force today for one product under one form, in cents per unit."""

    providers: int
    average: Decimal
    lowest: int
    highest: int


@dataclass(frozen=True)
class ProductPrices:
    code: str
    description: str
    unit: str
    by_form: dict[str, Price]

    @property
    def difference(self) -> Decimal | None:
        """Average under aanbesteding against open house, as a part of the latter; None = not in both."""
        house, tender = (
            self.by_form.get(form) for form in (ProcurementForm.OPEN_HOUSE, ProcurementForm.TENDER)
        )
        return (tender.average - house.average) / house.average if house and tender else None


def figures_per_form(first: date, last: date, *, as_of: date) -> list[FormFigures]:
    """Open house, aanbesteding, incidental, and what cannot be told. Service months first to last. Two queries."""
    amounts: dict[str, dict[int, int]] = defaultdict(dict)
    clients: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(DECLARED_PER_FORM, {"first": first, "last": last, "as_of": as_of})
        for form, provider, cents, distinct in cursor.fetchall():
            if provider is None:
                clients[form] = distinct
            else:
                amounts[form][provider] = cents
    contracts: dict[str, int] = defaultdict(int)
    for form, provider in running(as_of).values_list("form", "provider"):
        contracts[form] += 1
        amounts[form].setdefault(provider, 0)
    forms = [*ProcurementForm.values, *([UNKNOWN] if UNKNOWN in amounts else [])]
    return [FormFigures(one, contracts[one], clients.get(one, 0), amounts[one]) for one in forms]


def product_prices(as_of: date) -> list[ProductPrices]:
    """Products with a tariff in force, by code; those under both forms first. Four queries."""
    forms = dict(running(as_of).values_list("pk", "form"))
    tariffs = tariffs_on(Tariff.objects.filter(contract__in=list(forms)), as_of, as_of=as_of)
    found: dict[tuple[str, str, str], dict[str, Price]] = defaultdict(dict)
    for form in ProcurementForm.values:
        keys = [pk for pk, one in forms.items() if one == form]
        grouped: QuerySet[Any, Any] = tariffs.filter(contract__in=keys).order_by()
        rows = grouped.values("product_code__code", "product_code__description", "unit").annotate(
            providers=Count("contract__provider", distinct=True),
            average=Avg("cents"),
            lowest=Min("cents"),
            highest=Max("cents"),
        )
        for row in rows:
            key = (row["product_code__code"], row["product_code__description"], row["unit"])
            found[key][form] = Price(
                row["providers"], Decimal(str(row["average"])), row["lowest"], row["highest"]
            )
    listed = [ProductPrices(*key, by_form) for key, by_form in sorted(found.items())]
    return sorted(listed, key=lambda one: one.difference is None)


@dataclass(frozen=True)
class Incidental:
    """A running incidental contract. ``is_only``: the provider has no running contract of another form. Cents."""

    contract: Contract
    begin: date
    end: date | None
    declared: int
    is_only: bool


def incidental_contracts(first: date, last: date, *, as_of: date) -> list[Incidental]:
    """By name of the provider. Three queries. ``declared``: all that the provider declared in the months."""
    contracts = running(as_of).filter(form=ProcurementForm.INCIDENTAL).select_related("provider")
    listed = list(contracts.order_by("provider__name", "number"))
    providers = [one.provider_id for one in listed]
    regular = set(
        running(as_of)
        .filter(provider__in=providers)
        .exclude(form=ProcurementForm.INCIDENTAL)
        .values_list("provider", flat=True)
    )
    lines = DeclarationLine.objects.filter(provider__in=providers, month__range=(first, last))
    declared = dict(lines.order_by().values_list("provider").annotate(total=Sum(SIGNED)))
    return [
        Incidental(one, one.begin, one.end, declared.get(one.provider_id, 0), one.provider_id not in regular)
        for one in listed
    ]


def declared_per_provider(first: date, last: date) -> dict[int, int]:
    """Net declared cents per provider over the service months. One query."""
    lines = DeclarationLine.objects.filter(month__range=(first, last)).order_by()
    return dict(lines.values_list("provider").annotate(total=Sum(SIGNED)))
