"""A few iJw messages, so that the inbox of the demo shows what there is to do: late, due, held, refused as a whole.

They declare on allocations of their own, of invented youths with numbers from the test range.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError
from django.db.models import Q

from contracts.choices import Unit
from contracts.models import ContractVersion, Tariff
from inkoop.base.models import Delivery, Municipality, User
from inkoop.base.periods import ONE_DAY, add_months, first_of_month
from inkoop.base.workdays import add_workdays
from inkoop.exchange.choices import LocalRuleEffect, LocalRuleKind, answer_term
from inkoop.exchange.ijw.reading import Values
from inkoop.exchange.ijw.structure import message as message_named
from inkoop.exchange.ijw.writing import Origin, header_values, whole_file, write_message
from inkoop.exchange.models import LocalRule, Message
from inkoop.exchange.services import receive

YOUTHS = ("999900006", "999900018", "999900031")
WORKDAYS = (-1, 0, 6)  # from now to the deadline
HOURS = 10  # a month
HEADER = (
    "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;productcode;toewijzingsdatum;ingangsdatum;einddatum;"
    "volume;eenheid;frequentie"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of one provider, received on a day, on allocations that begin with ``number``."""

    number: str
    tariff: Tariff
    municipality: str
    received_on: date

    @property
    def agb(self) -> str:
        return self.tariff.contract.provider.agb

    @property
    def month(self) -> date:
        return _month_before(self.received_on)

    @property
    def allocations(self) -> list[str]:
        return [f"{self.number}{place}" for place in range(1, len(YOUTHS) + 1)]


def load_messages(*, today: date, by: User, author: User) -> list[Message]:
    """Once: a database with messages stays as it is. Returns the messages; none where nobody has an hourly tariff."""
    if Message.objects.exists():
        return []
    sent = list(_sent(today))
    if not sent:
        return []
    _hold_for(sent[-1], author)
    with TemporaryDirectory() as folder:
        _load(_allocations(Path(folder), sent), min(one.month for one in sent), by)
        paths = [_declaration(Path(folder), one) for one in sent]
        for path, one in zip(paths, sent, strict=True):
            receive(path, received_on=one.received_on, by=by)
        receive(_with_wrong_total(Path(folder), sent[0]), received_on=today, by=by)
    return list(Message.objects.order_by("pk"))


def _sent(today: date) -> Iterator[Sent]:
    """From as many providers as there are deadlines to show."""
    municipality = Municipality.objects.order_by("code").first()
    if municipality is None:
        return
    for place, workdays in enumerate(WORKDAYS):
        received_on = _received_on(today, workdays)
        tariffs = _tariffs(received_on)
        if len(tariffs) > place:
            yield Sent(f"99{place + 1}", tariffs[place], municipality.code, received_on)


def _tariffs(received_on: date) -> list[Tariff]:
    """An hourly tariff of each of the first providers that may serve every municipality in the month before."""
    first, last = _month_before(received_on), first_of_month(received_on) - ONE_DAY
    lasts = Q(end=None) | Q(end__gte=last)
    contracts = ContractVersion.objects.filter(
        lasts, municipality_ids=[], begin__lte=first, received_on__lte=received_on
    )
    tariffs = Tariff.objects.filter(
        lasts,
        contract__in=contracts.values("contract"),
        unit=Unit.HOUR,
        begin__lte=first,
        received_on__lte=received_on,
        superseded_on=None,
    )
    each = tariffs.order_by("contract__provider_id", "product_code__code").distinct("contract__provider_id")
    return list(each.select_related("contract__provider", "product_code")[: len(WORKDAYS)])


def _month_before(day: date) -> date:
    return add_months(first_of_month(day), -1)


