"""The figures that other figures stand on.

A verdieping stands on declaratiegedrag, a prognosis on a maandreeks and on earlier prognoses.
"""

from dataclasses import replace
from datetime import date

from inkoop.base.parameters import values_at
from inkoop.base.periods import add_months, first_of_month, last_mature_month, last_month_end, last_of_month
from kpis.choices import ComputationName
from kpis.models import Computation
from kpis.services.asked import MONTHS_AHEAD, Asked, behaviour, flow, forecast, ibps, month_series

QUARTERS_TESTED = 4
MONTHS_LEARNT = 12
MONTHS_OF_QUARTER = 3
LAST_MONTHS = (3, 6, 9, 12)


def parts_of(asked: Asked) -> list[Asked]:
    """What must be computed before; nothing for figures that follow from the facts alone."""
    if asked.name == ComputationName.KPIS:
        return kpi_parts(asked.peildatum)
    if asked.name == ComputationName.DEPTH:
        return [deepened(asked)]
    if asked.name != ComputationName.FORECAST:
        return []
    return [_series(asked), _series_year_ago(asked), *_tested(asked)]


def kpi_parts(peildatum: date) -> list[Asked]:
    """Declaratiegedrag, flow and IBPs, in that order."""
    return [behaviour(peildatum), flow(peildatum), ibps(peildatum)]


def ids_of_kpi_parts(peildatum: date) -> dict[str, int]:
    """The computations that KPIs stand on, as the steps name them; raises DoesNotExist when one is not there."""
    return dict(zip(("behaviour", "flow", "ibps"), map(_id, kpi_parts(peildatum)), strict=True))


def ids_of_parts(asked: Asked) -> tuple[int, int, list[int]]:
    """The computations of the parts: of the maandreeks, of that of a year ago, and of the earlier prognoses."""
    return _id(_series(asked)), _id(_series_year_ago(asked)), [_id(one) for one in _tested(asked)]


def deepened(asked: Asked) -> Asked:
    """The declaratiegedrag to which a verdieping adds its figures."""
    return replace(asked, name=ComputationName.BEHAVIOUR)


def _series(asked: Asked) -> Asked:
    """From the first month that is shown, tested or learnt from, t/m the last one shown."""
    firsts = [one.first for one in (asked, *_tested(asked)) if one.first]
    firsts.append(add_months(_mature(asked), 1 - MONTHS_LEARNT))
    return month_series(asked.peildatum, min(firsts), asked.last)


def _series_year_ago(asked: Asked) -> Asked:
    """The months since then as they were allocated a year ago."""
    newest = first_of_month(last_month_end(asked.peildatum))
    then = add_months(newest, -MONTHS_LEARNT)
    return month_series(last_of_month(then), add_months(then, 1), newest)


def _tested(asked: Asked) -> list[Asked]:
    """The forecasts made at the ends of quarters, of the last four of which the quarter after is mature by now.

    Each from the first month that was not mature then t/m a year ahead. Only a prognosis of whole years is tested.
    """
    if asked.first is None or asked.last is None or (asked.first.month, asked.last.month) != (1, 12):
        return []
    return [forecast(made_on, *_tested_months(made_on)) for made_on in _quarter_ends(_mature(asked))]


def _mature(asked: Asked) -> date:
    return last_mature_month(asked.peildatum, int(values_at(asked.peildatum)["mature_after"]))


def _quarter_ends(mature: date) -> list[date]:
    """The ends of the last quarters of which the quarter after was mature, newest first."""
    newest = add_months(mature, -MONTHS_OF_QUARTER)
    while newest.month not in LAST_MONTHS:
        newest = add_months(newest, -1)
    return [last_of_month(add_months(newest, -MONTHS_OF_QUARTER * back)) for back in range(QUARTERS_TESTED)]


def _tested_months(made_on: date) -> tuple[date, date]:
    mature = last_mature_month(made_on, int(values_at(made_on)["mature_after"]))
    return add_months(mature, 1), add_months(first_of_month(made_on), MONTHS_AHEAD)


def _id(asked: Asked) -> int:
    return Computation.objects.get(
        name=asked.name, peildatum=asked.peildatum, window_from=asked.first, window_to=asked.last, split=""
    ).pk
