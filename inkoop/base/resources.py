"""Import and export of master data by natural key."""

from typing import Any

from import_export import fields, resources

from inkoop.base.models import Municipality


class DeliveredResource(resources.ModelResource):
    """A resource whose rows come from a delivery: keeps the day of first receipt of each object."""

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        delivery = kwargs["delivery"]
        if instance.pk is None:
            instance.received_on = delivery.received_on
        if hasattr(instance, "delivery_id"):
            instance.delivery_id = delivery.pk
            instance.row_number = int(row["row_number"])


class MunicipalityResource(DeliveredResource):
    gemeentecode = fields.Field("code", "gemeentecode")
    naam = fields.Field("name", "naam")

    class Meta:
        model = Municipality
        fields = ("gemeentecode", "naam")
        import_id_fields = ("gemeentecode",)
        skip_unchanged = True
        store_instance = True
