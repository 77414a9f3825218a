"""What people fill in around procedures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from contracts.choices import DecidedBy, ProcedureDecision, SettledBy
from contracts.models import Application, Criterion, Lot, LotProduct, Milestone, Procedure, Requirement
from contracts.queries.procedures.offers import priced_products
from inkoop.base.dutch import euro, number
from inkoop.base.forms import DayField, EuroField
from inkoop.base.models import Municipality, User
from providers.forms.documents import DocumentField
from providers.models import Provider

MEETS = [("ja", "voldoet"), ("nee", "voldoet niet")]


class ReasonForm(forms.Form):
    """A day and a reason, as every step has."""

    on = DayField(label="op", help_text="Vandaag of een eerdere dag.")
    reason = forms.CharField(
        label="reden", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="Blijft bewaard."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class StepForm(ReasonForm):
    body = forms.ChoiceField(label="besloten door", choices=DecidedBy.choices)
    field_order = ("on", "body", "reason")


class BoardForm(StepForm):
    reason = forms.CharField(label="besluit", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class WindowForm(forms.Form):
    begin = DayField(label="open vanaf")
    end = DayField(label="open t/m")


class AssignForm(forms.Form):
    responsible = forms.ModelChoiceField(
        label="verantwoordelijke",
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
    )
    reason = forms.CharField(label="reden", max_length=300)


class MilestoneForm(forms.Form):
    name = forms.CharField(label="mijlpaal", max_length=120)
    planned_on = DayField(label="gepland op")


class ReachedForm(forms.Form):
    milestone = forms.ModelChoiceField(label="mijlpaal", queryset=Milestone.objects.none())
    on = DayField(label="gehaald op")

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = procedure.milestones.filter(reached_on=None)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["on"].initial = timezone.localdate


class ApplicationForm(forms.Form):
    """A provider, the day of receipt, per requirement an answer with its paper, and the tariffs when they count."""

    provider = forms.ModelChoiceField(label="aanbieder", queryset=Provider.objects.none())
    submitted_on = DayField(label="ontvangen op")

    def __init__(self, *args: Any, lot: Lot, requirements: Iterable[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = list(requirements)
        self.fields["provider"].queryset = Provider.objects.order_by("name", "agb")  # type: ignore[attr-defined]  # a choice of rows
        self.fields["submitted_on"].initial = timezone.localdate
        for one in self.requirements:
            self._add_answer(one)
        self.fields.update(price_fields(lot))

    def _add_answer(self, one: Requirement) -> None:
        self.fields[f"answer_{one.pk}"] = forms.CharField(
            label=f"antwoord op eis {one.number}",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=one.text,
        )
        if one.evidence_kind:
            kind = one.get_evidence_kind_display()
            self.fields[f"file_{one.pk}"] = DocumentField(
                label=f"bewijs bij eis {one.number}: {kind}", required=False
            )
            self.fields[f"issued_{one.pk}"] = DayField(label=f"{kind}: afgegeven op", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.requirements:
            if data.get(f"file_{one.pk}") and not data.get(f"issued_{one.pk}"):
                self.add_error(
                    f"issued_{one.pk}",
                    "Vul in wanneer het bewijs is afgegeven; daaruit volgt tot wanneer het geldt.",
                )
        return data


class JudgeForm(forms.Form):
    """Per requirement whether it is met, and why (not)."""

    def __init__(self, *args: Any, requirements: Iterable[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in requirements:
            self.fields[f"meets_{one.pk}"] = forms.ChoiceField(
                label=f"eis {one.number}: {one.text}", choices=MEETS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=f"toelichting bij eis {one.number}",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["finish"] = _finish_field()


class ScoreForm(forms.Form):
    """Per criterion the points and why."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in criteria:
            self.fields[f"points_{one.pk}"] = _points_field(one, required=False)
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=f"motivering bij criterium {one.number}",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["finish"] = _finish_field()


class SettleForm(forms.Form):
    how = forms.ChoiceField(label="hoe", choices=SettledBy.choices)
    meets = forms.ChoiceField(label="uitkomst", choices=MEETS, widget=forms.RadioSelect)
    reason = forms.CharField(label="reden", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AgreeForm(forms.Form):
    reason = forms.CharField(
        label="motivering",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Komt in de brief aan de inschrijver.",
    )

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"] = _points_field(criterion, required=True)
        self.order_fields(["points", "reason"])


class TakeOutForm(ReasonForm):
    kind = forms.ChoiceField(
        label="wat",
        choices=[
            (ProcedureDecision.INVALID.value, ProcedureDecision.INVALID.label),
            (ProcedureDecision.RETRACTED.value, ProcedureDecision.RETRACTED.label),
        ],
    )
    field_order = ("kind", "on", "reason")


class ContractForm(ReasonForm):
    number = forms.CharField(label="contractnummer", max_length=40)
    field_order = ("number", "on", "reason")


class DrawForm(ReasonForm):
    def __init__(self, *args: Any, applications: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = list(applications)
        for one in self.applications:
            self.fields[f"drawn_{one.pk}"] = forms.IntegerField(
                label=f"plaats van {one.provider.name}", min_value=1, max_value=len(self.applications)
            )
        self.order_fields([*(f"drawn_{one.pk}" for one in self.applications), "on", "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        places = [data.get(f"drawn_{one.pk}") for one in self.applications]
        if None not in places and len(set(places)) != len(places):
            self.add_error(None, "Geef ieder een eigen plaats.")
        return data


class ProcedureForm(forms.ModelForm):
    """Municipalities are chosen by name; none chosen = all."""

    municipality_ids = forms.ModelMultipleChoiceField(
        label="Gemeenten",
        queryset=Municipality.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Niets gekozen = alle gemeenten.",
    )

    class Meta:
        model = Procedure
        fields = "__all__"  # noqa: DJ007 -- the admin says which fields there are

    def clean_municipality_ids(self) -> list[int]:
        return sorted(one.pk for one in self.cleaned_data["municipality_ids"])


class LotProductForm(forms.ModelForm):
    cents = EuroField(label="Tarief (euro)", min_value=0)

    class Meta:
        model = LotProduct
        fields = ("product_code", "cents", "unit", "volume")


def price_fields(lot: Lot) -> dict[str, forms.Field]:
    """A tariff for each product of the lot; none when the price is no criterion."""
    return {
        f"price_{one.pk}": EuroField(
            label=f"tarief voor {one.product_code} per {one.get_unit_display()}",
            min_value=Decimal("0.01"),
            max_value=Decimal(one.cents) / 100,
            help_text=f"In euro, ten hoogste {euro(one.cents)}. Verwacht: {number(one.volume)} per jaar.",
        )
        for one in priced_products(lot)
    }


def offered_in(data: Mapping[str, Any]) -> dict[int, int]:
    """Product of the lot (key) -> cents per unit, from the fields of ``price_fields``."""
    return {int(name[6:]): cents for name, cents in data.items() if name.startswith("price_")}


def _points_field(criterion: Criterion, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=f"punten voor {criterion.name}",
        required=required,
        localize=True,
        max_digits=5,
        decimal_places=2,
        help_text=f"0 tot {number(criterion.maximum, 2)}",
    )


def _finish_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="ik ben klaar", required=False, help_text="Daarna verandert u hier niets meer aan."
    )
