"""What people fill in for an indexation."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.choices import IndexMethod, IndexName
from contracts.forms.fields import ReasonField
from contracts.models import IndexPublication
from contracts.rules.indexation import Component
from inkoop.base.forms import DayField

USUAL = {IndexName.OVA: 90, IndexName.PPC: 10}
FIGURES = {
    "weight": "gewicht (%)",
    "forecast_before": "voorlopig, jaar ervoor (%)",
    "definitive_before": "definitief, jaar ervoor (%)",
    "forecast": "voorlopig, dit jaar (%)",
}


class PercentField(forms.DecimalField):
    """4,96 or 4.96."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=7, decimal_places=3, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace("%", "").replace(",", ".").strip())


class PublicationForm(forms.Form):
    year = forms.IntegerField(label="jaar", min_value=2015, max_value=2100)
    version = forms.CharField(
        label="versie", max_length=80, help_text="Wie het publiceerde en wanneer: VNG, 2 oktober 2024."
    )
    source = forms.CharField(label="bron", max_length=200, required=False)
    method = forms.ChoiceField(label="methode van de nacalculatie", choices=IndexMethod.choices)
    decimals = forms.IntegerField(
        label="decimalen onderweg",
        min_value=2,
        max_value=6,
        initial=2,
        help_text="Op hoeveel decimalen de publicatie tussenuitkomsten afrondt; de index zelf heeft er twee.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IndexName:
            for figure, label in FIGURES.items():
                initial = USUAL[name] if figure == "weight" else None
                self.fields[f"{name.value}_{figure}"] = PercentField(
                    label=f"{name.value}: {label}", initial=initial
                )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        weights = [values.get(f"{name.value}_weight") for name in IndexName]
        if None not in weights and sum(filter(None, weights)) != 100:  # noqa: PLR2004 -- percent
            raise ValidationError("De gewichten zijn samen geen 100%. Verbeter ze; gebruikelijk is 90 en 10.")
        return values

    @property
    def components(self) -> list[Component]:
        """Those with a weight."""
        values = self.cleaned_data
        return [
            Component(
                name.value,
                Decimal(values[f"{name.value}_weight"]) / 100,
                *(values[f"{name.value}_{figure}"] for figure in list(FIGURES)[1:]),
            )
            for name in IndexName
            if values[f"{name.value}_weight"]
        ]


class RunForm(forms.Form):
    publication = forms.ModelChoiceField(
        label="indexcijfers", queryset=IndexPublication.objects.order_by("-year", "-id")
    )
    effective_on = DayField(label="gaat in op", help_text="Gewoonlijk 1 januari van het jaar van de cijfers.")
    reason = ReasonField()
