"""Which computation the figures come from: as of the day that is asked for, else the newest."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from inkoop.api.problems import NotComputed
from kpis.choices import ComputationName, Split
from kpis.models import Computation

DAY, FIRST, LAST, SPLIT = "peildatum", "vanMaand", "totMaand", "uitsplitsing"
ASKED = (DAY, FIRST, LAST)
PARAMETERS = [
    OpenApiParameter(
        DAY, {"type": "string", "format": "date"}, description="Alleen wat toen ontvangen was, telt mee."
    ),
    OpenApiParameter(
        FIRST, {"type": "string", "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])$"}, description="Eerste maand."
    ),
    OpenApiParameter(
        LAST, {"type": "string", "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])$"}, description="Laatste maand."
    ),
]
SPLIT_PARAMETER = OpenApiParameter(
    SPLIT,
    {"type": "string", "enum": [one.value for one in Split if one.value]},
    description="Per deel van een aanbieder in plaats van per aanbieder.",
)


def computation_for(request: Request, name: ComputationName) -> Computation:
    """The computation with figures that fits best. Raises NotComputed, or ValidationError. One query."""
    asked = request.query_params
    split = asked.get(SPLIT, "")
    if split not in Split.values:
        raise ValidationError({SPLIT: [f"Kies uit {', '.join(one for one in Split.values if one)}."]})
    found = Computation.objects.filter(name=name, split=split).exclude(fingerprint="")
    found = _narrowed(found, _days(request))
    computation = found.order_by("-peildatum", "-window_to", "window_from").first()
    if computation is None:
        raise NotComputed
    return computation


def _narrowed(found: QuerySet[Computation], days: Iterable[tuple[str, date]]) -> QuerySet[Computation]:
    columns = {DAY: "peildatum", FIRST: "window_from", LAST: "window_to"}
    return found.filter(**{columns[name]: day for name, day in days})


def _days(request: Request) -> list[tuple[str, date]]:
    return [
        (name, _day(name, text)) for name in ASKED if (text := request.query_params.get(name)) is not None
    ]


def _day(name: str, text: str) -> date:
    form, whole = ("JJJJ-MM-DD", text) if name == DAY else ("JJJJ-MM", f"{text}-01")
    try:
        day = date.fromisoformat(whole)
    except ValueError:
        day = None
    if day is None or len(text) != len(form):
        raise ValidationError({name: [f"Schrijf {form}."]})
    return day
