"""What a person fills in: to deliver a file, to decide about a message, to set a local rule."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from contracts.choices import CATEGORIES, Frequency, RefusalReason, Unit
from contracts.models import Contract
from inkoop.base.bsn import is_bsn
from inkoop.base.choices import DeliveryKind
from inkoop.base.forms import DateInput
from inkoop.exchange.choices import NO_REFUSAL, LocalRuleEffect, LocalRuleKind
from inkoop.exchange.loaders.messages.judged import fits
from inkoop.exchange.models import LocalRule
from inkoop.exchange.services.granting import Terms

REFUSE = "weigeren"
BY_PERIOD = {Unit.DAY, Unit.HALF_DAY, Unit.EURO, Unit.PIECE_EFFORT}
LARGEST_PEOPLE = 1 << 20
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


class DecisionForm(ReasonForm):
    """Why a request is decided on so; as long as what is kept of it."""

    reason = forms.CharField(
        label="reden",
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wordt met uw naam bewaard en niet verstuurd. Noem geen namen of nummers van cliënten.",
    )


class RefusalForm(DecisionForm):
    refusal_reason = forms.ChoiceField(
        label="reden voor de aanbieder (WJ759)",
        choices=[
            ("", "kies een reden"),
            *((value, f"{value} {label}") for value, label in RefusalReason.choices),
        ],
        help_text="Gaat mee in het JW319.",
    )
    other_municipality = forms.RegexField(
        r"^[0-9]{4}$",
        label="verantwoordelijke gemeente",
        required=False,
        error_messages={"invalid": "Vul de gemeentecode van vier cijfers in."},
        help_text="Gemeentecode van vier cijfers; alleen bij 8, woonplaatsbeginsel.",
    )
    field_order = ["refusal_reason", "other_municipality", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_residence = data.get("refusal_reason") == RefusalReason.RESIDENCE
        given = data.get("other_municipality") or self.errors.get("other_municipality")
        if is_residence and not given:
            self.add_error("other_municipality", "Vul de gemeente in die wel verantwoordelijk is.")
        if given and data.get("refusal_reason") and not is_residence:
            self.add_error(
                "other_municipality", "Alleen bij 8, woonplaatsbeginsel. Laat dit veld anders leeg."
            )
        return data


class GrantForm(DecisionForm):
    number = forms.IntegerField(
        label="toewijzingnummer",
        required=False,
        min_value=1,
        max_value=999_999_999,
        help_text="Van de eerste nieuwe toewijzing. Leeg = het eerste nummer boven alle bekende van de gemeente.",
    )


class TermsForm(GrantForm):
    """What a JW315 is granted; filled with what was asked (IV094). Tested as the JW301 about it will be."""

    category = forms.ChoiceField(
        label="productcategorie",
        required=False,
        choices=[("", "geen"), *((value, f"{value} {name}") for value, name in CATEGORIES.items())],
    )
    product_code = forms.CharField(label="productcode", required=False, max_length=5)
    begin = forms.DateField(label="ingangsdatum", widget=DateInput)
    end = forms.DateField(label="einddatum", required=False, widget=DateInput)
    volume = forms.IntegerField(label="volume", required=False, min_value=1, max_value=99_999_999)
    unit = forms.ChoiceField(label="eenheid", required=False, choices=[("", "geen"), *Unit.choices])
    frequency = forms.ChoiceField(
        label="frequentie", required=False, choices=[("", "geen"), *Frequency.choices]
    )
    budget = forms.DecimalField(
        label="budget (euro)", required=False, min_value=0, max_digits=8, decimal_places=2, localize=True
    )
    field_order = [
        "category",
        "product_code",
        "begin",
        "end",
        "volume",
        "unit",
        "frequency",
        "budget",
        "number",
        "reason",
    ]

    @property
    def terms(self) -> Terms:
        """Of a form that is valid."""
        data = self.cleaned_data
        budget = data["budget"]
        return Terms(
            data["category"],
            data["product_code"],
            data["begin"],
            data["end"],
            data["volume"],
            data["unit"],
            data["frequency"],
            None if budget is None else int(budget * 100),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for field, sentence in _faults(self.terms):
                self.add_error(field, sentence)
        return data


def _faults(terms: Terms) -> Iterator[tuple[str, str]]:
    """By field: what the rules of the standard forbid."""
    has_size = bool(terms.volume or terms.unit or terms.frequency)
    if terms.end and terms.end < terms.begin:
        yield "end", "De einddatum ligt voor de ingangsdatum (CS003)."
    if has_size and not (terms.volume and terms.unit and terms.frequency):
        yield "volume", "Vul volume, eenheid en frequentie alle drie in, of geen van drie."
    if has_size and terms.budget is not None:
        yield "budget", "Kies een volume of een budget, niet beide (CD077, CD078)."
    if terms.product_code and not has_size:
        yield "volume", "Bij een productcode hoort een volume (CD041)."
    if not terms.product_code and has_size:
        yield "volume", "Zonder productcode is er geen volume, maar een budget (CD080)."
    if not terms.category and (terms.budget is None or terms.product_code):
        yield "category", "Zonder productcategorie is er geen productcode, en wel een budget (CD079)."
    if terms.budget is not None and not terms.end:
        yield "end", "Bij een budget hoort een einddatum (CD075)."
    if terms.frequency == Frequency.WEEK and not terms.end:
        yield "end", "Bij een volume per week hoort een einddatum (CD076)."
    if terms.unit in BY_PERIOD and terms.frequency == Frequency.DAY:
        yield "frequency", "Deze eenheid gaat per week, per maand of in totaal (CS338)."
    if not fits(terms.category, terms.product_code):
        yield "product_code", "Deze code staat niet in de productcodelijst bij deze categorie (TR381)."


class PeopleForm(forms.Form):
    people = forms.FileField(
        label="bestand met personen",
        required=False,
        help_text=(
            "CSV met puntkomma's, uit de eigen cliëntregistratie, met de kolommen bsn, geboortedatum, geslacht, "
            "achternaam, huisnummer en postcode. Alleen nodig voor een toewijzing; het wordt gelezen en niet bewaard."
        ),
    )

    def clean_people(self) -> Any:
        file = self.cleaned_data["people"]
        if file and file.size > LARGEST_PEOPLE:
            raise forms.ValidationError(
                "Dit bestand is te groot. Geef alleen de jeugdigen van deze besluiten."
            )
        return file


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
