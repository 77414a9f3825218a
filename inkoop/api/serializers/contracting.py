"""What each resource says. Names as in the files that are delivered and exported; amounts in whole cents."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

from contracts.models import (
    Allocation,
    AllocationVersion,
    Contract,
    Declaration,
    DeclarationLine,
    ProductCode,
    Tariff,
)
from contracts.rules.small_cells import is_small
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery, Municipality
from inkoop.base.rights import SEE_REGION
from kpis.models import IbpStatus, IndicatorValue, MonthValue, Signal
from providers.models import Provider

WITHOUT_INVOICE = ("clienten_zonder_factuur", "indicatiewaarde_zonder_factuur")
FIGURES_OF_MONTH = (
    "clienten",
    "indicatiewaarde",
    "gedeclareerd",
    "volledigheid",
    "verwacht",
    *WITHOUT_INVOICE,
)
SIX_DECIMALS: dict[str, Any] = {"max_digits": 24, "decimal_places": 6, "allow_null": True}


@extend_schema_field({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"})
class MonthField(s.Field):
    """The first day of a month, as JJJJ-MM; NULL stays NULL."""

    def to_representation(self, value: Any) -> str:
        return f"{value:%Y-%m}"


@extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$"})
class ClockField(s.TimeField):
    """A time of the day without a zone, which ``format: time`` would ask for."""


class MunicipalitySerializer(s.ModelSerializer):
    gemeentecode = s.CharField(source="code")
    naam = s.CharField(source="name")

    class Meta:
        model = Municipality
        fields = ["gemeentecode", "naam"]


class ProviderSerializer(s.ModelSerializer):
    naam = s.CharField(source="name")
    rechtsvorm = s.CharField(source="legal_form")
    plaats = s.CharField(source="city")
    uitgesloten_tm = s.DateField(source="excluded_until", allow_null=True)

    class Meta:
        model = Provider
        fields = ["agb", "naam", "kvk", "rechtsvorm", "segment", "plaats", "status", "uitgesloten_tm"]


class ContractSerializer(s.ModelSerializer):
    contractnummer = s.CharField(source="number")
    agb = s.CharField(source="provider.agb")
    inkoopvorm = s.CharField(source="form", allow_null=True)
    begin = s.DateField(allow_null=True)
    eind = s.DateField(source="end", allow_null=True)
    opties = s.CharField(source="options", allow_null=True)
    opzegtermijn_maanden = s.IntegerField(source="notice_months", allow_null=True)
    gemeentecodes = s.SerializerMethodField(help_text="Leeg = alle gemeenten.")

    class Meta:
        model = Contract
        fields = [
            "contractnummer",
            "agb",
            "inkoopvorm",
            "begin",
            "eind",
            "opties",
            "opzegtermijn_maanden",
            "gemeentecodes",
        ]

    def get_gemeentecodes(self, contract: Any) -> list[str]:
        codes: dict[int, str] = self.context["codes"]
        return [codes[pk] for pk in contract.municipality_ids or () if pk in codes]


class TariffSerializer(s.ModelSerializer):
    contractnummer = s.CharField(source="contract.number")
    productcode = s.CharField(source="product_code.code")
    eind = s.DateField(source="end", allow_null=True)
    tarief = s.IntegerField(source="cents", help_text="Eurocent.")
    eenheid = s.CharField(source="unit")

    class Meta:
        model = Tariff
        fields = ["id", "contractnummer", "productcode", "begin", "eind", "tarief", "eenheid"]


class ProductSerializer(s.ModelSerializer):
    productcode = s.CharField(source="code")
    productcategorie = s.CharField(source="category_id")
    omschrijving = s.CharField(source="description")
    eenheid = s.CharField(source="unit")
    zorgvorm = s.CharField(source="care_form")
    gewichtsklasse = s.IntegerField(source="weight_class", allow_null=True)
    bekostiging = s.CharField(source="funding")
    max_duur_dagen = s.IntegerField(source="max_days", allow_null=True)
    opleidingsniveau = s.CharField(source="staff_level")
    verlengd = s.BooleanField(source="extended")

    class Meta:
        model = ProductCode
        fields = [
            "productcode",
            "productcategorie",
            "omschrijving",
            "eenheid",
            "zorgvorm",
            "gewichtsklasse",
            "bekostiging",
            "max_duur_dagen",
            "opleidingsniveau",
            "verlengd",
        ]


class AllocationVersionSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    productcategorie = s.CharField(source="category")
    productcode = s.CharField(source="product_code")
    toewijzingsdatum = s.DateField(source="issued_on")
    toewijzingstijd = ClockField(source="issued_at")
    ingangsdatum = s.DateField(source="begin")
    einddatum = s.DateField(source="end", allow_null=True)
    eenheid = s.CharField(source="unit")
    frequentie = s.CharField(source="frequency")
    reden_wijziging = s.CharField(source="reason")
    verwijzer = s.CharField(source="referrer_type")

    class Meta:
        model = AllocationVersion
        fields = [
            "agb",
            "productcategorie",
            "productcode",
            "toewijzingsdatum",
            "toewijzingstijd",
            "ingangsdatum",
            "einddatum",
            "volume",
            "eenheid",
            "frequentie",
            "budget",
            "reden_wijziging",
            "verwijzer",
        ]


class AllocationSerializer(s.ModelSerializer):
    gemeentecode = s.CharField(source="municipality.code")
    toewijzingnummer = s.CharField(source="number")
    client = s.CharField(source="client.pseudonym", help_text="Pseudoniem; nooit een BSN.")
    versies = AllocationVersionSerializer(source="versions", many=True)

    class Meta:
        model = Allocation
        fields = ["id", "gemeentecode", "toewijzingnummer", "client", "versies"]


class DeclarationSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    gemeentecode = s.CharField(source="municipality.code")
    declaratienummer = s.CharField(source="number")
    dagtekening = s.DateField(source="declared_on")
    ontvangen_op = s.DateField(source="received_on")

    class Meta:
        model = Declaration
        fields = ["id", "agb", "gemeentecode", "declaratienummer", "dagtekening", "ontvangen_op"]


class LineSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    gemeentecode = s.CharField(source="municipality.code")
    declaratienummer = s.CharField(source="declaration.number")
    referentienummer = s.CharField(source="reference")
    client = s.CharField(source="client.pseudonym", help_text="Pseudoniem; nooit een BSN.")
    toewijzingnummer = s.CharField(source="allocation.number")
    productcategorie = s.CharField(source="category")
    productcode = s.CharField(source="product_code")
    dagtekening = s.DateField(source="declared_on")
    ontvangen_op = s.DateField(source="received_on")
    periode_begin = s.DateField(source="begin")
    periode_eind = s.DateField(source="end")
    eenheid = s.CharField(source="unit")
    tarief = s.IntegerField(source="tariff", allow_null=True, help_text="Eurocent.")
    bedrag = s.IntegerField(source="amount", help_text="Eurocent.")
    debet_credit = s.CharField(source="debit_credit")

    class Meta:
        model = DeclarationLine
        fields = [
            "id",
            "agb",
            "gemeentecode",
            "declaratienummer",
            "referentienummer",
            "client",
            "toewijzingnummer",
            "productcategorie",
            "productcode",
            "dagtekening",
            "ontvangen_op",
            "periode_begin",
            "periode_eind",
            "volume",
            "eenheid",
            "tarief",
            "bedrag",
            "debet_credit",
        ]


class IndicatorSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    split = s.CharField(source="part")
    teller = s.IntegerField(source="numerator", allow_null=True)
    noemer = s.IntegerField(source="denominator", allow_null=True)
    waarde = s.DecimalField(source="value", **SIX_DECIMALS)
    mediaan_peers = s.DecimalField(source="median_peers", **SIX_DECIMALS)
    robuuste_z = s.DecimalField(source="robust_z", **SIX_DECIMALS)
    signaal = s.BooleanField(source="signal")

    class Meta:
        model = IndicatorValue
        fields = [
            "agb",
            "split",
            "indicator",
            "teller",
            "noemer",
            "waarde",
            "status",
            "n_peers",
            "mediaan_peers",
            "robuuste_z",
            "signaal",
        ]


class IbpSerializer(s.ModelSerializer):
    ibp = s.CharField(source="ibp.code")
    gemeentecode = s.CharField(source="municipality.code")
    bedrag_oorspronkelijk = s.IntegerField(source="amount_original", allow_null=True)
    bedrag_actueel = s.IntegerField(source="amount_current", allow_null=True)
    gedeclareerd = s.IntegerField(source="used")
    benutting = s.DecimalField(source="utilisation", **SIX_DECIMALS)
    benutting_oorspronkelijk = s.DecimalField(source="utilisation_original", **SIX_DECIMALS)
    maand_80 = MonthField(source="month_80", allow_null=True)
    maand_100 = MonthField(source="month_100", allow_null=True)
    overschrijding = s.IntegerField(source="overrun", allow_null=True)
    overschrijding_oorspronkelijk = s.IntegerField(source="overrun_original", allow_null=True)
    verwachte_uitputting = s.SerializerMethodField()

    class Meta:
        model = IbpStatus
        fields = [
            "ibp",
            "gemeentecode",
            "bedrag_oorspronkelijk",
            "bedrag_actueel",
            "gedeclareerd",
            "benutting",
            "benutting_oorspronkelijk",
            "status",
            "maand_80",
            "maand_100",
            "overschrijding",
            "overschrijding_oorspronkelijk",
            "verwachte_uitputting",
        ]

    @extend_schema_field({"type": ["string", "null"], "description": "Een dag, of ‘binnen looptijd’."})
    def get_verwachte_uitputting(self, status: IbpStatus) -> str | None:
        if status.lasts_the_term:
            return "binnen looptijd"
        return status.exhausted_on.isoformat() if status.exhausted_on else None


class MonthSerializer(s.ModelSerializer):
    """Who may not see the youths gets NULL for few of them, and for what those cost."""

    gemeentecode = s.CharField(source="municipality.code")
    productcategorie = s.CharField(source="category")
    maand = MonthField(source="month")
    clienten = s.IntegerField(source="clients", allow_null=True)
    indicatiewaarde = s.IntegerField(source="value", allow_null=True)
    gedeclareerd = s.IntegerField(source="declared", allow_null=True)
    clienten_zonder_factuur = s.IntegerField(source="clients_without_invoice", allow_null=True)
    indicatiewaarde_zonder_factuur = s.IntegerField(source="value_without_invoice", allow_null=True)
    volledigheid = s.DecimalField(source="completeness", **SIX_DECIMALS)
    verwacht = s.IntegerField(source="expected", allow_null=True)

    class Meta:
        model = MonthValue
        fields = [
            "gemeentecode",
            "productcategorie",
            "maand",
            "clienten",
            "indicatiewaarde",
            "gedeclareerd",
            "clienten_zonder_factuur",
            "indicatiewaarde_zonder_factuur",
            "volledigheid",
            "verwacht",
        ]

    def to_representation(self, instance: MonthValue) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if self.context["request"].user.has_perm(SEE_REGION):
            return told
        if is_small(instance.clients):
            return told | dict.fromkeys(FIGURES_OF_MONTH)
        if is_small(instance.clients_without_invoice):
            return told | dict.fromkeys(WITHOUT_INVOICE)
        return told


class SignalSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    waarde = s.DecimalField(source="value", **SIX_DECIMALS)
    mediaan_peers = s.DecimalField(source="median_peers", **SIX_DECIMALS)
    robuuste_z = s.DecimalField(source="robust_z", **SIX_DECIMALS)
    eerste_maand = MonthField(source="window_from")
    laatste_maand = MonthField(source="window_to")
    uitleg = s.CharField(source="reading")

    class Meta:
        model = Signal
        fields = [
            "id",
            "agb",
            "indicator",
            "waarde",
            "n_peers",
            "mediaan_peers",
            "robuuste_z",
            "eerste_maand",
            "laatste_maand",
            "peildatum",
            "uitleg",
        ]


class DeliverySerializer(s.ModelSerializer):
    soort = s.CharField(source="kind")
    bestand = s.CharField(source="file_name")
    ontvangen_op = s.DateField(source="received_on")
    proef = s.BooleanField(source="is_trial")
    rijen = s.IntegerField(source="rows_total", allow_null=True)
    aanvaard = s.IntegerField(source="rows_accepted", allow_null=True)
    geweigerd = s.IntegerField(source="rows_refused", allow_null=True)
    ongewijzigd = s.IntegerField(source="rows_unchanged", allow_null=True)
    toelichting = s.CharField(source="message")

    class Meta:
        model = Delivery
        fields = [
            "id",
            "soort",
            "bestand",
            "ontvangen_op",
            "status",
            "proef",
            "rijen",
            "aanvaard",
            "geweigerd",
            "ongewijzigd",
            "toelichting",
        ]


class NewDeliverySerializer(s.Serializer):
    bestand = s.FileField(help_text="CSV, XLSX of een iJw-bericht; dezelfde bestanden als in het scherm.")
    soort = s.ChoiceField(
        choices=DeliveryKind.choices, required=False, help_text="Anders volgt zij uit de kop."
    )
    ontvangen_op = s.DateField(required=False, help_text="Anders vandaag.")
    proef = s.BooleanField(default=False, help_text="Alles controleren, niets laden.")
