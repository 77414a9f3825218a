"""Prices in and out by contract, product and day, and exclusions and shortages.

What is read never changes an agreed price: it becomes a proposal for another person.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export import fields, resources, widgets

from contracts.choices import Unit
from contracts.models import (
    Contract,
    MunicipalExclusion,
    PriceDecision,
    ProductCategory,
    ProductCode,
    Shortage,
    Tariff,
)
from contracts.services.prices import Price, add_price, propose_prices
from contracts.transfer.contracts import DayWidget, LookupWidget, RequiredDayWidget
from inkoop.base.models import Municipality

KNOWN_PRODUCT = "Productcode ‘{}’ is niet bekend. Controleer de code of stel het product eerst voor."


class CentsWidget(widgets.Widget):
    """Whole eurocents, as in every file."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        if not str(value or "").isdigit() or int(value) == 0:
            raise ValueError(f"Tarief ‘{value}’ is geen bedrag. Schrijf hele eurocenten: 9150 is € 91,50.")
        return int(value)


class UnitWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if value not in Unit.values:
            raise ValueError(f"Eenheid ‘{value}’ bestaat niet. Kies uit: {', '.join(Unit.values)}.")
        return str(value)


class TariffResource(resources.ModelResource):
    """Current tariffs by contract, product and first day; every new or changed row is a proposed price.

    The prices of one contract are one proposal.
    """

    contractnummer = fields.Field("contract", "contractnummer")
    productcode = fields.Field("product_code", "productcode")
    begin = fields.Field("begin", "begin", RequiredDayWidget())
    eind = fields.Field("end", "eind", DayWidget())
    tarief = fields.Field("cents", "tarief", CentsWidget())
    eenheid = fields.Field("unit", "eenheid", UnitWidget())

    class Meta:
        model = Tariff
        fields = ("contractnummer", "productcode", "begin", "eind", "tarief", "eenheid")
        import_id_fields = ("contractnummer", "productcode", "begin")
        skip_unchanged = True
        store_instance = True
        skip_html_diff = True
        clean_model_instances = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.proposed: dict[int, PriceDecision] = {}
        self.fields["contractnummer"].widget = LookupWidget(
            Contract.objects.all(),
            "number",
            unknown="Contract ‘{}’ is niet bekend. Controleer het nummer of stel het contract eerst voor.",
            required=True,
        )
        self.fields["productcode"].widget = LookupWidget(
            ProductCode.objects.all(), "code", unknown=KNOWN_PRODUCT, required=True
        )

    def get_queryset(self) -> Any:
        rows = Tariff.objects.filter(superseded_on=None).select_related("contract", "product_code")
        return rows.order_by("contract__number", "product_code__code", "begin")

    def save_instance(self, instance: Any, is_create: Any, row: Any, **kwargs: Any) -> None:
        price = Price(instance.product_code, instance.begin, instance.end, instance.cents, instance.unit)
        today = timezone.localdate()
        before = self.proposed.get(instance.contract_id)
        if before is not None:
            add_price(decision=before, price=price, today=today)
            return
        self.proposed[instance.contract_id] = propose_prices(
            contract=instance.contract,
            prices=[price],
            reason=kwargs["reason"],
            decided_on=today,
            by=kwargs["user"],
            today=today,
        )


class ExclusionResource(resources.ModelResource):
    gemeentecode = fields.Field("municipality", "gemeentecode")
    productcategorie = fields.Field("category", "productcategorie")
    productcode = fields.Field("product_code", "productcode")
    begin = fields.Field("begin", "begin", RequiredDayWidget())
    eind = fields.Field("end", "eind", DayWidget())
    reden = fields.Field("reason", "reden")

    class Meta:
        model = MunicipalExclusion
        fields = ("gemeentecode", "productcategorie", "productcode", "begin", "eind", "reden")
        import_id_fields = ("gemeentecode", "productcategorie", "productcode", "begin")
        skip_unchanged = True
        store_instance = True
        clean_model_instances = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["gemeentecode"].widget = LookupWidget(
            Municipality.objects.all(),
            "code",
            unknown="Gemeentecode ‘{}’ is niet bekend. Gebruik de vier cijfers van het CBS.",
            required=True,
        )
        self.fields["productcategorie"].widget = LookupWidget(
            ProductCategory.objects.all(), "code", unknown="Productcategorie ‘{}’ is niet bekend."
        )
        self.fields["productcode"].widget = LookupWidget(
            ProductCode.objects.all(), "code", unknown=KNOWN_PRODUCT
        )

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        if bool(row.get("productcategorie")) == bool(row.get("productcode")):
            raise ValidationError("Noem een productcategorie of een productcode, en niet allebei.")


class ShortageResource(resources.ModelResource):
    productcode = fields.Field("product_code", "productcode")
    begin = fields.Field("begin", "begin", RequiredDayWidget())
    eind = fields.Field("end", "eind", DayWidget())
    reden = fields.Field("reason", "reden")

    class Meta:
        model = Shortage
        fields = ("productcode", "begin", "eind", "reden")
        import_id_fields = ("productcode", "begin")
        skip_unchanged = True
        store_instance = True
        clean_model_instances = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["productcode"].widget = LookupWidget(
            ProductCode.objects.all(), "code", unknown=KNOWN_PRODUCT, required=True
        )
