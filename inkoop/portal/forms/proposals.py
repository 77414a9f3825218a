"""What a provider proposes to change, one form per kind."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from contracts.choices import ProposalKind
from contracts.models import Contract, ProductCode
from contracts.queries.status import current_version
from inkoop.base.forms import DayField
from inkoop.base.models import Municipality
from inkoop.portal.forms.fields import WordsField
from providers.choices import ContactRole
from providers.models import Contact, Location, Provider
from providers.models.validators import check_branch, check_kvk, check_postcode


class ProposalForm(forms.Form):
    """``details`` are the new values as they are kept. ``subject``: what is changed; None = something new."""

    reason = WordsField(
        label="Toelichting", required=False, rows=3, help_text="De contractmanager leest dit bij uw voorstel."
    )

    def __init__(
        self,
        *args: Any,
        provider: Provider,
        contract: Contract | None = None,
        subject: Any = None,
        **kwargs: Any,
    ) -> None:
        self.provider, self.contract, self.subject = provider, contract, subject
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])
        if subject is not None:
            for name in self.fields:
                if hasattr(subject, name):
                    self.fields[name].initial = getattr(subject, name)

    @property
    def details(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if name != "reason"
        }


class ContactForm(ProposalForm):
    name = forms.CharField(label="Naam", max_length=80)
    role = forms.ChoiceField(label="Waarvoor", choices=ContactRole.choices)
    email = forms.EmailField(label="E-mail (zakelijk)", max_length=120)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        same = Contact.objects.filter(provider=self.provider, email=email)
        if same.exclude(pk=self.subject.pk if self.subject else 0).exists():
            raise forms.ValidationError(
                "Met dit adres staat al een contactpersoon in het register. Wijzig die."
            )
        return email


class LocationForm(ProposalForm):
    name = forms.CharField(label="Naam van de locatie", max_length=80)
    branch = forms.CharField(
        label="Vestigingsnummer", max_length=12, required=False, validators=[check_branch]
    )
    street = forms.CharField(label="Straat en nummer", max_length=100, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False, validators=[check_postcode])
    city = forms.CharField(label="Plaats", max_length=80)
    has_stay = forms.BooleanField(label="Jeugdigen kunnen hier overnachten", required=False)
    closed_on = DayField(label="Gesloten per", required=False)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        same = Location.objects.filter(provider=self.provider, name=name)
        if same.exclude(pk=self.subject.pk if self.subject else 0).exists():
            raise forms.ValidationError("Een locatie met deze naam staat al in het register. Wijzig die.")
        return name


class SubcontractorForm(ProposalForm):
    name = forms.CharField(label="Naam onderaannemer", max_length=120)
    kvk = forms.CharField(label="KvK-nummer", max_length=8, validators=[check_kvk])
    is_self_employed = forms.BooleanField(
        label="Dit is een zzp'er", required=False, help_text="Toestemming is dan niet nodig."
    )
    begin = DayField(label="Vanaf")
    end = DayField(label="Tot en met", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begin") and data.get("end") and data["end"] < data["begin"]:
            self.add_error("end", "Het einde ligt voor het begin. Kies een latere dag.")
        return data


class ProductsForm(ProposalForm):
    """Which products the contract should have from now on, and which no longer."""

    add = forms.MultipleChoiceField(
        label="Toevoegen", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "many"})
    )
    remove = forms.MultipleChoiceField(
        label="Beëindigen", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, now: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(one.code, f"{one.code} {one.description}") for one in ProductCode.objects.order_by("code")]
        self.fields["add"].choices = [one for one in codes if one[0] not in now]  # type: ignore[attr-defined]  # a choice
        self.fields["remove"].choices = [one for one in codes if one[0] in now]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("add") and not data.get("remove"):
            self.add_error(None, "Kies ten minste één product dat erbij komt of eindigt.")
        return data


class MunicipalitiesForm(ProposalForm):
    municipality_ids = forms.ModelMultipleChoiceField(
        label="Gemeenten waarvoor u wilt werken",
        queryset=Municipality.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.contract is not None:
            version = current_version(self.contract, as_of=timezone.localdate())
            everywhere = list(Municipality.objects.values_list("pk", flat=True))
            self.fields["municipality_ids"].initial = (version and version.municipality_ids) or everywhere

    @property
    def details(self) -> dict[str, Any]:
        return {"municipality_ids": sorted(one.pk for one in self.cleaned_data["municipality_ids"])}


class TerminationForm(ProposalForm):
    end = DayField(label="Laatste dag van het contract", help_text="Houd rekening met de opzegtermijn.")

    def clean_end(self) -> date:
        end: date = self.cleaned_data["end"]
        if end < timezone.localdate():
            raise forms.ValidationError("Deze dag is voorbij. Kies een dag in de toekomst.")
        return end


FORMS: dict[ProposalKind, type[ProposalForm]] = {
    ProposalKind.CONTACT: ContactForm,
    ProposalKind.LOCATION: LocationForm,
    ProposalKind.SUBCONTRACTOR: SubcontractorForm,
    ProposalKind.PRODUCTS: ProductsForm,
    ProposalKind.MUNICIPALITIES: MunicipalitiesForm,
    ProposalKind.TERMINATION: TerminationForm,
}
OF_A_CONTRACT = {ProposalKind.PRODUCTS, ProposalKind.MUNICIPALITIES, ProposalKind.TERMINATION}
