"""Settlement between municipalities: what each used, what each would pay by a key, and the difference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from inkoop.base.models import Municipality
from inkoop.reports.choices import SettlementKey
from inkoop.reports.rules.settlement import divide
from inkoop.reports.rules.suppression import Sum as Together
from inkoop.reports.rules.suppression import hidden_rows
from inkoop.reports.services.shielding import shield
from kpis.choices import UseDimension
from kpis.models import Budget, CareUse, Computation

YEARS_OF_MEAN = 3
ALL = "alle"


class NoWeights(ValueError):
    """The key has nothing to divide by; the message says what is missing."""


@dataclass(frozen=True)
class Share:
    """Of one municipality; ``used`` and ``share`` in cents, ``weight`` in the unit of the key.

    ``hides_use`` and ``hides_weight``: few youths stand behind it, or those would follow; ``used`` or ``weight`` and
    all that it follows from are for contract management only.
    """

    code: str
    name: str
    used: int
    weight: int
    share: int
    hides_use: bool = False
    hides_weight: bool = False

    @property
    def deviation(self) -> int:
        """What it pays more (+) or less (-) than it used."""
        return self.share - self.used


def settlement(use: Computation, year: int, key: SettlementKey) -> list[Share]:
    """Per municipality, by name; the shares add up to what all used, to the cent. Five queries."""
    by_year = _rows(use)
    used = {code: row.declared for (code, found), row in by_year.items() if found == year}
    shares = _shares(used, _weights(by_year, used, year, key), key)
    wholes = _hidden_wholes(use)
    return _shielded(shares, {code for code, found in wholes if found == year}, wholes, year, key)


def settlement_of_earlier(use: Computation, year: int, key: SettlementKey, since: date) -> list[Share]:
    """What was received after ``since`` t/m the peildatum over the years before, divided by the key of this year.

    Credits count, so a municipality may get money back. By own use everybody bears its own. Six queries.
    """
    by_year = _rows(use)
    own = {code: row.declared for (code, found), row in by_year.items() if found == year}
    lines = DeclarationLine.objects.filter(
        month__lt=date(year, 1, 1), received_on__gt=since, received_on__lte=use.peildatum
    )
    sums = lines.order_by().values_list("municipality__code")
    counted = sums.annotate(cents=Sum(SIGNED), youths=Count("client", distinct=True))
    found = {code: (cents, youths) for code, cents, youths in counted}
    used = dict.fromkeys(own, 0) | {code: cents for code, (cents, _) in found.items()}
    youths = {code: number for code, (_, number) in found.items()}
    everybody = Together(ALL, tuple(sorted(youths)))
    few = hidden_rows(youths | {ALL: sum(youths.values())}, [everybody], published=[ALL])
    shares = _shares(used, _weights(by_year, own, year, key), key)
    return _shielded(shares, set(few), _hidden_wholes(use), year, key)


def together(first: list[Share], second: list[Share]) -> list[Share]:
    """Both of each municipality added up."""
    found = {one.code: one for one in first}
    for one in second:
        before = found.get(one.code)
        if before:
            found[one.code] = replace(
                before,
                used=before.used + one.used,
                share=before.share + one.share,
                hides_use=before.hides_use or one.hides_use,
                hides_weight=before.hides_weight or one.hides_weight,
            )
        else:
            found[one.code] = one
    return sorted(found.values(), key=lambda one: (one.name, one.code))


def _rows(use: Computation) -> dict[tuple[str, int], CareUse]:
    rows = CareUse.objects.filter(computation=use, dimension=UseDimension.WHOLE).exclude(municipality_code="")
    return {(row.municipality_code, row.year): row for row in rows}


def _hidden_wholes(use: Computation) -> set[tuple[str, int]]:
    """Municipality and year of the wholes that no report shows."""
    return {(code, year) for code, year, dimension, _ in shield(use) if dimension == UseDimension.WHOLE}


def _shielded(
    shares: Iterable[Share], few: set[str], wholes: set[tuple[str, int]], year: int, key: SettlementKey
) -> list[Share]:
    """Marks whose own use may not be shown, and whose weight not: the years from which the key is made."""
    years = {
        SettlementKey.OWN_USE: {year},
        SettlementKey.CLIENTS: {year - 1},
        SettlementKey.MEAN: set(range(year - YEARS_OF_MEAN + 1, year + 1)),
        SettlementKey.BUDGET: set[int](),
    }[key]
    weights = {code for code, found in wholes if found in years}
    if key == SettlementKey.OWN_USE:
        weights |= few
    return [replace(one, hides_use=one.code in few, hides_weight=one.code in weights) for one in shares]


def _shares(used: Mapping[str, int], weights: Mapping[str, int], key: SettlementKey) -> list[Share]:
    names = dict(Municipality.objects.values_list("code", "name"))
    shares = dict(used) if key == SettlementKey.OWN_USE else divide(sum(used.values()), weights)
    places = sorted(used.keys() | shares.keys(), key=lambda code: names.get(code, code))
    return [
        Share(code, names.get(code, code), used.get(code, 0), weights.get(code, 0), shares.get(code, 0))
        for code in places
    ]


def years_of(use: Computation) -> list[int]:
    found = CareUse.objects.filter(computation=use).order_by("-year").values_list("year", flat=True)
    return list(found.distinct())


def _weights(
    rows: Mapping[tuple[str, int], CareUse], used: Mapping[str, int], year: int, key: SettlementKey
) -> dict[str, int]:
    if key == SettlementKey.OWN_USE:
        return dict(used)
    if key == SettlementKey.BUDGET:
        weights = _budgets(year)
    elif key == SettlementKey.CLIENTS:
        weights = {code: row.clients for (code, found), row in rows.items() if found == year - 1}
    else:
        weights = {}
        for (code, found), row in rows.items():
            if year - YEARS_OF_MEAN < found <= year:
                weights[code] = weights.get(code, 0) + max(row.declared, 0)
    if not sum(weights.values()):
        raise NoWeights(
            f"Voor {key.label} zijn er over {year} geen gegevens. Kies een andere sleutel of een ander jaar."
        )
    return weights


def _budgets(year: int) -> dict[str, int]:
    """The newest budget for everything, else the sum of the newest per category."""
    rows = Budget.objects.filter(Q(year=year)).select_related("municipality").order_by("set_on")
    newest = {(row.municipality.code, row.category): row.cents for row in rows}
    found: dict[str, int] = {}
    for (code, category), cents in newest.items():
        if category and (code, "") not in newest:
            found[code] = found.get(code, 0) + cents
    return found | {code: cents for (code, category), cents in newest.items() if not category}
