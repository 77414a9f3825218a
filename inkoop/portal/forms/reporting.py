"""Forms with which a provider accounts for what it did."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from inkoop.base.forms import DayField, EuroField
from inkoop.portal.forms.fields import WordsField
from inkoop.portal.queries.reporting import ProductionRow
from kpis.services.production import Given
from providers.choices import EvidenceKind
from providers.forms.documents import DocumentField
from providers.models import Location

LARGEST_COUNT = 10**9
MOST_WEEKS = 300
WHOLE = "Vul een heel getal in, zonder punt of komma."


class CountField(forms.IntegerField):
    """A whole number of zero or more. ``is_needed_later``: may be empty in a draft, not when it is handed in."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, is_needed_later: bool = False, **options: Any) -> None:
        self.is_needed_later = is_needed_later
        messages = {"invalid": WHOLE, "min_value": "Vul 0 of meer in."}
        super().__init__(
            min_value=0, max_value=LARGEST_COUNT, required=False, error_messages=messages, **options
        )


class TaskForm(forms.Form):
    """A KPI task. A draft may miss figures; what is missing is said when it is handed in."""

    numerator = CountField(label="Teller", is_needed_later=True)
    denominator = CountField(label="Noemer", is_needed_later=True)
    note = WordsField(
        label="Toelichting",
        required=False,
        help_text="Hoe u telde, en wat opvalt. Noem geen namen of nummers van jeugdigen.",
    )
    file = DocumentField(
        label="Bewijs",
        required=False,
        help_text="PDF, PNG of JPEG, ten hoogste 10 MB. Een voor een; bewaar het concept na elk bestand.",
    )


class ProductionForm(forms.Form):
    """Per product code the youths and the euros as the provider counts them."""

    def __init__(self, *args: Any, rows: Iterable[ProductionRow], note: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"clients_{row.code}"] = CountField(
                label=f"Jeugdigen {row.code}", initial=row.clients
            )
            self.fields[f"cents_{row.code}"] = EuroField(
                label=f"Bedrag {row.code} (euro)", required=False, initial=row.cents
            )
        self.fields["note"] = WordsField(
            label="Toelichting",
            required=False,
            initial=note,
            help_text="Nodig als uw cijfers verschillen van de onze: waardoor komt dat?",
        )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each row with its two fields, as the table shows them."""
        return [
            {"row": row, "clients": self[f"clients_{row.code}"], "cents": self[f"cents_{row.code}"]}
            for row in self.rows
        ]

    @property
    def given(self) -> list[Given]:
        data = self.cleaned_data
        return [Given(row.code, data[f"clients_{row.code}"], data[f"cents_{row.code}"]) for row in self.rows]


class CapacityForm(forms.Form):
    location = forms.ModelChoiceField(
        Location.objects.none(), label="Locatie", empty_label="Kies een locatie"
    )
    product = forms.ChoiceField(label="Product")
    reported_on = DayField(label="Stand op")
    waiting_weeks = forms.DecimalField(
        label="Wachttijd in weken",
        min_value=0,
        max_value=MOST_WEEKS,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Van aanmelding tot begin, voor wie zich nu aanmeldt. Halve weken mogen: 1,5.",
    )
    capacity = CountField(label="Plaatsen", help_text="Hoeveel jeugdigen u tegelijk kunt helpen.")
    free = CountField(label="Vrije plaatsen")

    def __init__(self, *args: Any, locations: Any, products: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = locations  # type: ignore[attr-defined]  # a choice of rows
        choices = [(code, f"{code} {name}".strip()) for code, name in products.items()]
        self.fields["product"].choices = [("", "Kies een product"), *choices]  # type: ignore[attr-defined]  # a choice
        self.fields["reported_on"].initial = timezone.localdate
        self.fields["capacity"].required = self.fields["free"].required = True

    def clean_reported_on(self) -> Any:
        if self.cleaned_data["reported_on"] > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst. Kies de dag van de stand.")
        return self.cleaned_data["reported_on"]


class PaperForm(forms.Form):
    """Evidence for the file of the provider, such as a renewed certificate."""

    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *EvidenceKind.choices])
    file = DocumentField(label="Bestand")
    issued_on = DayField(label="Afgegeven op")
    expires_on = DayField(
        label="Geldig tot en met",
        required=False,
        help_text="Leeg: volgt uit de soort. GVA 24 maanden, Belastingdienst en KvK 6 maanden na afgifte.",
    )
    note = forms.CharField(label="Opmerking", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued, expires = data.get("issued_on"), data.get("expires_on")
        if issued and issued > timezone.localdate():
            self.add_error("issued_on", "Deze dag ligt in de toekomst. Kies de dag van afgifte.")
        if issued and expires and expires < issued:
            self.add_error("expires_on", "Het bewijs verloopt voor het is afgegeven. Controleer beide dagen.")
        return data
