"""Which rows of the use of care reports may show: looked for once per computation, over all municipalities together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.db import transaction

from contracts.models import ProductCode
from inkoop.reports.models import HiddenUse, Publication, Shielding
from inkoop.reports.rules.suppression import VERSION, Sum, hidden_rows
from kpis.choices import UseDimension
from kpis.models import CareUse, Computation

REGION = ""
WHOLE = UseDimension.WHOLE.value
UseKey = tuple[str, int, str, str]  # municipality code, year, dimension, part
Figures = tuple[int, int]  # clients, cents


def shield(computation: Computation) -> set[UseKey]:
    """The hidden rows of a computation of use; computes and keeps them when its figures are new."""
    kept = Shielding.objects.filter(computation=computation, fingerprint=_mark(computation))
    if not kept.exists():
        _shield_anew(computation)
    return set(
        HiddenUse.objects.filter(computation=computation).values_list(
            "municipality_code", "year", "dimension", "part"
        )
    )


def _mark(computation: Computation) -> str:
    """Of these figures by this version of the rule; the views for BI make it too."""
    return sha256(f"{VERSION} {computation.fingerprint}".encode()).hexdigest()


@transaction.atomic
def _shield_anew(computation: Computation) -> None:
    Computation.objects.select_for_update().get(pk=computation.pk)
    if Shielding.objects.filter(computation=computation, fingerprint=_mark(computation)).exists():
        return
    HiddenUse.objects.filter(computation=computation).delete()
    HiddenUse.objects.bulk_create(
        HiddenUse(computation=computation, municipality_code=code, year=year, dimension=dimension, part=part)
        for code, year, dimension, part in sorted(hidden_of(computation))
    )
    Shielding.objects.update_or_create(computation=computation, defaults={"fingerprint": _mark(computation)})


def hidden_of(computation: Computation) -> frozenset[UseKey]:
    """By the rule, with what earlier publications showed and withheld of the same figures. Three queries."""
    rows = list(CareUse.objects.filter(computation=computation))
    clients = {key_of(row): fewest(row.youths, row.clients) for row in rows}
    figures = {key_of(row): (row.clients, row.declared) for row in rows}
    showed, withheld = _earlier(figures)
    sums = [*sums_of(clients), *nested_sums({key_of(row): row.declared for row in rows}, products_above())]
    hidden = hidden_rows(clients, sums, published=showed, withheld=withheld)
    return frozenset(key for key in hidden if clients.get(key, 0) > 0)


def key_of(row: CareUse) -> UseKey:
    return row.municipality_code, row.year, row.dimension, row.part


def fewest(youths: int, clients: int) -> int:
    """The smaller of two numbers of people who stand behind a figure, without the one that is nobody."""
    return min((number for number in (youths, clients) if number), default=0)


def sums_of(clients: Iterable[UseKey]) -> list[Sum]:
    """Parts add up to the municipality, and municipalities to the region, per year and dimension."""
    parts: dict[UseKey, list[UseKey]] = defaultdict(list)
    for key in clients:
        code, year, dimension, part = key
        if dimension != WHOLE:
            parts[code, year, WHOLE, dimension].append(key)
        if code != REGION and dimension != UseDimension.TEAM:
            parts[REGION, year, dimension, part].append(key)
    return [Sum(_whole_of(place), tuple(sorted(found))) for place, found in sorted(parts.items())]


def products_above() -> dict[str, dict[str, str]]:
    """Per dimension that is told beside products: of which part of it a product is. One query."""
    products = list(ProductCode.objects.values_list("code", "category_id", "care_form"))
    return {
        UseDimension.CARE_FORM.value: {code: form or category for code, category, form in products},
    }


def nested_sums(cents: Mapping[UseKey, int], above: Mapping[str, Mapping[str, str]]) -> list[Sum]:
    """Products add up to their care form, wherever the euros say that they do.

    Where they do not (a product without care form, delivered under two categories), who subtracts finds nothing exact.
    """
    parts: dict[UseKey, list[UseKey]] = defaultdict(list)
    for key in cents:
        code, year, dimension, part = key
        if dimension == UseDimension.PRODUCT_CODE:
            for larger, place_of in above.items():
                if part in place_of:
                    parts[code, year, larger, place_of[part]].append(key)
    return [
        Sum(whole, tuple(sorted(found)))
        for whole, found in sorted(parts.items())
        if whole in cents and cents[whole] == sum(cents[key] for key in found)
    ]


def _whole_of(place: UseKey) -> UseKey:
    """The row that parts add up to; those by dimension are gathered under the name of the dimension."""
    code, year, dimension, part = place
    return (code, year, WHOLE, "") if dimension == WHOLE else (code, year, dimension, part)


def _earlier(figures: Mapping[UseKey, Figures]) -> tuple[set[UseKey], set[UseKey]]:
    """Rows shown and withheld in earlier publications whose figures are still the same."""
    showed: set[UseKey] = set()
    withheld: set[UseKey] = set()
    for content in Publication.objects.values_list("content", flat=True).iterator():
        for *key, clients, cents in content.get("use", []):
            code, year, dimension, part = key
            found = (code, year, dimension, part)
            if figures.get(found) == (clients, cents):
                (withheld if [*key] in content.get("hidden", []) else showed).add(found)
    return showed, withheld - showed
