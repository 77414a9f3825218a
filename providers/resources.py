"""Import and export of providers by AGB code."""

from typing import Any

from import_export import fields

from inkoop.base.resources import DeliveredResource
from providers.models import Provider, ProviderSegment


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
