"""Indexation: one proposal for all tariffs, approved as a whole by another person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from contracts.choices import ContractStatus, IndexMethod
from contracts.models import Contract, IndexationLine, IndexationRun, IndexComponent, IndexPublication, Tariff
from contracts.queries.declared import declared_by_contract
from contracts.queries.status import with_status
from contracts.rules.indexation import Component, Index, budget_effect, index_of, indexed, percentage_for
from contracts.rules.periods import ONE_DAY, add_months, last_mature_month, last_of_month
from contracts.services.audit import because
from contracts.services.in_force import refuse_two_tariffs, wait_for_loading
from inkoop.base.choices import DeliveryKind, ProposalState
from inkoop.base.models import Delivery, User
from inkoop.base.parameters import value_at
from inkoop.base.services import record_by_hand
from inkoop.base.services.settling import open_proposal, refuse_own, settle
from providers.models import Provider

EFFECT_MONTHS = 12
GOING_ON = (ContractStatus.RUNNING, ContractStatus.PLANNED, ContractStatus.ENDING)
MOVED_ON = (
    "Sinds dit voorstel zijn er tarieven veranderd, bijvoorbeeld door een aanlevering: {}. Trek het voorstel in en doe "
    "een nieuw voorstel."
)


@transaction.atomic
def publish_index(
    *,
    year: int,
    version: str,
    method: IndexMethod,
    decimals: int,
    source: str,
    components: Sequence[Component],
    by: User,
) -> IndexPublication:
    """Figures as they were published; a correction is another version. Raises ValidationError."""
    if sum(component.weight for component in components) != 1:
        raise ValidationError(
            "De gewichten zijn samen geen 100%. Verbeter ze; gebruikelijk is 90% OVA en 10% PPC."
        )
    if IndexPublication.objects.filter(year=year, version=version).exists():
        raise ValidationError(
            f"Voor {year} bestaat versie ‘{version}’ al. Geef een correctie een eigen versienaam."
        )
    with because(by, f"{year}, {version}"):
        publication = IndexPublication.objects.create(
            year=year, version=version, method=method, decimals=decimals, source=source, author=by
        )
        for one in components:
            IndexComponent.objects.create(
                publication=publication,
                name=one.name,
                weight=one.weight,
                forecast_before=one.forecast_before,
                definitive_before=one.definitive_before,
                forecast=one.forecast,
            )
    return publication


def index_from(publication: IndexPublication) -> Index:
    components = [
        Component(one.name, one.weight, one.forecast_before, one.definitive_before, one.forecast)
        for one in publication.components.all()
    ]
    return index_of(components, publication.method, publication.decimals)


@transaction.atomic
def propose_indexation(
    *, publication: IndexPublication, effective_on: date, reason: str, by: User, today: date
) -> IndexationRun:
    """All tariffs in force on the eve of ``effective_on``, each with its new amount and its cost.

    Nothing changes yet. Raises ValidationError when there is nothing to index.
    """
    if effective_on.year != publication.year:
        raise ValidationError(f"Deze cijfers zijn voor {publication.year}. Kies een ingangsdag in dat jaar.")
    if IndexationRun.objects.filter(effective_on=effective_on, state=ProposalState.PROPOSED).exists():
        raise ValidationError(
            "Er ligt al een voorstel per die dag. Laat dat eerst vaststellen of trek het in."
        )
    tariffs = list(_going_on(effective_on))
    if not tariffs:
        raise ValidationError("Op die dag loopt geen tarief door; er is niets te indexeren.")
    index = index_from(publication)
    last = last_mature_month(today, int(value_at("mature_after", today)))
    with because(by, reason):
        run = IndexationRun.objects.create(
            publication=publication,
            effective_on=effective_on,
            total=index.total,
            without_correction=index.without_correction,
            declared_until=last_of_month(last),
            reason=reason,
            proposed_by=by,
        )
        IndexationLine.objects.bulk_create(_lines(run, tariffs, index, today))
    return run


def _going_on(effective_on: date) -> QuerySet[Tariff]:
    """Also those that end on the eve, as in a price list of a year: the new amount follows on them."""
    current = Tariff.objects.filter(superseded_on=None, begin__lt=effective_on)
    open_ended = current.filter(end=None) | current.filter(end__gte=effective_on - ONE_DAY)
    return open_ended.select_related("product_code", "contract__provider").order_by("id")


def _lines(run: IndexationRun, tariffs: list[Tariff], index: Index, today: date) -> Iterable[IndexationLine]:
    """Tariffs of contracts that are over by then are left out; others may keep their price, with the reason."""
    contracts = _contracts(tariffs, today)
    later = _later(tariffs, run.effective_on)
    declared = _declared(tariffs, run, today)
    for tariff in tariffs:
        begin, end = contracts.get(tariff.contract_id, (None, None))
        if begin is None or (end is not None and end < run.effective_on):
            continue
        percentage = percentage_for(index, run.publication.year, begin)
        skipped = ""
        if percentage is None:
            skipped = f"Het contract begint op {begin:%d-%m-%Y}; de tarieven zijn voor dat jaar afgesproken."
        elif (tariff.contract_id, tariff.product_code_id) in later:
            skipped = "Voor dit product is op of na de ingangsdag al een ander tarief afgesproken."
        amount = declared[tariff.contract_id, tariff.product_code.code]
        new = tariff.cents if skipped or percentage is None else indexed(tariff.cents, percentage)
        yield IndexationLine(
            run=run,
            tariff=tariff,
            percentage=None if skipped else percentage,
            old_cents=tariff.cents,
            new_cents=new,
            declared=amount,
            effect=budget_effect(amount, tariff.cents, new),
            skipped=skipped,
        )


def _contracts(tariffs: list[Tariff], today: date) -> dict[int, tuple[date, date | None]]:
    """Begin and end of the contracts that run or are to begin."""
    asked = Contract.objects.filter(pk__in={tariff.contract_id for tariff in tariffs})
    listed = with_status(asked, today=today, only=GOING_ON)
    return {one.pk: (one.begin, one.end) for one in listed}  # type: ignore[attr-defined]  # annotated


def _later(tariffs: list[Tariff], effective_on: date) -> set[tuple[int, int]]:
    contracts = {tariff.contract_id for tariff in tariffs}
    later = Tariff.objects.filter(superseded_on=None, begin__gte=effective_on, contract__in=contracts)
    return set(later.values_list("contract_id", "product_code_id"))


def _declared(tariffs: list[Tariff], run: IndexationRun, today: date) -> dict[tuple[int, str], int]:
    """Per contract and product over the last twelve mature months."""
    last = run.declared_until.replace(day=1)
    found = declared_by_contract(
        {tariff.contract.provider_id for tariff in tariffs},
        first=add_months(last, 1 - EFFECT_MONTHS),
        last=last,
        as_of=today,
    )
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for contract, months in found.items():
        for month in months:
            if contract is not None:
                sums[contract, month.product_code] += month.cents
    return sums


@transaction.atomic
def approve_indexation(*, run: IndexationRun, by: User, today: date, reason: str = "") -> Delivery:
    """All new tariffs at once, known from today on. Service dates before keep the old ones.

    Each old tariff ends on the eve and the new one begins, until the day on which the old one would have ended;
    one that ended on the eve by itself stays, and what follows holds as long as the contract runs. Raises
    ValidationError for the proposer, and when tariffs changed since the proposal.
    """
    wait_for_loading()
    run = open_proposal(run)
    refuse_own(run, by)
    lines = list(
        run.lines.filter(skipped="").select_related("tariff__contract__provider", "tariff__product_code")
    )
    _refuse_changed(lines, run)
    changed = [line for line in lines if line.new_cents != line.old_cents]
    with because(by, run.reason):
        delivery = record_by_hand(
            kind=DeliveryKind.TARIFFS,
            what=f"besluit {run.pk}, {run}",
            rows=sum(1 if _ends_on_the_eve(line, run.effective_on) else 2 for line in changed),
            received_on=today,
            by=by,
        )
        _write(changed, run.effective_on, delivery)
        for provider in Provider.objects.filter(
            pk__in={line.tariff.contract.provider_id for line in changed}
        ):
            refuse_two_tariffs(provider)
        settle(run, ProposalState.APPROVED, by, reason, delivery=delivery)
    return delivery


def _refuse_changed(lines: list[IndexationLine], run: IndexationRun) -> None:
    later = _later([line.tariff for line in lines], run.effective_on)
    changed = [
        f"{line.tariff.contract} {line.tariff.product_code.code}"
        for line in lines
        if line.tariff.superseded_on or (line.tariff.contract_id, line.tariff.product_code_id) in later
    ]
    if changed:
        more = f" en nog {len(changed) - 3}" if len(changed) > 3 else ""  # noqa: PLR2004 -- as many as one reads
        raise ValidationError(MOVED_ON.format(", ".join(changed[:3]) + more))


def _write(lines: list[IndexationLine], effective_on: date, delivery: Delivery) -> None:
    cut = [line.tariff_id for line in lines if not _ends_on_the_eve(line, effective_on)]
    Tariff.objects.filter(pk__in=cut).update(superseded_on=delivery.received_on)
    rows: list[Tariff] = []
    for line in lines:
        is_new = _ends_on_the_eve(line, effective_on)
        ended = {"begin": line.tariff.begin, "end": effective_on - ONE_DAY, "cents": line.old_cents}
        until = None if is_new else line.tariff.end
        begun = {"begin": effective_on, "end": until, "cents": line.new_cents}
        for values in (begun,) if is_new else (ended, begun):
            rows.append(
                Tariff(
                    contract_id=line.tariff.contract_id,
                    product_code_id=line.tariff.product_code_id,
                    unit=line.tariff.unit,
                    delivery=delivery,
                    row_number=len(rows) + 1,
                    received_on=delivery.received_on,
                    **values,
                )
            )
    Tariff.objects.bulk_create(rows)


def _ends_on_the_eve(line: IndexationLine, effective_on: date) -> bool:
    return line.tariff.end == effective_on - ONE_DAY
