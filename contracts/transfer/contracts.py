"""Contracts in and out by their number.

What is read never changes agreed terms: other terms become a proposal for another person, a new contract a
concept. Only who looks after it, its predecessor and its evaluation change at once, with the reason.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from import_export import fields, resources, widgets

from contracts.choices import ProcurementForm
from contracts.models import Contract
from contracts.queries.status import current_version, terms_of, with_status
from contracts.rules.terms import TermError, Terms, parse_options
from contracts.services import decisions, details
from inkoop.base.models import Municipality, User
from providers.models import Provider

REASON = "Ingelezen uit {}."
LONGEST_NUMBER = 40


class DayWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise ValueError(
                f"‘{value}’ is geen datum. Schrijf haar als JJJJ-MM-DD, zoals 2027-12-31."
            ) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class RequiredDayWidget(DayWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if not value:
            raise ValueError("De begindatum ontbreekt. Vul in sinds wanneer het contract geldt.")
        return super().clean(value, row, **kwargs)


class FormWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if value not in ProcurementForm.values:
            known = ", ".join(ProcurementForm.values)
            raise ValueError(f"Inkoopvorm ‘{value}’ bestaat niet. Kies uit: {known}.")
        return str(value)


class OptionsWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        try:
            parse_options(value or "")
        except TermError as error:
            raise ValueError(str(error)) from None
        return value or ""


class MonthsWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if not value:
            return None
        if not str(value).isdigit():
            raise ValueError(f"‘{value}’ is geen aantal maanden. Schrijf een heel getal, of laat het leeg.")
        return int(value)


class PlacesWidget(widgets.Widget):
    """CBS codes with spaces between; empty = all municipalities."""

    def __init__(self) -> None:
        super().__init__()
        self.codes = dict(Municipality.objects.values_list("code", "pk"))
        self.names = {pk: code for code, pk in self.codes.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[int]:
        asked = str(value or "").split()
        unknown = [code for code in asked if code not in self.codes]
        if unknown:
            raise ValueError(
                f"Gemeentecode {', '.join(unknown)} is niet bekend. Gebruik de vier cijfers van het CBS; leeg is alle."
            )
        return sorted(self.codes[code] for code in asked)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(sorted(self.names[pk] for pk in value or [] if pk in self.names))


class LookupWidget(widgets.Widget):
    """One object by its natural key; all keys are read once."""

    def __init__(self, found: QuerySet, key: str, *, unknown: str, required: bool = False) -> None:
        super().__init__()
        self.by_key = {getattr(one, key): one for one in found}
        self.key, self.unknown, self.required = key, unknown, required

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if not value and not self.required:
            return None
        if value not in self.by_key:
            raise ValueError(self.unknown.format(value))
        return self.by_key[value]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(getattr(value, self.key)) if value else ""


class ContractResource(resources.ModelResource):
    """The columns of a delivery of contracts, and what people keep beside it."""

    contractnummer = fields.Field("number", "contractnummer")
    agb = fields.Field("provider", "agb")
    inkoopvorm = fields.Field("form", "inkoopvorm", FormWidget(), default="open_house")
    begin = fields.Field("begin", "begin", RequiredDayWidget())
    eind = fields.Field("end", "eind", DayWidget())
    opties = fields.Field("options", "opties", OptionsWidget())
    opzegtermijn_maanden = fields.Field("notice_months", "opzegtermijn_maanden", MonthsWidget())
    gemeentecodes = fields.Field("municipality_ids", "gemeentecodes")
    verantwoordelijke = fields.Field("responsible", "verantwoordelijke")
    voorganger = fields.Field("predecessor", "voorganger")
    evaluatie_op = fields.Field("evaluate_on", "evaluatie_op", DayWidget())

    class Meta:
        model = Contract
        fields = (
            "contractnummer",
            "agb",
            "inkoopvorm",
            "begin",
            "eind",
            "opties",
            "opzegtermijn_maanden",
            "gemeentecodes",
            "verantwoordelijke",
            "voorganger",
            "evaluatie_op",
        )
        import_id_fields = ("contractnummer",)
        skip_unchanged = True
        store_instance = True
        skip_html_diff = True
        clean_model_instances = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        widgets_by_field = {
            "agb": LookupWidget(
                Provider.objects.all(),
                "agb",
                unknown="AGB-code ‘{}’ is niet bekend. Controleer de acht cijfers of lever de aanbieder eerst aan.",
                required=True,
            ),
            "gemeentecodes": PlacesWidget(),
            "verantwoordelijke": LookupWidget(
                User.objects.filter(is_active=True, is_staff=True),
                "username",
                unknown="Gebruiker ‘{}’ is niet bekend. Gebruik de gebruikersnaam, of laat het leeg.",
            ),
            "voorganger": LookupWidget(
                Contract.objects.all(),
                "number",
                unknown="Contract ‘{}’ is niet bekend. Controleer het nummer van de voorganger.",
            ),
        }
        for name, widget in widgets_by_field.items():
            self.fields[name].widget = widget

    def get_queryset(self) -> QuerySet[Contract]:
        listed = with_status(Contract.objects.all(), today=timezone.localdate())
        return listed.select_related("provider", "responsible", "predecessor")

    def init_instance(self, row: Any = None) -> Contract:
        contract = Contract()
        empty: dict[str, Any] = {"form": "", "begin": None, "end": None, "options": "", "notice_months": None}
        for name, value in (empty | {"municipality_ids": []}).items():
            setattr(contract, name, value)
        return contract

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """A column that the file does not have keeps what it says now."""
        if not row.get("contractnummer"):
            raise ValidationError({"number": "Het contractnummer ontbreekt. Geef elk contract een nummer."})
        if len(row["contractnummer"]) > LONGEST_NUMBER:
            raise ValidationError({"number": f"Het contractnummer is langer dan {LONGEST_NUMBER} tekens."})

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        same = super().skip_row(instance, original, row, import_validation_errors)
        return bool(instance.pk) and same

    def save_instance(self, instance: Any, is_create: Any, row: Any, **kwargs: Any) -> None:
        """A proposal or a concept, by the services that a person uses as well."""
        by, today = kwargs["user"], timezone.localdate()
        reason = row.get("reden") or REASON.format(kwargs["file_name"])
        terms = Terms(instance.begin, instance.end, parse_options(instance.options), instance.notice_months)
        places = Municipality.objects.filter(pk__in=instance.municipality_ids)
        if is_create:
            made = decisions.propose_contract(
                number=instance.number,
                provider=instance.provider,
                form=ProcurementForm(instance.form),
                terms=terms,
                municipalities=places,
                reason=reason,
                decided_on=today,
                by=by,
                predecessor=instance.predecessor,
                responsible=instance.responsible,
            )
            instance.pk = made.contract_id
            return
        contract = Contract.objects.select_related("provider").get(pk=instance.pk)
        if contract.provider_id != instance.provider.pk:
            message = (
                f"Het contract is van {contract.provider.agb}. Gebruik een eigen nummer voor dit contract."
            )
            raise ValidationError({"provider": message})
        _keep_details(contract, instance, reason, by)
        _propose_terms(contract, terms, instance, places, reason, by, today)


def _keep_details(contract: Contract, read: Any, reason: str, by: User) -> None:
    asked = (read.responsible, read.predecessor, read.evaluate_on)
    if asked != (contract.responsible, contract.predecessor, contract.evaluate_on):
        details.change_details(
            contract=contract,
            responsible=asked[0],
            predecessor=asked[1],
            evaluate_on=asked[2],
            reason=reason,
            by=by,
        )


def _propose_terms(  # noqa: PLR0917 -- one call, from one row
    contract: Contract, terms: Terms, read: Any, places: QuerySet, reason: str, by: User, today: date
) -> None:
    version = current_version(contract, as_of=today)
    if version is None:
        raise ValidationError({"number": decisions.NO_TERMS})
    known = (terms_of(version), version.form, sorted(version.municipality_ids))
    if (terms, read.form, sorted(read.municipality_ids)) == known:
        return
    decisions.propose_addendum(
        contract=contract,
        terms=terms,
        municipalities=places,
        reason=reason,
        decided_on=today,
        by=by,
        today=today,
        form=ProcurementForm(read.form),
    )
