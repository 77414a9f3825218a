"""The main results as text, from the same queries as the pages and the same rows as the exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import cast

from inkoop.base.dutch import counted, euro, long_date, month, percent
from inkoop.base.models import User
from inkoop.demo.steps.tables import table
from inkoop.desk.queries.municipalities import BudgetUse, budget_use, total
from inkoop.desk.queries.worklist import ProviderSignals, most_exceeded, open_signals, per_provider
from kpis import services
from kpis.choices import ComputationStatus
from kpis.models import Computation, IbpStatus
from providers.models import Provider

SHOWN = 10
WIDTH = 118
WIDEST_NAME = 26
INDENT = " " * 6


@dataclass(frozen=True, slots=True)
class Figures:
    """The computations that the results are read from, all of one peildatum."""

    peildatum: date
    behaviour: Computation
    ibps: Computation
    months: Computation

    @property
    def window(self) -> tuple[date, date]:
        """First and last mature month, as first days."""
        return cast("date", self.behaviour.window_from), cast("date", self.behaviour.window_to)


def figures_of(peildatum: date) -> Figures:
    """The figures that the pages and the exports of this day show."""
    wanted = (services.behaviour(peildatum), services.ibps(peildatum), services.month_series(peildatum))
    return Figures(peildatum, *(_finished(asked) for asked in wanted))


def _finished(asked: services.Asked) -> Computation:
    return Computation.objects.get(
        name=asked.name,
        peildatum=asked.peildatum,
        window_from=asked.first,
        window_to=asked.last,
        split=asked.split,
        status=ComputationStatus.DONE,
    )


def _written(figures: Figures) -> str:
    first, last = figures.window
    return f"dienstmaanden {month(first)} t/m {month(last)}"


def overruns(figures: Figures) -> Iterator[str]:
    yield f"Tien grootste overschrijdingen van een IBP, ook van beëindigde, per {long_date(figures.peildatum)}"
    states = IbpStatus.objects.filter(computation=figures.ibps).select_related("municipality")
    rows = list(most_exceeded(states)[:SHOWN])
    providers = Provider.objects.in_bulk({pk for row in rows for pk in row.provider_ids})
    headers = ["IBP", "gemeente", "aanbieder", "loopt t/m", "plafond", "gedeclareerd", "te veel", "benut"]
    cells = [
        [
            row.ibp.code,
            row.municipality.name,
            ", ".join(providers[pk].name for pk in row.provider_ids),
            f"{row.version.end:%d-%m-%Y}" if row.version.end else "zonder eind",
            euro(row.amount_current),
            euro(row.used),
            euro(row.overrun),
            percent(row.utilisation),
        ]
        for row in rows
    ]
    yield from table(headers, cells, texts=4, widest=WIDEST_NAME)


def standing_out(figures: Figures, user: User) -> Iterator[str]:
    rows = per_provider(open_signals(user=user, of=None))
    yield f"Tien aanbieders die opvallen, {_written(figures)}; het meeste geld eerst"
    for place, row in enumerate(rows[:SHOWN], start=1):
        yield from _provider(place, row)
    yield f"  In totaal {counted(len(rows), 'aanbieder', 'aanbieders')} met een open signaal."


def _provider(place: int, row: ProviderSignals) -> Iterator[str]:
    stake = f", ongeveer {euro(row.stake, 0)} gemoeid" if row.stake else ""
    yield f"  {place:>2}. {row.provider}: {counted(len(row.signals), 'signaal', 'signalen')}{stake}"
    yield from wrap(row.signals[0].reading, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def budgets(figures: Figures) -> Iterator[str]:
    yield f"Benut budget per gemeente, {_written(figures)}"
    yield "  Budget = de indicatiewaarde van de toewijzingen: toegewezen volume maal afgesproken tarief. Toewijzingen"
    yield "  zonder vaste omvang hebben geen waarde (geteld per maand); wat erop gedeclareerd is, telt wel mee."
    uses = budget_use(figures.months, *figures.window)
    headers = ["gemeente", "budget", "gedeclareerd", "over", "benut", "zonder waarde"]
    yield from table(headers, [_use(use) for use in [*uses, total(uses)]], texts=1)


def _use(use: BudgetUse) -> list[str]:
    name = use.municipality.name if use.municipality else "samen"
    return [name, euro(use.budget), euro(use.declared), euro(use.left), percent(use.share), str(use.excluded)]