def _received_on(today: date, workdays: int) -> date:
    """The newest day of receipt whose deadline is that near; at the latest today."""
    wanted = add_workdays(today - ONE_DAY, 1) if workdays <= 0 else add_workdays(today, workdays)
    day, term = today, answer_term("JW323").workdays
    while add_workdays(day, term) > wanted or (workdays < 0 and add_workdays(day, term) >= today):
        day -= ONE_DAY
    return day


def _allocations(folder: Path, sent: list[Sent]) -> Path:
    path, year = folder / "toewijzingen-van-berichten.csv", timedelta(days=365)
    rows = [
        f"{one.municipality};{number};{bsn};{one.agb};{one.tariff.product_code.category_id};"
        f"{one.tariff.product_code.code};{one.month};{one.month};{one.month + year};{HOURS};{Unit.HOUR};4"
        for one in sent
        for number, bsn in zip(one.allocations, YOUTHS, strict=True)
    ]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def _load(path: Path, received_on: date, by: User) -> Delivery:
    delivery = receive(path, received_on=received_on, by=by).delivery
    if delivery.rows_refused != 0:
        raise CommandError(f"De toewijzingen voor de berichten zijn niet geladen. {delivery.message}")
    return delivery


def _declaration(folder: Path, one: Sent) -> Path:
    """Of the first youth a line that is granted, of the second one at another tariff, of the third one too large."""
    cents = one.tariff.cents
    lines = [_line(one, 0, HOURS, cents), _line(one, 1, HOURS, cents + 250), _line(one, 2, HOURS * 3, cents)]
    return _write(folder, one, lines, sum(_amount(line) for line in lines), one.number)


def _with_wrong_total(folder: Path, one: Sent) -> Path:
    line = _line(one, 0, 1, one.tariff.cents)
    return _write(folder, one, [line], _amount(line) + 1, "990")


def _write(folder: Path, one: Sent, lines: list[Values], total: int, number: str) -> Path:
    message, path = message_named("JW323"), folder / f"declaratie-{number}.xml"
    origin = Origin(one.agb, one.municipality, f"B{number}", one.received_on)
    declaration: Values = {
        "DeclaratieNummer": f"D{number}",
        "DeclaratiePeriode": _period(one.month),
        "DeclaratieDagtekening": one.received_on.isoformat(),
        "TotaalIngediendBedrag": {"TotaalBedrag": str(total), "DebetCredit": "D"},
        "Clienten": {
            "Client": [
                {"Bsn": bsn, "Prestaties": {"Prestatie": [line]}}
                for bsn, line in zip(YOUTHS, lines, strict=False)
            ]
        },
    }
    with whole_file(path) as file:
        write_message(file, message, header_values(message, origin), {"Declaratie": declaration})
    return path


def _line(one: Sent, place: int, hours: int, cents: int) -> Values:
    return {
        "ProductReferentie": {"ReferentieNummer": f"R{one.number}{place}"},
        "ToewijzingNummer": one.allocations[place],
        "ProductCategorie": one.tariff.product_code.category_id,
        "ProductCode": one.tariff.product_code.code,
        "ProductPeriode": _period(one.month),
        "GeleverdVolume": str(hours),
        "Eenheid": Unit.HOUR.value,
        "ProductTarief": str(cents),
        "IngediendBedrag": {"Bedrag": str(hours * cents), "DebetCredit": "D"},
    }


def _amount(line: Values) -> int:
    return int(str(line["GeleverdVolume"])) * int(str(line["ProductTarief"]))


def _period(month: date) -> Values:
    return {"Begindatum": month.isoformat(), "Einddatum": (add_months(month, 1) - ONE_DAY).isoformat()}


def _hold_for(one: Sent, author: User) -> None:
    """The contract of this provider asks for a start message, so its answer waits."""
    LocalRule.objects.create(
        contract=one.tariff.contract,
        kind=LocalRuleKind.NO_START,
        effect=LocalRuleEffect.HOLD,
        explanation="Het contract vraagt binnen vijf werkdagen een startbericht.",
        valid_from=one.month,
        author=author,
    )
