"""What contract managers keep by hand: papers and people of providers, an index, and open proposals."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.choices import IndexMethod
from contracts.models import ContractDecision, IndexPublication, ProductCode
from contracts.models.prices import PRODUCT_FIELDS
from contracts.queries.procedures.use import running
from contracts.queries.procurement import declared_per_provider
from contracts.queries.terms import tariffs_on
from contracts.rules.indexation import Component
from contracts.rules.periods import add_months, last_mature_month
from contracts.services.catalogue import propose_product
from contracts.services.decisions import propose_extension
from contracts.services.indexation import propose_indexation, publish_index
from contracts.services.prices import Price, propose_prices
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from providers.choices import ContactRole, EvidenceKind
from providers.models import Contact, Location, Subcontracting
from providers.services.evidence import record_evidence

LARGE = 12
"""So many providers, those that declare most, have papers and people in the register."""
PAPERS = (
    (EvidenceKind.GVA, 4, 23, 11, 25),
    (EvidenceKind.TAX, 1, 5, 3, 7),
    (EvidenceKind.KVK, 2, 4, 5, 1),
    (EvidenceKind.HKZ, 8, 30, 20, 35),
)
"""A kind, and how many months ago it was given, provider after provider: some expire soon, some have expired."""
PEOPLE = (
    ("Robin Vogelaar", ContactRole.CONTRACT),
    ("Sam ter Braak", ContactRole.BILLING),
    ("Noor Hoekstra", ContactRole.QUALITY),
)


@transaction.atomic
def lay(users: Mapping[str, User], today: date) -> bool:
    """Once; False = there are proposals or indices already, or no contracts to keep anything of."""
    if ContractDecision.objects.exists() or IndexPublication.objects.exists():
        return False
    last = last_mature_month(today, int(value_at("mature_after", today)))
    declared = declared_per_provider(add_months(last, -11), last)
    contracts = _largest(declared, today)
    if len(contracts) < LARGE:
        return False
    manager, other = users["contractmanager"], users["beheerder"]
    for place, contract in enumerate(contracts):
        _papers(contract, place, manager, today)
        _people(contract, place, today)
    _index(manager, other, today)
    _proposals(contracts, manager, other, today)
    return True


def _largest(declared: Mapping[int, int], today: date) -> list[Any]:
    """One running contract of each provider that declares most."""
    found: dict[int, Any] = {}
    for contract in running(today).select_related("provider").order_by("-begin", "number"):
        found.setdefault(contract.provider_id, contract)
    return sorted(found.values(), key=lambda one: (-declared.get(one.provider_id, 0), one.pk))[:LARGE]


def _papers(contract: Any, place: int, by: User, today: date) -> None:
    for kind, *months in PAPERS:
        issued = add_months(today, -months[place % len(months)]) + timedelta(days=place)
        record_evidence(
            provider=contract.provider,
            kind=kind,
            issued_on=min(issued, today),
            named_expiry=add_months(issued, 36) if kind == EvidenceKind.HKZ else None,
            by=by,
        )


def _people(contract: Any, place: int, today: date) -> None:
    provider = contract.provider
    Location.objects.create(
        provider=provider, name="Hoofdlocatie", city=provider.city or "Aardijk", street=f"Kade {place + 3}"
    )
    if place % 3 == 0:
        Location.objects.create(provider=provider, name="Groepshuis", city="Aardijk", has_stay=True)
    for name, role in PEOPLE:
        address = f"{role}@{provider.agb}.example"
        Contact.objects.create(
            provider=provider, name=name, role=role, email=address, phone=f"088 000 {place:04d}"
        )
    if place % 4 == 1:
        Subcontracting.objects.create(
            provider=provider,
            name=f"Praktijk De Werf {place}",
            kvk=f"9900000{place % 10}",
            begin=add_months(today, -9),
            consented_on=add_months(today, -10) if place == 1 else None,
        )


def _index(by: User, other: User, today: date) -> None:
    """The index of next year, proposed; another person has to approve it."""
    publication = publish_index(
        year=today.year + 1,
        version="voorlopig",
        method=IndexMethod.ADDITIVE,
        decimals=3,
        source="Voorbeeldcijfers van de demo",
        components=[
            Component("OVA", Decimal("0.9"), Decimal("4.10"), Decimal("4.35"), Decimal("3.90")),
            Component("PPC", Decimal("0.1"), Decimal("2.40"), Decimal("2.25"), Decimal("2.10")),
        ],
        by=by,
    )
    propose_indexation(
        publication=publication,
        effective_on=date(today.year + 1, 1, 1),
        reason="Jaarlijkse indexatie volgens het contract",
        by=other,
        today=today,
    )


def _proposals(contracts: Sequence[Any], manager: User, other: User, today: date) -> None:
    """Of each kind one that waits for the other person: three to settle by the manager, one of the manager."""
    extendable = [one for one in contracts if one.options]
    for contract, by in zip(extendable, (other, manager), strict=False):
        propose_extension(
            contract=contract,
            reason="Goede resultaten; de eerste optie wordt gebruikt.",
            decided_on=today,
            by=by,
            today=today,
        )
    priced = contracts[2]
    tariffs = tariffs_on(priced.tariffs.select_related("product_code"), today, as_of=today)
    tariff = tariffs.order_by("product_code__code").first()
    if tariff is not None:
        propose_prices(
            contract=priced,
            prices=[
                Price(
                    tariff.product_code,
                    add_months(date(today.year, today.month, 1), 2),
                    None,
                    round(tariff.cents * 1.02),
                    tariff.unit,
                )
            ],
            reason="Afspraak uit het overleg over reiskosten",
            decided_on=today,
            by=other,
            today=today,
        )
    product = ProductCode.objects.filter(merged_into=None, max_days=None).order_by("code").first()
    if product is not None:
        values = {name: getattr(product, name) for name in PRODUCT_FIELDS}
        propose_product(
            code=product.code,
            values=values | {"max_days": 365},
            reason="De lichtste hulp duurt ten hoogste een jaar.",
            by=other,
            product=product,
        )
