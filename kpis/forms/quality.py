"""Forms of versions, reviews and policy goals."""

from typing import Any, ClassVar

from django import forms

from inkoop.base.forms import DayField, EuroField
from kpis.choices import MEASURES, GoalIndicator, KpiDirection, KpiLevel, KpiRhythm
from kpis.models import Kpi, PolicyArea, PolicyGoal, PolicyMeasure


class VersionForm(forms.Form):
    """Bounds are typed as in the unit: 0,05 for five percent."""

    measure = forms.ChoiceField(label="maat")
    formula = forms.CharField(label="formule", widget=forms.Textarea(attrs={"rows": 3}))
    direction = forms.ChoiceField(label="richting", choices=KpiDirection.choices)
    target = forms.DecimalField(
        label="streefwaarde",
        required=False,
        decimal_places=6,
        localize=True,
        help_text="0,05 is vijf procent.",
    )
    green = forms.DecimalField(label="grens groen", required=False, decimal_places=6, localize=True)
    red = forms.DecimalField(label="grens rood", required=False, decimal_places=6, localize=True)
    minimum_n = forms.IntegerField(label="minimale n", min_value=1)
    rhythm = forms.ChoiceField(label="ritme", choices=KpiRhythm.choices)
    levels = forms.MultipleChoiceField(label="niveaus", choices=KpiLevel.choices)
    valid_from = DayField(label="geldig vanaf")
    valid_to = DayField(label="geldig t/m", required=False)
    reason = forms.CharField(label="reden", max_length=300)

    def __init__(self, *args: Any, kpi: Kpi, **options: Any) -> None:
        super().__init__(*args, **options)
        fitting = [(one.code, one.name) for one in MEASURES.values() if one.source == kpi.source]
        self.fields["measure"].choices = fitting  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="reden", max_length=300)


class SureForm(forms.Form):
    sure = forms.BooleanField(label="Ik heb het effect bekeken en weet het zeker")


class RoundForm(forms.Form):
    quarter = DayField(label="eerste dag van het kwartaal")


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label="wat is ermee gedaan", max_length=300)


class AreaForm(forms.ModelForm):
    class Meta:
        model = PolicyArea
        fields = ["name", "ist", "soll"]


class GoalForm(forms.ModelForm):
    categories = forms.CharField(
        label="productcategorieën", required=False, help_text="Codes met een spatie ertussen; leeg = alle."
    )
    product_codes = forms.CharField(
        label="productcodes", required=False, help_text="Codes met een spatie ertussen; leeg = alle."
    )

    class Meta:
        model = PolicyGoal
        fields = [
            "area",
            "number",
            "text",
            "scale",
            "indicator",
            "indicator_text",
            "categories",
            "product_codes",
            "municipality",
            "reference_year",
            "target_year",
            "change",
            "target",
            "responsible",
        ]
        help_texts: ClassVar[dict[str, str]] = {
            "change": "Tegenover het referentiejaar: -0,3 is 30% minder.",
            "target": "In plaats van een verandering. Bij uitgaven in eurocenten.",
        }

    def clean_categories(self) -> list[str]:
        return str(self.cleaned_data["categories"]).split()

    def clean_product_codes(self) -> list[str]:
        return str(self.cleaned_data["product_codes"]).split()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.instance.unit = "eurocent" if values.get("indicator") == GoalIndicator.SPENDING else "aantal"
        if (values.get("change") is None) == (values.get("target") is None):
            self.add_error("target", "Vul de verandering of de doelwaarde in; een van de twee.")
        if (values.get("target_year") or 0) <= (values.get("reference_year") or 0):
            self.add_error("target_year", "Het doeljaar ligt na het referentiejaar.")
        return values


class MeasureForm(forms.ModelForm):
    cents = EuroField(label="geld (euro)", required=False)
    spent = EuroField(label="besteed (euro)", required=False, initial=0)

    class Meta:
        model = PolicyMeasure
        fields = [
            "area",
            "goals",
            "name",
            "explanation",
            "scale",
            "status",
            "begin",
            "end",
            "cents",
            "spent",
            "responsible",
            "progress",
        ]

    def clean_spent(self) -> int:
        return self.cleaned_data["spent"] or 0


class ValueForm(forms.Form):
    year = forms.IntegerField(label="jaar", min_value=2000, max_value=2100)
    value = forms.DecimalField(label="waarde", max_digits=18, decimal_places=2)
    source = forms.CharField(label="bron", max_length=160)
