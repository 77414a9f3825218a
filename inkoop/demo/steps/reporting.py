"""What a regio-overleg needs: budgets, editions of two quarters, decisions taken and asked, and readers."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from inkoop.base.models import Municipality, User
from inkoop.base.periods import add_months, last_month_end
from inkoop.reports.choices import DecisionState, MailRhythm
from inkoop.reports.models import Publication
from inkoop.reports.services.deciding import ask, settle
from inkoop.reports.services.kpi_section import quarter_ends
from inkoop.reports.services.mailing import change_subscription
from inkoop.reports.services.publishing import publish
from kpis import services
from kpis.models import Budget

QUARTERS = 2
ROUND = 1_000_000
"""Budgets are in whole tens of thousands of euros."""
TIGHT, WIDE = 101, 106
"""Percent of what was declared in the year before; every third municipality is tight."""
NEEDED = (
    services.ibps,
    services.behaviour,
    services.month_series,
    services.change,
    services.flow,
    services.referrers,
    services.forecast,
    services.kpis,
    services.use,
)
TAKEN = (
    (
        "Verblijf dichter bij huis",
        "Breid het aantal gezinshuizen in de regio uit met zes plaatsen.",
        "Inkoop",
    ),
    (
        "Herhaald beroep",
        "Breng in beeld waarom jeugdigen binnen een jaar terugkomen, per zorgvorm.",
        "Serviceorganisatie",
    ),
    (
        "Praktijkondersteuner jeugd",
        "Zorg dat alle huisartsenpraktijken een praktijkondersteuner jeugd hebben.",
        "Regionaal projectteam",
    ),
)
ASKED = (
    (
        "Krappe cellen in de IBP-matrix",
        "Verhoog de bedragen van de cellen waarin meer dan een derde van de IBP's wordt overschreden.",
        "Serviceorganisatie",
    ),
    (
        "Wachtlijst verblijf",
        "Stem in met extra overbruggingszorg tot en met het einde van het volgende kwartaal.",
        "Ambtelijk overleg",
    ),
)
SETTLED = "Zes plaatsen zijn gecontracteerd; de eerste twee zijn bezet."


def lay_budgets(users: Mapping[str, User], today: date) -> int:
    """A budget of this year and of the last for every municipality, once; returns how many."""
    if Budget.objects.exists():
        return 0
    sums = (
        DeclarationLine.objects.filter(month__year__in=[today.year - 2, today.year - 1])
        .order_by()
        .values_list("municipality", "month__year")
        .annotate(cents=Sum(SIGNED))
    )
    rows = [
        Budget(
            municipality_id=municipality,
            year=year + 1,
            cents=cents * (WIDE if municipality % 3 else TIGHT) // 100 // ROUND * ROUND,
            set_on=date(year, 12, 1),
            source=f"begroting {year + 1}",
            reason="Vastgesteld door de gemeenteraad.",
            author=users["contractmanager"],
        )
        for municipality, year, cents in sums
    ]
    return len(Budget.objects.bulk_create(rows))


def keep_readers(readers: Mapping[str, User]) -> None:
    """The reader of a municipality belongs to the first one, and both get mails; again changes nothing."""
    officer, board = readers["gemeente"], readers["regio-overleg"]
    place = Municipality.objects.order_by("name").first()
    if place is None:
        return
    officer.municipalities.get_or_create(municipality=place)
    change_subscription(user=officer, municipality=place, every=MailRhythm.TWO_MONTHS)
    change_subscription(user=board, municipality=None, every=MailRhythm.QUARTER)


def lay(users: Mapping[str, User], today: date) -> int:
    """The figures and editions of the last two quarters, and the list of decisions; once. Returns how many editions."""
    if Publication.objects.exists() or not Budget.objects.exists():
        return 0
    manager, days = users["contractmanager"], quarter_ends(today)[-QUARTERS:]
    for day in days:
        for wanted in NEEDED:
            services.ensure(wanted(day))
    _decide(manager, days[0])
    return sum(_publish(manager, day) for day in days)


@transaction.atomic
def _decide(manager: User, day: date) -> None:
    """Three taken after the first of the quarters, one of which is done and one is late, and two asked."""
    for place, (subject, text, owner) in enumerate(TAKEN):
        made = ask(
            subject=subject,
            decision=text,
            owner=owner,
            due_on=last_month_end(add_months(day.replace(day=1), 1 + 2 * place) + timedelta(days=31)),
            decided_on=day,
            by=manager,
        )
        if place == 0:
            settle(decision=made, state=DecisionState.DONE, outcome=SETTLED, by=manager)
    for subject, text, owner in ASKED:
        ask(
            subject=subject,
            decision=text,
            owner=owner,
            due_on=day + timedelta(days=270),
            by=manager,
        )


def _publish(manager: User, day: date) -> int:
    """Of the region, and of the municipality that has a reader in the demo."""
    places = [None, Municipality.objects.order_by("name").first()]
    for place in places:
        publish(municipality=place, peildatum=day, note="", by=manager)
    return len(places)
