"""What a contract manager watches: spending rooms, a control plan in force, and youths in residential care."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from contracts.choices import ContractStatus, ControlGround, ControlStep
from contracts.models import Contract, ControlPlan, DeclarationLine
from contracts.models.residential import CONDITIONS
from contracts.queries.amounts import SIGNED
from contracts.queries.residential import residents
from contracts.queries.status import with_status
from contracts.services.control import draw_up_general_plan, draw_up_specific_plan, take_control_step
from contracts.services.residential import record_throughflow
from contracts.services.spending import set_spending_room, watch_spending
from inkoop.base.models import User
from inkoop.base.periods import add_months, first_of_month, last_of_month
from inkoop.desk.queries.worklist import open_signals
from providers.models import Provider
from providers.services.capacity import report_capacity

ROOMS = (Decimal("0.9"), Decimal("1.2"), Decimal("1.5"), Decimal("0.6"), Decimal("1.1"), Decimal("1.8"))
"""Per contract the room as a part of what its provider declared in the twelve months before."""
TALKED = 40
MONTHS_TALKED = 5
PLACES = ((12, 1, Decimal(9)), (8, 0, Decimal(26)), (20, 3, Decimal(4)), (6, 0, None))
FILED = "Stuk ligt in het dossier."


def lay(users: Mapping[str, User], today: date) -> bool:
    """Once; False = it was there already."""
    if ControlPlan.objects.exists():
        return False
    manager, colleague = users["contractmanager"], users["beheerder"]
    _rooms(manager, today)
    _plans(manager, colleague, today)
    _residential(manager, today)
    return True


def _rooms(manager: User, today: date) -> None:
    running = with_status(Contract.objects.all(), today=today, only=[ContractStatus.RUNNING])
    lately = DeclarationLine.objects.filter(month__gte=add_months(first_of_month(today), -12)).order_by()
    sums = lately.values("provider").annotate(cents=Sum(SIGNED)).order_by("-cents")
    largest = {row["provider"]: row["cents"] for row in sums[: 2 * len(ROOMS)]}
    contracts = {one.provider_id: one for one in running.order_by("-number")}
    asked = [(contracts[key], cents) for key, cents in largest.items() if key in contracts and cents > 0]
    for place, (contract, cents) in enumerate(asked):
        amount = int(cents * ROOMS[place % len(ROOMS)]) // 100_000_00 * 100_000_00 or 100_000_00
        set_spending_room(
            contract=contract,
            year=today.year,
            amount=amount,
            reason="Afgesproken bij de begroting.",
            by=manager,
            today=today,
        )
    watch_spending(today=today)


def _plans(manager: User, colleague: User, today: date) -> None:
    """The plan of the region, published, and one announced at the provider with most at stake."""
    begin, until = today.replace(month=1, day=1), today.replace(month=12, day=31)
    general = draw_up_general_plan(
        name=f"Algemeen controleplan {today.year}",
        risks="Declaraties zonder geleverde hulp, hulp die zwaarder is dan de verwijzing, en dubbele hulp.",
        goal="Of hulp is geleverd en past bij de verwijzing, bij een steekproef van aanbieders.",
        begin=begin,
        until=until,
        by=manager,
    )
    _go(general, colleague, today, ControlStep.ADOPTED, ControlStep.PUBLISHED)
    signals = open_signals(user=manager, of=None)[:1]
    for signal in signals:
        plan = draw_up_specific_plan(
            provider=signal.provider,
            name=f"Controle bij {signal.provider.name}",
            risks=signal.reading,
            goal="Of wat is gedeclareerd ook is geleverd, op een steekproef van tien toewijzingen.",
            material="De roosters en uitdraaien verklaren het verschil niet.",
            ground=ControlGround.GOAL_MISSED,
            begin=today,
            until=today + timedelta(days=60),
            by=manager,
            today=today,
        )
        _go(plan, colleague, today, ControlStep.ADOPTED, ControlStep.ANNOUNCED)


def _go(plan: ControlPlan, by: User, today: date, *steps: ControlStep) -> None:
    for step in steps:
        take_control_step(plan=plan, step=step, on=today, note=FILED, by=by, today=today)


def _residential(manager: User, today: date) -> None:
    """What was found of most youths in residential care in half a year, and what some providers report of places."""
    names = list(CONDITIONS)
    for back in range(MONTHS_TALKED, -1, -1):
        on = last_of_month(add_months(first_of_month(today), -back)) if back else today
        for place, one in enumerate(residents(manager, on)[:TALKED]):
            missing = names[place % len(names)] if (place + back) % (2 + place % 3) else ""
            record_throughflow(
                allocation=one.version.allocation,
                on=on,
                conditions={name: name != missing for name in names},
                exit_on=today + timedelta(days=30 + 20 * (place % 12)),
                by=manager,
            )
    stays = Provider.objects.filter(pk__in={one.version.provider_id for one in residents(manager, today)})
    for provider, (capacity, free, weeks) in zip(stays.order_by("agb"), PLACES, strict=False):
        report_capacity(
            provider=provider,
            product="verblijf",
            reported_on=today,
            capacity=capacity,
            free=free,
            waiting_weeks=weeks,
            by=manager,
        )
