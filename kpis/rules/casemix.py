"""DG10: the case-mix of a provider (formulas, sections 2 and 11, "Case-mix")."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from contracts.rules.facts import ProductCode
from kpis.rules.indicators import Figure, served_in, share
from kpis.rules.months import Window
from kpis.rules.snapshot import AcceptedLine


def dg10_case_mix(
    lines: Sequence[AcceptedLine], codes: Mapping[str, ProductCode], window: Window
) -> list[Figure]:
    """DG10: sum of clients x class / clients, class 1 licht to 3 zwaar; DG10V: less the window before.

    A client counts once, in the heaviest class in which its net declared over the window is > 0; lines of a
    code without a known class are left out. DG10V has no teller and noemer; nvt when either index is.
    """
    index = case_mix(lines, codes, window)
    before = case_mix(lines, codes, window.previous())
    return [index, Figure("DG10V", None, None, difference(index.value, before.value))]


def difference(value: Fraction | None, before: Fraction | None) -> Fraction | None:
    """value - before; None when either is not measurable."""
    return None if value is None or before is None else value - before


def case_mix(lines: Iterable[AcceptedLine], codes: Mapping[str, ProductCode], window: Window) -> Figure:
    """The index of one window."""
    classes = heaviest_classes(served_in(lines, window), codes)
    return share("DG10", sum(classes.values()), len(classes))


def heaviest_classes(lines: Iterable[AcceptedLine], codes: Mapping[str, ProductCode]) -> dict[str, int]:
    """Per client the heaviest class with net declared > 0; clients without one are absent."""
    net: dict[tuple[str, int], int] = defaultdict(int)
    for entry in lines:
        weight = codes[entry.code].weight_class if entry.code in codes else None
        if weight is not None:
            net[entry.line.client, weight] += entry.line.signed
    heaviest: dict[str, int] = {}
    for (client, weight), cents in net.items():
        if cents > 0:
            heaviest[client] = max(weight, heaviest.get(client, weight))
    return heaviest
