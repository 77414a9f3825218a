"""What people fill in around talks, agreements and the ladder."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from contracts.forms.fields import PastDayField, ReasonField
from inkoop.base.forms import DayField
from inkoop.base.models import User
from kpis.choices import AgreementResult, Aim, FigureUnit, MeetingKind, Side
from kpis.models import AgendaItem, Agreement, EscalationStep
from kpis.queries.talks.agreements import figure_choices, known_figures
from providers.models import Provider

LONG = 4000
PER_UNIT: dict[str, Decimal] = {FigureUnit.SHARE: Decimal(1) / 100, FigureUnit.CENTS: Decimal(100)}
ON_TARGET = "Typ het zoals u het leest: een aandeel in procenten, een bedrag in euro's, een duur in dagen."
STATES = [
    ("", "alle"),
    ("laat", "te laat"),
    ("kwartaal", "binnen een kwartaal"),
    ("ongepland", "nog niet gepland"),
    ("gepland", "gepland"),
    ("eerder", "eerder door een rood cijfer"),
]


class PersonField(forms.ModelChoiceField):
    """Somebody of the region."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username")
        super().__init__(queryset=people, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.username)


class PlanForm(forms.Form):
    on = DayField(label="dag")
    starts_at = forms.TimeField(
        label="begint om", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label="duur in minuten", min_value=15, max_value=480, initial=60)
    place = forms.CharField(label="plaats", max_length=160, required=False)
    holder = PersonField(label="gevoerd door")


class NewTalkForm(PlanForm):
    kind = forms.ChoiceField(label="soort", choices=MeetingKind.choices)
    field_order = ("kind", "on", "starts_at", "minutes", "place", "holder")


class WhyForm(forms.Form):
    reason = ReasonField()


class HeldForm(forms.Form):
    on = PastDayField(label="gehouden op")


class AttendeeForm(forms.Form):
    side = forms.ChoiceField(label="namens", choices=Side.choices)
    name = forms.CharField(label="naam", max_length=80)
    email = forms.EmailField(label="e-mail", max_length=120, required=False)


class NothingForm(forms.Form):
    """A button and no more."""


class ItemForm(forms.Form):
    title = forms.CharField(label="punt", max_length=200)
    is_internal = forms.BooleanField(label="alleen intern", required=False)


class AgendaForm(forms.Form):
    """What to do with a point of the agenda."""

    item = forms.ModelChoiceField(label="agendapunt", queryset=AgendaItem.objects.none())
    what = forms.ChoiceField(
        label="wat",
        choices=[("op", "een plaats omhoog"), ("neer", "een plaats omlaag"), ("weg", "van de agenda")],
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a choice of rows


class ReportForm(forms.Form):
    """Of every point what was said, decided, and noted for the region alone."""

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for one in self.items:
            self.fields[f"minutes_{one.pk}"] = _text("verslag", one.minutes)
            self.fields[f"decision_{one.pk}"] = _text("besluit", one.decision)
            self.fields[f"note_{one.pk}"] = _text("interne notitie", one.internal_note)
            self.fields[f"internal_{one.pk}"] = forms.BooleanField(
                label="dit punt is alleen intern", required=False, initial=one.is_internal
            )

    @property
    def groups(self) -> list[tuple[AgendaItem, list[forms.BoundField]]]:
        """The fields per point."""
        names = ("minutes", "decision", "note", "internal")
        return [(one, [self[f"{name}_{one.pk}"] for name in names]) for one in self.items]


def _text(label: str, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        initial=initial,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignForm(forms.Form):
    reason = ReasonField(
        required=False, help_text="Alleen nodig als de aanbieder het verslag niet heeft bevestigd."
    )


class AgreementForm(forms.Form):
    measure = forms.CharField(label="maatregel", max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    owner = PersonField(label="trekker bij de regio")
    provider_owner = forms.CharField(label="trekker bij de aanbieder", max_length=80)
    due_on = DayField(label="gereed op")
    test_on = DayField(label="toetsen op", help_text="Op of na de dag waarop de maatregel gereed is.")
    figure = forms.ChoiceField(
        label="toetsen op cijfer", required=False, help_text="Leeg: een mens beoordeelt de uitkomst."
    )
    aim = forms.ChoiceField(label="richting", required=False, choices=[("", "–"), *Aim.choices])
    target = forms.DecimalField(label="doel", required=False, localize=True, help_text=ON_TARGET)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", "geen cijfer"), *figure_choices()]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """The target in the unit in which the figure is kept."""
        data = super().clean() or {}
        figure, target = data.get("figure"), data.get("target")
        if figure and target is not None:
            unit = known_figures()[figure][1]
            data["target"] = target * PER_UNIT.get(unit, Decimal(1))
        return data


class SettleAgreementForm(forms.Form):
    result = forms.ChoiceField(
        label="uitkomst", choices=[choice for choice in AgreementResult.choices if choice[0]]
    )
    on = PastDayField(label="vastgesteld op")
    note = ReasonField(
        label="toelichting",
        required=False,
        help_text="Nodig als u afwijkt van het cijfer of als de afspraak vervalt.",
    )


class DatesForm(forms.Form):
    due_on = DayField(label="gereed op")
    test_on = DayField(label="toetsen op")
    reason = ReasonField()


class LadderForm(forms.Form):
    """To which step, why, and which agreements were not kept."""

    step = forms.ModelChoiceField(
        label="trede", queryset=EscalationStep.objects.none(), required=False, empty_label="van de ladder af"
    )
    on = PastDayField(label="vanaf")
    reason = ReasonField(help_text="Staat in de brief aan de aanbieder.")
    skip_reason = ReasonField(
        label="waarom treden overslaan", required=False, help_text="Alleen nodig als u treden overslaat."
    )
    agreements = forms.ModelMultipleChoiceField(
        label="niet nagekomen afspraken",
        queryset=Agreement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, provider: Provider, current: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Agreement.objects.filter(provider=provider).order_by("test_on", "pk")
        steps = EscalationStep.objects.filter(is_active=True).order_by("number")
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]  # a choice of rows
        self.fields["agreements"].queryset = own  # type: ignore[attr-defined]  # a choice of rows
        self.fields["step"].initial = steps.filter(number__gt=current).first()
        if not own.exists():
            del self.fields["agreements"]


class TalkFilter(forms.Form):
    """Which providers of the cycle to show; what cannot be understood narrows nothing."""

    van = forms.ChoiceField(label="van wie", required=False)
    segment = forms.ChoiceField(label="segment", required=False)
    stand = forms.ChoiceField(label="stand", required=False, choices=STATES)
    naam = forms.CharField(label="aanbieder", required=False, max_length=80)

    def __init__(self, *args: Any, people: Iterable[User], segments: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), one.get_full_name() or one.username) for one in people]
        fixed = [("", "iedereen"), ("mij", "mij"), ("niemand", "niemand")]
        self.fields["van"].choices = [*fixed, *names]  # type: ignore[attr-defined]  # a choice
        self.fields["segment"].choices = [("", "alle"), *((one, one) for one in segments)]  # type: ignore[attr-defined]  # a choice


class QuarterForm(forms.Form):
    """A quarter as 2026-4."""

    kwartaal = forms.RegexField(r"^20[0-9]{2}-[1-4]$", required=False)

    def first_day(self) -> Any:
        """Its first day; that of the quarter of today when none was asked for."""
        today = timezone.localdate()
        if not self.is_valid() or not self.cleaned_data["kwartaal"]:
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        year, number = self.cleaned_data["kwartaal"].split("-")
        return today.replace(year=int(year), month=int(number) * 3 - 2, day=1)
