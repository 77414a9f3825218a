"""Import and export of the product catalogue by code."""

from typing import Any

from import_export import fields, widgets

from contracts.models import ProductCategory, ProductCode
from contracts.models.prices import PRODUCT_FIELDS
from contracts.services.catalogue import propose_product
from inkoop.base.resources import DeliveredResource


class ProductCodeResource(DeliveredResource):
    productcode = fields.Field("code", "productcode")
    productcategorie = fields.Field(
        "category", "productcategorie", widgets.CachedForeignKeyWidget(ProductCategory, "code")
    )
    omschrijving = fields.Field("description", "omschrijving")
    eenheid = fields.Field("unit", "eenheid")
    zorgvorm = fields.Field("care_form", "zorgvorm")
    gewichtsklasse = fields.Field("weight_class", "gewichtsklasse", widgets.IntegerWidget())
    bekostiging = fields.Field("funding", "bekostiging")
    max_duur_dagen = fields.Field("max_days", "max_duur_dagen", widgets.IntegerWidget())
    opleidingsniveau = fields.Field("staff_level", "opleidingsniveau")
    verlengd = fields.Field("extended", "verlengd", widgets.BooleanWidget(), default=False)

    class Meta:
        model = ProductCode
        fields = (
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
        )
        import_id_fields = ("productcode",)
        skip_unchanged = True
        store_instance = True


class ProductProposalResource(ProductCodeResource):
    """The columns of a delivery of product codes; every new or changed row is a proposal."""

    def save_instance(self, instance: Any, is_create: Any, row: Any, **kwargs: Any) -> None:
        instance.full_clean(exclude=["delivery", "row_number", "received_on"])
        known = None if is_create else ProductCode.objects.get(pk=instance.pk)
        propose_product(
            code=instance.code,
            values={name: getattr(instance, name) for name in PRODUCT_FIELDS},
            reason=kwargs["reason"],
            by=kwargs["user"],
            product=known,
        )
