"""Import and export of providers by AGB code, and of what hangs on them by that code and a key of their own."""

from typing import Any

from import_export import fields, resources, widgets

from inkoop.base.resources import DeliveredResource
from providers.choices import EvidenceKind
from providers.models import Contact, Evidence, Location, Provider, ProviderSegment, Subcontracting
from providers.rules.evidence import expiry


class ProviderResource(DeliveredResource):
    agb = fields.Field("agb", "agb")
    naam = fields.Field("name", "naam")
    kvk = fields.Field("kvk", "kvk")
    rechtsvorm = fields.Field("legal_form", "rechtsvorm")
    segment = fields.Field("segment", "segment")
    plaats = fields.Field("city", "plaats")
    email = fields.Field("email", "email")

    class Meta:
        model = Provider
        fields = ("agb", "naam", "kvk", "rechtsvorm", "segment", "plaats", "email")
        import_id_fields = ("agb",)
        skip_unchanged = True
        store_instance = True

    def after_save_instance(self, instance: Provider, row: Any, **kwargs: Any) -> None:
        """A new segment is appended, so that the peers of a past peildatum stay what they were."""
        newest = instance.segments.order_by("-received_on", "-id").first()
        if newest is None or newest.segment != instance.segment:
            ProviderSegment.objects.update_or_create(
                provider=instance,
                delivery=kwargs["delivery"],
                defaults={
                    "segment": instance.segment,
                    "row_number": instance.row_number,
                    "received_on": kwargs["delivery"].received_on,
                },
            )


class KnownProvider(widgets.CachedForeignKeyWidget):
    """The provider of a row, by AGB code; says so when there is none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except Provider.DoesNotExist:
            raise ValueError(f"AGB-code {value} is niet bekend. Lever eerst de aanbieder aan.") from None


class YesNo(widgets.BooleanWidget):
    TRUE_VALUES = ["1", "ja"]
    FALSE_VALUES = ["0", "nee"]


class LocationResource(resources.ModelResource):
    agb = fields.Field("provider", "agb", KnownProvider(Provider, "agb"))
    naam = fields.Field("name", "naam")
    vestigingsnummer = fields.Field("branch", "vestigingsnummer", default="")
    straat = fields.Field("street", "straat", default="")
    postcode = fields.Field("postcode", "postcode", default="")
    plaats = fields.Field("city", "plaats")
    verblijf = fields.Field("has_stay", "verblijf", YesNo(), default=False)
    gesloten_per = fields.Field("closed_on", "gesloten_per", widgets.DateWidget("%Y-%m-%d"))

    class Meta:
        model = Location
        fields = (
            "agb",
            "naam",
            "vestigingsnummer",
            "straat",
            "postcode",
            "plaats",
            "verblijf",
            "gesloten_per",
        )
        import_id_fields = ("agb", "naam")
        skip_unchanged = True
        clean_model_instances = True
        store_instance = True


class ContactResource(resources.ModelResource):
    agb = fields.Field("provider", "agb", KnownProvider(Provider, "agb"))
    naam = fields.Field("name", "naam")
    rol = fields.Field("role", "rol")
    email = fields.Field("email", "email")
    telefoon = fields.Field("phone", "telefoon", default="")

    class Meta:
        model = Contact
        fields = ("agb", "naam", "rol", "email", "telefoon")
        import_id_fields = ("agb", "email")
        skip_unchanged = True
        clean_model_instances = True
        store_instance = True


class IsoDay(widgets.DateWidget):
    """A day as YYYY-MM-DD; says so when it is not."""

    def __init__(self) -> None:
        super().__init__("%Y-%m-%d")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(
                f"‘{value}’ is geen datum. Schrijf haar als JJJJ-MM-DD, zoals 2027-12-31."
            ) from None


class OptionalProvider(KnownProvider):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return super().clean(value, row, **kwargs) if value else None


class SubcontractingResource(resources.ModelResource):
    agb = fields.Field("provider", "agb", KnownProvider(Provider, "agb"))
    naam = fields.Field("name", "naam")
    kvk = fields.Field("kvk", "kvk")
    bekend_als_agb = fields.Field("known_as", "bekend_als_agb", OptionalProvider(Provider, "agb"))
    zzp = fields.Field("is_self_employed", "zzp", YesNo(), default=False)
    begin = fields.Field("begin", "begin", IsoDay())
    eind = fields.Field("end", "eind", IsoDay())
    toestemming_op = fields.Field("consented_on", "toestemming_op", IsoDay())

    class Meta:
        model = Subcontracting
        fields = ("agb", "naam", "kvk", "bekend_als_agb", "zzp", "begin", "eind", "toestemming_op")
        import_id_fields = ("agb", "kvk", "begin")
        skip_unchanged = True
        clean_model_instances = True
        store_instance = True


class EvidenceResource(resources.ModelResource):
    """Papers without their files: kind, day of issue, and the last day that they count by the rules."""

    agb = fields.Field("provider", "agb", KnownProvider(Provider, "agb"))
    soort = fields.Field("kind", "soort")
    afgegeven_op = fields.Field("issued_on", "afgegeven_op", IsoDay())
    geldig_tm = fields.Field("expires_on", "geldig_tm", IsoDay())
    toelichting = fields.Field("note", "toelichting", default="")

    class Meta:
        model = Evidence
        fields = ("agb", "soort", "afgegeven_op", "geldig_tm", "toelichting")
        import_id_fields = ("agb", "soort", "afgegeven_op")
        skip_unchanged = True
        clean_model_instances = True
        store_instance = True

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.kind in EvidenceKind.values and instance.issued_on:
            instance.expires_on = expiry(instance.kind, instance.issued_on, instance.expires_on)
        if instance.pk is None:
            instance.by = kwargs["user"]
