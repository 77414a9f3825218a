"""What a person fills in: to deliver a file, to decide about a message, to set a local rule."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from contracts.models import Contract
from inkoop.base.choices import DeliveryKind
from inkoop.base.forms import DateInput
from inkoop.exchange.choices import NO_REFUSAL, LocalRuleEffect, LocalRuleKind
from inkoop.exchange.models import LocalRule
from inkoop.exchange.pseudonyms import is_bsn

REFUSE = "weigeren"
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")


def holds_bsn(text: str) -> bool:
    return any(map(is_bsn, NINE_DIGITS.findall(text)))


class UploadForm(forms.Form):
    file = forms.FileField(
        label="bestand",
        help_text="CSV of XLSX met de afgesproken kolommen, of een iJw-bericht: XML, los of in een zip.",
    )
    kind = forms.ChoiceField(
        label="soort",
        required=False,
        choices=[("", "herken aan de kop van het bestand"), *DeliveryKind.choices],
    )
    received_on = forms.DateField(
        label="ontvangen op",
        widget=DateInput,
        help_text="De dag waarop het bestand bij de regio binnenkwam. Bepaalt vanaf welke peildatum het meetelt.",
    )
    trial = forms.BooleanField(
        label="proefdraaien",
        required=False,
        help_text="Alles wordt nagekeken en niets wordt geladen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
        return day


class ReasonForm(forms.Form):
    """Why a person decides something."""

    reason = forms.CharField(
        label="reden",
        min_length=5,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wordt met uw naam bewaard. Noem geen namen of nummers van cliënten.",
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if holds_bsn(reason):
            raise forms.ValidationError("Hier staat een BSN in. Haal het weg: een BSN wordt nergens bewaard.")
        return reason


class LocalRuleForm(forms.ModelForm):
    """A refusal can be asked for, to be told why that cannot be."""

    contract_number = forms.CharField(
        label="Contractnummer", required=False, max_length=40, help_text="Leeg = voor de hele regio."
    )
    effect = forms.ChoiceField(
        label="Gevolg",
        choices=[*LocalRuleEffect.choices, (REFUSE, "weigeren")],
        widget=forms.RadioSelect,
        help_text="Waarschuwing: staat bij het bericht. Aanhouden: het antwoord wacht tot iemand het vrijgeeft.",
    )

    class Meta:
        model = LocalRule
        fields = ["kind", "threshold", "effect", "explanation", "valid_from", "ends_on"]
        widgets = {"valid_from": DateInput, "ends_on": DateInput}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = LocalRuleKind(data["kind"]) if data.get("kind") else None
        if kind:
            self._check_effect(kind, data)
            self._check_threshold(kind, data)
        self.instance.contract = self._contract(data.get("contract_number", ""))
        if kind and not self.errors and self._is_repeated(kind, data):
            self.add_error("valid_from", "Er is al een regel van deze soort die op deze dag ingaat.")
        return data

    def _check_effect(self, kind: LocalRuleKind, data: dict[str, Any]) -> None:
        if data.get("effect") == REFUSE:
            self.add_error("effect", NO_REFUSAL.format(kind.text.forbidden))

    def _check_threshold(self, kind: LocalRuleKind, data: dict[str, Any]) -> None:
        given, meaning = data.get("threshold"), kind.text.threshold
        if meaning and given is None:
            self.add_error("threshold", f"Vul het aantal {meaning} in.")
        if not meaning and given is not None:
            self.add_error("threshold", "Deze soort heeft geen grens. Laat het veld leeg.")

    def _contract(self, number: str) -> Contract | None:
        if not number:
            return None
        contract = Contract.objects.filter(number=number).first()
        if contract is None:
            self.add_error(
                "contract_number", "Dit contract is niet bekend. Vul het volledige contractnummer in."
            )
        return contract

    def _is_repeated(self, kind: LocalRuleKind, data: dict[str, Any]) -> bool:
        same = LocalRule.objects.filter(kind=kind, contract=self.instance.contract)
        return same.filter(valid_from=data["valid_from"]).exists()
