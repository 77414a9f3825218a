"""What the resources to steer by say: KPIs, talks, change, flow, forecast, reports. Amounts in whole cents."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

from contracts.models import RefusedLine
from contracts.rules.small_cells import is_small
from inkoop.api.serializers.contracting import SIX_DECIMALS, MonthField
from inkoop.base.rights import SEE_REGION
from inkoop.reports.models import Publication
from kpis.models import (
    Agreement,
    FlowMonth,
    ForecastMonth,
    KpiTask,
    KpiValue,
    KpiVersion,
    Meeting,
    Review,
    SpendingChange,
)


class ShieldedSerializer(s.ModelSerializer):
    """Who may not see the youths gets NULL for all ``figures`` when one of the ``people`` is few."""

    people: ClassVar[tuple[str, ...]] = ()
    figures: ClassVar[tuple[str, ...]] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if self.context["request"].user.has_perm(SEE_REGION):
            return told
        if any(is_small(getattr(instance, name)) for name in self.people):
            return told | dict.fromkeys(self.figures)
        return told


class RefusedLineSerializer(s.ModelSerializer):
    gemeentecode = s.CharField(source="municipality_code")
    declaratienummer = s.CharField(source="declaration_number")
    dagtekening = s.DateField(source="declared_on", allow_null=True)
    referentienummer = s.CharField(source="reference")
    toewijzingnummer = s.CharField(source="allocation_number")
    productcategorie = s.CharField(source="category")
    productcode = s.CharField(source="product_code")
    maand = MonthField(source="month", allow_null=True)
    bedrag = s.IntegerField(source="amount", allow_null=True, help_text="Eurocent.")
    debet_credit = s.CharField(source="debit_credit")
    ontvangen_op = s.DateField(source="received_on")

    class Meta:
        model = RefusedLine
        fields = [
            "id",
            "agb",
            "gemeentecode",
            "declaratienummer",
            "dagtekening",
            "referentienummer",
            "toewijzingnummer",
            "productcategorie",
            "productcode",
            "maand",
            "bedrag",
            "debet_credit",
            "codes",
            "ontvangen_op",
        ]


class KpiSerializer(s.ModelSerializer):
    kpi = s.CharField(source="kpi.code")
    naam = s.CharField(source="kpi.name")
    waarom = s.CharField(source="kpi.why")
    bron = s.CharField(source="kpi.source")
    versie = s.IntegerField(source="number")
    eenheid = s.CharField(source="what.unit")
    formule = s.CharField(source="formula")
    richting = s.CharField(source="direction")
    streefwaarde = s.DecimalField(source="target", **SIX_DECIMALS)
    grens_groen = s.DecimalField(source="green", **SIX_DECIMALS)
    grens_rood = s.DecimalField(source="red", **SIX_DECIMALS)
    minimale_n = s.IntegerField(source="minimum_n")
    ritme = s.CharField(source="rhythm")
    geldig_vanaf = s.DateField(source="valid_from")
    geldig_tm = s.DateField(source="valid_to", allow_null=True)

    class Meta:
        model = KpiVersion
        fields = [
            "kpi",
            "naam",
            "waarom",
            "bron",
            "versie",
            "eenheid",
            "formule",
            "richting",
            "streefwaarde",
            "grens_groen",
            "grens_rood",
            "minimale_n",
            "ritme",
            "geldig_vanaf",
            "geldig_tm",
        ]


class KpiValueSerializer(ShieldedSerializer):
    """Who may not see the youths gets NULL for a figure that few of them stand behind."""

    people, figures = ("n",), ("teller", "noemer", "n", "waarde")

    kpi = s.CharField(source="version.kpi.code")
    versie = s.IntegerField(source="version.number")
    niveau = s.CharField(source="level")
    sleutel = s.CharField(
        source="key", help_text="Leeg = de hele regio; anders segment, contractnummer of AGB."
    )
    teller = s.IntegerField(source="numerator", allow_null=True)
    noemer = s.IntegerField(source="denominator", allow_null=True)
    n = s.IntegerField(allow_null=True)
    waarde = s.DecimalField(source="value", **SIX_DECIMALS)
    status = s.CharField()
    kleur = s.CharField(source="colour")

    class Meta:
        model = KpiValue
        fields = ["kpi", "versie", "niveau", "sleutel", "teller", "noemer", "n", "waarde", "status", "kleur"]


class KpiTaskSerializer(s.ModelSerializer):
    kpi = s.CharField(source="kpi.code")
    agb = s.CharField(source="provider.agb", allow_null=True, default=None, help_text="Leeg = het CBS.")
    periode_begin = s.DateField(source="period_from")
    periode_eind = s.DateField(source="period_to")
    inleveren_tm = s.DateField(source="due_on")
    stand = s.CharField(source="state")
    teller = s.IntegerField(source="numerator", allow_null=True)
    noemer = s.IntegerField(source="denominator", allow_null=True)
    toelichting = s.CharField(source="note")

    class Meta:
        model = KpiTask
        fields = [
            "id",
            "kpi",
            "agb",
            "periode_begin",
            "periode_eind",
            "inleveren_tm",
            "stand",
            "teller",
            "noemer",
            "toelichting",
        ]


class ReviewSerializer(s.ModelSerializer):
    kwartaal = s.DateField(source="invitation.round.quarter", help_text="De eerste dag van het kwartaal.")
    gemeentecode = s.CharField(source="invitation.reviewer.municipality.code")
    agb = s.CharField(source="provider.agb")
    cijfer = s.IntegerField(source="score")
    toelichting = s.CharField(source="text")

    class Meta:
        model = Review
        fields = ["id", "kwartaal", "gemeentecode", "agb", "cijfer", "toelichting"]


class MeetingSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    soort = s.CharField(source="kind")
    stand = s.CharField(source="state")
    uiterlijk_op = s.DateField(source="due_on", allow_null=True)
    gepland_op = s.DateField(source="planned_on")
    gehouden_op = s.DateField(source="held_on", allow_null=True)

    class Meta:
        model = Meeting
        fields = ["id", "agb", "soort", "stand", "uiterlijk_op", "gepland_op", "gehouden_op"]


class AgreementSerializer(s.ModelSerializer):
    agb = s.CharField(source="provider.agb")
    gesprek = s.IntegerField(source="meeting_id", allow_null=True)
    afspraak = s.CharField(source="measure")
    afgesproken_op = s.DateField(source="agreed_on")
    gereed_op = s.DateField(source="due_on")
    toetsen_op = s.DateField(source="test_on")
    uitkomst = s.CharField(source="result", help_text="Leeg = nog open.")
    uitkomst_op = s.DateField(source="result_on", allow_null=True)

    class Meta:
        model = Agreement
        fields = [
            "id",
            "agb",
            "gesprek",
            "afspraak",
            "afgesproken_op",
            "gereed_op",
            "toetsen_op",
            "uitkomst",
            "uitkomst_op",
        ]


class ChangeSerializer(ShieldedSerializer):
    """Who may not see the youths gets NULL for a change that few of them stand behind."""

    people = ("clients_before", "clients_after")
    figures = (
        "clienten_eerder",
        "clienten_later",
        "gedeclareerd_eerder",
        "gedeclareerd_later",
        "door_clienten",
        "door_volume",
        "door_prijs",
        "door_nieuw",
        "door_vervallen",
        "door_vast",
    )

    uitsplitsing = s.CharField(source="dimension")
    sleutel = s.CharField(source="key")
    productcode = s.CharField(source="product_code", help_text="Leeg = alle producten samen.")
    eenheid = s.CharField(source="unit")
    clienten_eerder = s.IntegerField(source="clients_before", allow_null=True)
    clienten_later = s.IntegerField(source="clients_after", allow_null=True)
    gedeclareerd_eerder = s.IntegerField(source="declared_before", allow_null=True)
    gedeclareerd_later = s.IntegerField(source="declared_after", allow_null=True)
    door_clienten = s.IntegerField(source="by_clients", allow_null=True)
    door_volume = s.IntegerField(source="by_volume", allow_null=True)
    door_prijs = s.IntegerField(source="by_price", allow_null=True)
    door_nieuw = s.IntegerField(source="by_new", allow_null=True)
    door_vervallen = s.IntegerField(source="by_gone", allow_null=True)
    door_vast = s.IntegerField(source="by_fixed", allow_null=True)

    class Meta:
        model = SpendingChange
        fields = [
            "uitsplitsing",
            "sleutel",
            "productcode",
            "eenheid",
            "clienten_eerder",
            "clienten_later",
            "gedeclareerd_eerder",
            "gedeclareerd_later",
            "door_clienten",
            "door_volume",
            "door_prijs",
            "door_nieuw",
            "door_vervallen",
            "door_vast",
        ]


class FlowSerializer(ShieldedSerializer):
    """Who may not see the youths gets NULL for a month in which few of them came, went or stayed."""

    people = ("begin", "entered", "left", "end")
    figures = (
        "beginstand",
        "ingestroomd",
        "uitgestroomd",
        "eindstand",
        "doorgestroomd",
        "herhaald_beroep",
        "einde_aangenomen",
    )

    bereik = s.CharField(source="scope")
    sleutel = s.CharField(source="key", help_text="Leeg = de hele regio; anders gemeentecode of AGB.")
    zorgvorm = s.CharField(source="care_form", help_text="Leeg = alle hulp.")
    maand = MonthField(source="month")
    beginstand = s.IntegerField(source="begin", allow_null=True)
    ingestroomd = s.IntegerField(source="entered", allow_null=True)
    uitgestroomd = s.IntegerField(source="left", allow_null=True)
    eindstand = s.IntegerField(source="end", allow_null=True)
    doorgestroomd = s.IntegerField(source="onward", allow_null=True)
    herhaald_beroep = s.IntegerField(source="repeated", allow_null=True)
    einde_aangenomen = s.IntegerField(source="imputed", allow_null=True)

    class Meta:
        model = FlowMonth
        fields = [
            "bereik",
            "sleutel",
            "zorgvorm",
            "maand",
            "beginstand",
            "ingestroomd",
            "uitgestroomd",
            "eindstand",
            "doorgestroomd",
            "herhaald_beroep",
            "einde_aangenomen",
        ]


class ForecastSerializer(s.ModelSerializer):
    """Who may not see the youths gets NULL for a category that few of them stand behind."""

    gemeentecode = s.CharField(source="municipality.code")
    productcategorie = s.CharField(source="category")
    maand = MonthField(source="month")
    stand = s.CharField(source="kind")
    gedeclareerd = s.IntegerField(source="declared", allow_null=True)
    nog_op_toewijzingen = s.IntegerField(source="committed", allow_null=True)
    nieuwe_instroom = s.IntegerField(source="inflow", allow_null=True)

    class Meta:
        model = ForecastMonth
        fields = [
            "gemeentecode",
            "productcategorie",
            "maand",
            "stand",
            "gedeclareerd",
            "nog_op_toewijzingen",
            "nieuwe_instroom",
        ]

    def to_representation(self, instance: ForecastMonth) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if (instance.municipality_id, instance.category) in self.context["few"]:
            return told | dict.fromkeys(("gedeclareerd", "nog_op_toewijzingen", "nieuwe_instroom"))
        return told


class PublicationSerializer(s.ModelSerializer):
    soort = s.CharField(source="kind")
    gemeentecode = s.CharField(
        source="municipality.code", allow_null=True, default=None, help_text="Leeg = de hele regio."
    )
    jaar = s.IntegerField(source="year")
    nummer = s.IntegerField(source="number")
    vastgesteld_op = s.DateTimeField(source="published_at")

    class Meta:
        model = Publication
        fields = ["id", "soort", "gemeentecode", "jaar", "nummer", "peildatum", "vastgesteld_op", "sha256"]


class EditionSerializer(PublicationSerializer):
    """With what it says; never the figures behind what is hidden."""

    inhoud = s.SerializerMethodField()

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "inhoud"]

    @extend_schema_field({"type": "object"})
    def get_inhoud(self, publication: Publication) -> dict[str, Any]:
        report: dict[str, Any] = publication.content["report"]
        return report


class TrialSerializer(s.Serializer):
    proef = s.BooleanField(default=False, help_text="Alles controleren, niets bewaren.")


class NewKpiValueSerializer(TrialSerializer):
    kpi = s.CharField(max_length=8)
    agb = s.RegexField(
        "^([0-9]{8})?$", default="", allow_blank=True, help_text="Leeg = het cijfer van het CBS."
    )
    periode_begin = s.DateField()
    periode_eind = s.DateField()
    teller = s.IntegerField(min_value=0, max_value=10**15)
    noemer = s.IntegerField(min_value=1, max_value=10**15)
    toelichting = s.CharField(max_length=2000, default="", allow_blank=True)


class JudgementSerializer(s.Serializer):
    agb = s.RegexField("^[0-9]{8}$")
    cijfer = s.IntegerField(min_value=1, max_value=10)
    toelichting = s.CharField(max_length=2000, default="", allow_blank=True)


class NewReviewSerializer(TrialSerializer):
    kwartaal = s.DateField(help_text="De eerste dag van het kwartaal.")
    email = s.EmailField(help_text="Van de jeugdprofessional die is uitgenodigd.")
    oordelen = JudgementSerializer(many=True, allow_empty=False)
    indienen = s.BooleanField(default=False, help_text="Zonder is het een concept; daarna kan niets meer.")


class KeptSerializer(s.Serializer):
    """What was written, or would be."""

    proef = s.BooleanField()
    bewaard = s.IntegerField(help_text="Aantal cijfers of oordelen.")
