"""In-, through- and outflow of one scope: the rows of one computation."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.choices import CATEGORIES
from inkoop.base.models import Municipality
from kpis.choices import FlowScope
from kpis.models import Computation, FlowMonth, FlowOutcome, FlowTransition
from providers.models import Provider

ALL_FORMS = ""
LEFT, STAYED = "uit", "blijft"


@dataclass(frozen=True)
class Span:
    """Several months of one care form together: ``begin`` of the first, ``end`` of the last, the rest added up."""

    care_form: str
    begin: int
    entered: int
    from_care: int
    repeated: int
    left: int
    onward: int
    stayed: int
    imputed: int
    end: int

    @property
    def out(self) -> int:
        """Who left and went to no other care."""
        return self.left - self.onward - self.stayed

    @property
    def balance(self) -> Decimal | None:
        """(uit - in) / in; None without anybody who entered."""
        return Decimal(self.left - self.entered) / self.entered if self.entered else None


@dataclass(frozen=True)
class Flows:
    """``months`` of the care form that is shown; ``spans`` per care form, all forms first."""

    name: str
    months: list[FlowMonth]
    spans: list[Span]
    outcomes: list[FlowOutcome]
    transitions: list[FlowTransition]

    @property
    def forms(self) -> list[str]:
        return [span.care_form for span in self.spans if span.care_form]

    def span_of(self, care_form: str) -> Span | None:
        return next((span for span in self.spans if span.care_form == care_form), None)


def flows(computation: Computation, scope: FlowScope, key: str, care_form: str) -> Flows:
    """Four queries."""
    rows = list(FlowMonth.objects.filter(computation=computation, scope=scope, key=key).order_by("month"))
    ended = FlowOutcome.objects.filter(computation=computation, scope=scope, key=key).order_by("care_form")
    moved = FlowTransition.objects.filter(computation=computation, scope=scope, key=key)
    forms = sorted({row.care_form for row in rows})
    return Flows(
        name_of(scope, key),
        [row for row in rows if row.care_form == care_form],
        [
            span(form, [row for row in rows if row.care_form == form], computation.window_from)
            for form in forms
        ],
        list(ended),
        list(moved.order_by("from_form", "-number")),
    )


def span(care_form: str, months: list[FlowMonth], first: date | None) -> Span:
    """A month in which nobody was there has no row; the first may be missing."""
    sums = {
        name: sum(getattr(row, name) for row in months)
        for name in ("entered", "from_care", "repeated", "left", "onward", "stayed", "imputed")
    }
    begin = months[0].begin if months[0].month == first else 0
    return Span(care_form, begin=begin, end=begin + sums["entered"] - sums["left"], **sums)


def form_name(form: str) -> str:
    """A care form; of a product without one the name of its category."""
    return CATEGORIES.get(form, form) if form else "alle"


def onward(transitions: list[FlowTransition], forms: int) -> list[FlowTransition]:
    """Those into other care, between the ``forms`` care forms with the most of them."""
    moved = [row for row in transitions if row.to_form not in {LEFT, STAYED}]
    sizes: Counter[str] = Counter()
    for row in moved:
        sizes.update({row.from_form: row.number})
        sizes.update({row.to_form: row.number})
    largest = {form for form, _ in sizes.most_common(forms)}
    return [row for row in moved if {row.from_form, row.to_form} <= largest]


def name_of(scope: FlowScope, key: str) -> str:
    if scope == FlowScope.REGION:
        return "Hele regio"
    return dict(choices_of(scope)).get(key, key)


def choices_of(scope: FlowScope) -> list[tuple[str, str]]:
    """The keys of a scope with their names, by name. One query."""
    if scope == FlowScope.MUNICIPALITY:
        return list(Municipality.objects.order_by("name").values_list("code", "name"))
    return list(Provider.objects.order_by("name").values_list("agb", "name"))
