"""One refused line of a message judged again, by the plain rules, against the books as they are now.

The loader stops at the first level that fails, and since then other lines may have been accepted. So before a person
accepts a line after all, everything is looked at once more, with the agreements as known on the day of receipt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.conf import settings
from django.db.models import F

from contracts import models
from contracts.choices import DebitCredit
from contracts.levels import Level, level_of, may_be_overruled
from contracts.rules import facts
from contracts.rules.allocations import Allocations, measured, total_limit
from contracts.rules.books import Books
from contracts.rules.findings import (
    BUDGET_EXCEEDED,
    CODE_OUTSIDE_CATEGORY,
    REFERENCE_USED,
    TOTAL_VOLUME_EXCEEDED,
    Finding,
)
from contracts.rules.judgement import ReferenceData, judge
from inkoop.base.models import Delivery, Municipality
from inkoop.exchange import vault
from inkoop.exchange.ijw.tables import message_table, single_message
from inkoop.exchange.models import Message
from inkoop.exchange.pseudonyms import pseudonym
from inkoop.exchange.queries.versions import versions_of


@dataclass(frozen=True, slots=True)
class Use:
    """What is taken from an allocation: ``limit`` NULL = none. In cents of a budget, else as `allocations.measured`."""

    before: int
    after: int
    limit: int | None
    is_budget: bool
    unit: str


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """``allocation`` None = the line stands on none of this provider and client."""

    line: facts.Line
    allocation: models.Allocation | None
    findings: tuple[Finding, ...]
    use: Use | None

    @property
    def codes(self) -> list[str]:
        return sorted({finding.code for finding in self.findings})

    @property
    def in_the_way(self) -> list[str]:
        """Codes that no person may overrule."""
        return [code for code in self.codes if not may_be_overruled(code)]

    @property
    def overruled(self) -> list[str]:
        return [code for code in self.codes if level_of(code) == Level.OUTSIDE_SOURCE]


def judge_again(message: Message, row_number: int) -> JudgedAgain:
    """Reads the line from the file that waits. Raises vault.LostFile. Cost: reading the message up to the line."""
    line = _read_line(message, row_number)
    delivery = message.delivery
    allocation = (
        models.Allocation.objects.filter(municipality__code=line.municipality, number=line.allocation)
        .select_related("client", "municipality")
        .first()
    )
    versions = versions_of([allocation]) if allocation else []
    booked = _booked(allocation, delivery)
    findings = _findings(line, booked, _reference_data(line, versions), delivery.received_on)
    current = Allocations(versions).current(line.municipality, line.allocation, delivery.received_on)
    use = _use(line, booked, current) if current else None
    return JudgedAgain(line, allocation, (*findings, *_sums(use, findings)), use)


def _read_line(message: Message, row_number: int) -> facts.Line:
    with vault.opened(message.kept_as) as path:
        table = message_table(single_message(path))
        values = dict(zip(table.header, next(islice(table.rows, row_number - 1, None)), strict=True))
    return facts.Line(
        agb=values["agb"],
        municipality=values["gemeentecode"],
        declaration=values["declaratienummer"],
        declared_on=date.fromisoformat(values["dagtekening"]),
        reference=values["referentienummer"],
        previous_reference=values["vorig_referentienummer"] or None,
        client=pseudonym(values["bsn"], key=settings.PSEUDONYM_KEY.encode()),
        allocation=values["toewijzingnummer"],
        category=values["productcategorie"],
        code=values["productcode"],
        begin=date.fromisoformat(values["periode_begin"]),
        end=date.fromisoformat(values["periode_eind"]),
        volume=int(values["volume"]),
        unit=values["eenheid"],
        tariff=int(values["tarief"]) if values["tarief"] else None,
        amount=int(values["bedrag"]),
        debit_credit=values["debet_credit"],
        received_on=message.delivery.received_on,
        sequence=message.delivery_id,
        row=row_number,
    )


def _findings(
    line: facts.Line, booked: list[facts.Line], known: ReferenceData, received_on: date
) -> tuple[Finding, ...]:
    """A code outside the product list hides all else, so then the line is judged once more as if it stood there."""
    books = Books()
    for earlier in booked:
        books.book(earlier)
    (outcome,) = judge(books, [line], known, received_on)
    found = outcome.findings
    if [finding.code for finding in found] == [CODE_OUTSIDE_CATEGORY]:
        as_if = replace(known, products={line.code: facts.ProductCode(line.code, line.category)})
        (outcome,) = judge(books, [line], as_if, received_on)
        found += outcome.findings
    used = models.DeclarationLine.objects.filter(provider__agb=line.agb, reference=line.reference)
    if used.exists():
        found += (Finding(REFERENCE_USED, "TR314", "referentienummer", line.reference, "een nieuw nummer"),)
    return found


def _booked(allocation: models.Allocation | None, delivery: Delivery) -> list[facts.Line]:
    """Every accepted line on the allocation, also what came later; credits of a delivery before its debits (OP366)."""
    rows = (
        models.DeclarationLine.objects.filter(allocation=allocation)
        .select_related("provider", "debit")
        .annotate(loaded_as=F("declaration__delivery_id"))
        .order_by("loaded_as", "debit_credit", "id")
    )
    if allocation is None:
        return []
    return [
        facts.Line(
            agb=row.provider.agb,
            municipality=allocation.municipality.code,
            declaration="",
            declared_on=row.declared_on,
            reference=row.reference,
            previous_reference=row.debit.reference if row.debit else None,
            client=allocation.client.pseudonym,
            allocation=allocation.number,
            category=row.category,
            code=row.product_code,
            begin=row.begin,
            end=row.end,
            volume=row.volume,
            unit=row.unit,
            tariff=row.tariff,
            amount=row.amount,
            debit_credit=row.debit_credit,
            received_on=min(row.received_on, delivery.received_on),
            sequence=0,
            row=row.row_number,
        )
        for row in rows
    ]


def _reference_data(line: facts.Line, versions: Iterable[facts.AllocationVersion]) -> ReferenceData:
    products = models.ProductCode.objects.filter(code=line.code)
    tariffs = models.Tariff.objects.filter(contract__provider__agb=line.agb, product_code__code=line.code)
    return ReferenceData(
        municipalities=[line.municipality],
        products={product.code: facts.ProductCode(product.code, product.category_id) for product in products},
        allocations=Allocations(versions),
        contracts=_contracts(line.agb),
        tariffs=[
            facts.Tariff(
                contract=row.contract.number,
                code=line.code,
                begin=row.begin,
                end=row.end,
                cents=row.cents,
                unit=row.unit,
                received_on=row.received_on,
                sequence=row.pk,
            )
            for row in tariffs.select_related("contract")
        ],
    )


def _contracts(agb: str) -> list[facts.ContractVersion]:
    rows = list(models.ContractVersion.objects.filter(contract__provider__agb=agb).select_related("contract"))
    keys = {key for row in rows for key in row.municipality_ids}
    codes = dict(Municipality.objects.filter(pk__in=keys).values_list("pk", "code"))
    return [
        facts.ContractVersion(
            number=row.contract.number,
            agb=agb,
            begin=row.begin,
            end=row.end,
            municipalities=frozenset(codes[key] for key in row.municipality_ids),
            received_on=row.received_on,
            sequence=row.pk,
        )
        for row in rows
    ]


def _use(line: facts.Line, booked: list[facts.Line], current: facts.AllocationVersion) -> Use:
    is_budget = current.budget is not None
    before = sum(_taken(one, is_budget=is_budget) for one in booked)
    limit = current.budget if is_budget else total_limit(current)
    return Use(before, before + _taken(line, is_budget=is_budget), limit, is_budget, line.unit)


def _sums(use: Use | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """9322 and 9369, which are not tested for a line with another finding."""
    if use and use.limit is not None and use.after > use.limit:
        code = BUDGET_EXCEEDED if use.is_budget else TOTAL_VOLUME_EXCEEDED
        if code not in {finding.code for finding in findings}:
            yield Finding(code, "", "", str(use.after), f"hoogstens {use.limit}")


def _taken(line: facts.Line, *, is_budget: bool) -> int:
    size = line.amount if is_budget else measured(line.volume, line.unit)
    return size if line.debit_credit == DebitCredit.DEBIT else -size
