"""Import and export of providers by AGB code, and of their locations and contacts by name and address."""

from typing import Any

from import_export import fields, resources, widgets

from inkoop.base.resources import DeliveredResource
from providers.models import Contact, Location, Provider, ProviderSegment


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
