"""What people fill in about contracts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.choices import ProcurementForm, Unit
from contracts.forms.fields import (
    ContractField,
    OptionsField,
    PastDayField,
    ProviderField,
    ReasonField,
)
from contracts.models import Contract, LumpSum, ProductCode
from contracts.rules.terms import Terms
from contracts.services.prices import Price
from inkoop.base.forms import DayField, EuroField
from inkoop.base.models import Municipality, User

MORE_ROWS = 3
LARGEST_DOCUMENT = 10 * 1024 * 1024
DOCUMENT_KINDS = (".pdf", ".docx", ".xlsx", ".odt", ".ods", ".txt", ".csv", ".eml", ".msg", ".png", ".jpg")


class DecisionForm(forms.Form):
    decided_on = PastDayField(
        label="besloten op", help_text="Dag van het besluit of van de brief aan de aanbieder."
    )
    reason = ReasonField(help_text="Staat bij het besluit en in de geschiedenis.")


class EndingForm(DecisionForm):
    end = DayField(label="nieuw einde (t/m)")
    field_order = ["end", "decided_on", "reason"]


class TermsForm(DecisionForm):
    """All terms, filled in with those that hold."""

    form = forms.ChoiceField(label="inkoopvorm", choices=ProcurementForm.choices)
    begin = DayField(label="begin")
    end = DayField(label="eind (t/m)", required=False, help_text="Leeg: onbepaalde tijd.")
    options = OptionsField(label="verlengingsopties")
    notice_months = forms.IntegerField(
        label="opzegtermijn (maanden)", required=False, min_value=0, max_value=120, help_text="Leeg: geen."
    )
    municipalities = forms.ModelMultipleChoiceField(
        label="gemeenten",
        queryset=Municipality.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Niets aangevinkt: alle gemeenten van de regio.",
    )
    field_order = [
        "form",
        "begin",
        "end",
        "options",
        "notice_months",
        "municipalities",
        "decided_on",
        "reason",
    ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end = values.get("begin"), values.get("end")
        if begin and end and end < begin:
            raise ValidationError("Het einde ligt voor het begin. Kies een latere dag als einde.")
        return values

    @property
    def terms(self) -> Terms:
        values = self.cleaned_data
        return Terms(values["begin"], values["end"], values["options"], values["notice_months"])


class ContractForm(TermsForm):
    number = forms.CharField(label="contractnummer", max_length=40)
    provider = ProviderField(label="AGB-code van de aanbieder", min_length=8, max_length=8)
    predecessor = ContractField(
        label="voorganger",
        required=False,
        max_length=40,
        help_text="Contractnummer dat dit contract opvolgt.",
    )
    field_order = ["number", "provider", "predecessor", *TermsForm.field_order]


class DetailsForm(forms.Form):
    responsible = forms.ModelChoiceField(
        label="verantwoordelijke",
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        required=False,
        empty_label="de accounthouder van de aanbieder",
    )
    predecessor = ContractField(label="voorganger", required=False, max_length=40)
    evaluate_on = DayField(label="evaluatie op", required=False)
    reason = ReasonField()

    def __init__(self, *args: Any, contract: Contract | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract

    def clean_predecessor(self) -> Contract | None:
        found: Contract | None = self.cleaned_data["predecessor"]
        if found is not None and self.contract is not None and found.pk == self.contract.pk:
            raise ValidationError("Een contract is niet zijn eigen voorganger. Kies een ander contract.")
        return found


class DocumentForm(forms.Form):
    title = forms.CharField(label="titel", max_length=200)
    file = forms.FileField(
        label="bestand", help_text=f"Hoogstens 10 MB: {', '.join(kind[1:] for kind in DOCUMENT_KINDS)}."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(DOCUMENT_KINDS):
            raise ValidationError(
                f"Dit soort bestand wordt niet bewaard. Maak er een pdf van; {', '.join(DOCUMENT_KINDS)} mag ook."
            )
        if file.size > LARGEST_DOCUMENT:
            raise ValidationError("Het bestand is groter dan 10 MB. Verklein het of splits het.")
        return file


class LumpSumForm(forms.Form):
    description = forms.CharField(label="waarvoor", max_length=200)
    product_code = forms.ModelChoiceField(
        label="productcode", queryset=ProductCode.objects.order_by("code"), required=False, empty_label="geen"
    )
    begin = DayField(label="begin")
    end = DayField(label="eind (t/m)")
    cents = EuroField(label="bedrag (€)", min_value=0.01)
    first_due = DayField(label="eerste termijn op")
    every_months = forms.IntegerField(
        label="maanden tussen twee termijnen", min_value=1, max_value=24, initial=1
    )
    weights = forms.CharField(
        label="verdeling",
        initial="1",
        max_length=80,
        help_text="Eén getal per termijn: 1 1 1 1 zijn vier gelijke termijnen, 2 1 is twee derde en een derde.",
    )
    reason = ReasonField()

    def clean_weights(self) -> list[int]:
        try:
            weights = [int(part) for part in self.cleaned_data["weights"].split()]
        except ValueError:
            weights = []
        if not weights or min(weights) <= 0:
            raise ValidationError(
                "Schrijf hele getallen groter dan nul met een spatie ertussen, zoals 1 1 1 1."
            )
        return weights

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end = values.get("begin"), values.get("end")
        if begin and end and end < begin:
            raise ValidationError("Het einde ligt voor het begin. Kies een latere dag als einde.")
        return values


class PriceForm(DecisionForm):
    """One product with its price; outside its days all stays as it was."""

    product_code = forms.ModelChoiceField(label="product", queryset=ProductCode.objects.none())
    cents = EuroField(label="tarief (€)", min_value=0.01)
    unit = forms.ChoiceField(
        label="per", choices=[("", "de eenheid van het product"), *Unit.choices], required=False
    )
    begin = DayField(label="vanaf")
    end = DayField(
        label="t/m",
        required=False,
        help_text="Leeg: zolang het contract loopt. Buiten deze dagen blijft elk tarief zoals het was.",
    )
    field_order = ["product_code", "cents", "unit", "begin", "end", "decided_on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        lasting = ProductCode.objects.filter(valid_until=None) | ProductCode.objects.filter(
            valid_until__gte=today
        )
        self.fields["product_code"].queryset = lasting.order_by("code")  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end, product = values.get("begin"), values.get("end"), values.get("product_code")
        if begin and end and end < begin:
            raise ValidationError("De laatste dag ligt voor de eerste. Kies een latere laatste dag.")
        if product and not (values.get("unit") or product.unit):
            raise ValidationError(
                f"Van {product.code} is geen eenheid bekend. Kies waarvoor het tarief geldt."
            )
        return values

    @property
    def price(self) -> Price:
        values = self.cleaned_data
        product = values["product_code"]
        return Price(product, values["begin"], values["end"], values["cents"], values["unit"] or product.unit)


class PaymentForm(forms.Form):
    paid_on = PastDayField(label="betaald op")
    reason = ReasonField(label="toelichting", required=False)


class ScheduleForm(forms.Form):
    """The parts that are still to be paid; a row left empty is dropped."""

    def __init__(self, *args: Any, lump_sum: LumpSum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unpaid = lump_sum.instalments.filter(paid_on=None, dropped_on=None).order_by("due_on", "id")
        known: list[tuple[Any, Any]] = [(one.due_on, one.cents) for one in unpaid]
        self.places = range(1, len(known) + MORE_ROWS + 1)
        for place, (day, cents) in zip(self.places, known + [(None, None)] * MORE_ROWS, strict=True):
            self.fields[f"day_{place}"] = DayField(
                label=f"termijn {place}: te betalen op", required=False, initial=day
            )
            self.fields[f"cents_{place}"] = EuroField(
                label=f"termijn {place}: bedrag (€)", required=False, min_value=0.01, initial=cents
            )
        self.fields["reason"] = ReasonField()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for place in self.places:
            if bool(values.get(f"day_{place}")) != bool(values.get(f"cents_{place}")):
                self.add_error(f"day_{place}", "Vul de dag en het bedrag in, of laat beide leeg.")
        return values

    @property
    def parts(self) -> list[tuple[Any, int]]:
        rows = [
            (self.cleaned_data[f"day_{place}"], self.cleaned_data[f"cents_{place}"]) for place in self.places
        ]
        return [row for row in rows if row[0]]


class SettleForm(forms.Form):
    reason = forms.CharField(
        label="toelichting", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
