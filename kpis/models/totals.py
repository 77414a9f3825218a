"""Running totals, kept so that figures of today need not go back to every line.

They hold all loaded deliveries, whatever their day of receipt; ``TotalsState`` says which. Figures of a
passed peildatum, when later deliveries were not known, are computed from the facts instead. Nothing here
is a fact: everything can be built again. Amounts in cents; ``category`` is the number of the product
category, 0 = generiek.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class TotalsState(models.Model):
    """The one row that says from which deliveries and over which months the totals were made.

    ``changes``: how many decisions of people about the lines of those deliveries they hold.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    rules_version = models.PositiveSmallIntegerField("versie van de regels")
    delivery_ids = ArrayField(models.BigIntegerField(), verbose_name="aanleveringen")
    changes = models.PositiveIntegerField("besluiten na het laden", default=0)
    first_month = models.DateField("eerste maand")
    last_month = models.DateField("laatste maand")
    updated_at = models.DateTimeField("bijgewerkt op", auto_now=True)

    class Meta:
        verbose_name = "stand van de tussentellingen"
        verbose_name_plural = "stand van de tussentellingen"
        constraints = [
            models.CheckConstraint(name="totals_state_is_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="totals_months_in_order", condition=Q(last_month__gte=F("first_month"))
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.delivery_ids)} aanleveringen"


class AllocationMonth(models.Model):
    """What was allocated and declared on one allocation in one month, per provider.

    ``is_in_force``: the allocation is in force, not withdrawn, at this provider; its W is ``whole`` +
    ``fraction`` (``whole_if_last`` when this is the last month of a reporting period), NULL = not
    defined. ``net`` is declared less credits. ``is_measured``: the provider holds the allocation and it has
    a W, so that both take part in the utilisation. Rows stand by client, because a new line of one allocation
    changes what is counted of the client.
    """

    pk = models.CompositePrimaryKey("client_id", "month", "allocation_id", "provider_id")
    allocation_id = models.BigIntegerField("toewijzing")
    month = models.DateField("maand")
    provider_id = models.BigIntegerField("aanbieder")
    municipality_id = models.BigIntegerField("gemeente")
    client_id = models.BigIntegerField("cliënt")
    category = models.SmallIntegerField("productcategorie")
    is_in_force = models.BooleanField("geldig")
    is_measured = models.BooleanField("telt mee voor verzilvering")
    whole = models.BigIntegerField("indicatiewaarde, hele centen", null=True)
    whole_if_last = models.BigIntegerField("indicatiewaarde als laatste maand, hele centen", null=True)
    fraction = models.DecimalField(
        "indicatiewaarde, delen van centen", max_digits=40, decimal_places=20, null=True
    )
    net = models.BigIntegerField("gedeclareerd")

    class Meta:
        verbose_name = "maand van een toewijzing"
        verbose_name_plural = "maanden van toewijzingen"
        indexes = [
            models.Index(
                name="allocation_month_undefined",
                fields=["month"],
                condition=Q(is_measured=True) & (Q(whole__isnull=True) | Q(whole_if_last__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id} {self.month:%Y-%m}"


class BookedDay(models.Model):
    """Accepted lines of a provider for one service month with one dagtekening."""

    pk = models.CompositePrimaryKey("provider_id", "month", "declared_on")
    provider_id = models.BigIntegerField("aanbieder")
    month = models.DateField("maand")
    declared_on = models.DateField("dagtekening")
    debit = models.BigIntegerField("debet")
    credit = models.BigIntegerField("credit")
    lines = models.IntegerField("regels")

    class Meta:
        verbose_name = "dag van boeking"
        verbose_name_plural = "dagen van boeking"

    def __str__(self) -> str:
        return f"{self.provider_id} {self.month:%Y-%m} {self.declared_on}"


class ReceivedMonth(models.Model):
    """Declared less credits of a category for one service month, by the month of receipt."""

    pk = models.CompositePrimaryKey("category", "month", "received_month")
    category = models.SmallIntegerField("productcategorie")
    month = models.DateField("maand")
    received_month = models.DateField("maand van ontvangst")
    net = models.BigIntegerField("gedeclareerd")

    class Meta:
        verbose_name = "maand van ontvangst"
        verbose_name_plural = "maanden van ontvangst"

    def __str__(self) -> str:
        return f"{self.category} {self.month:%Y-%m} {self.received_month:%Y-%m}"


class CategoryMonth(models.Model):
    """One month of one category in one municipality, with what does not follow from sums: its clients.

    ``clients`` had an allocation in force; what ends in ``without_invoice`` is of those of them without net
    declared. W = ``whole`` + ``fraction`` (``whole_if_last`` when this is the last month of a reporting
    period), of the allocations that are not ``excluded`` because they have no W. ``net`` is declared less
    credits.
    """

    pk = models.CompositePrimaryKey("municipality_id", "category", "month")
    municipality_id = models.BigIntegerField("gemeente")
    category = models.SmallIntegerField("productcategorie")
    month = models.DateField("maand")
    clients = models.IntegerField("cliënten")
    excluded = models.IntegerField("toewijzingen zonder indicatiewaarde")
    excluded_if_last = models.IntegerField("toewijzingen zonder indicatiewaarde, als laatste maand")
    whole = models.BigIntegerField("indicatiewaarde, hele centen")
    whole_if_last = models.BigIntegerField("indicatiewaarde als laatste maand, hele centen")
    fraction = models.DecimalField("indicatiewaarde, delen van centen", max_digits=40, decimal_places=20)
    net = models.BigIntegerField("gedeclareerd")
    clients_without_invoice = models.IntegerField("cliënten zonder factuur")
    whole_without_invoice = models.BigIntegerField("hele centen zonder factuur")
    whole_if_last_without_invoice = models.BigIntegerField("hele centen zonder factuur, als laatste maand")
    fraction_without_invoice = models.DecimalField(
        "delen van centen zonder factuur", max_digits=40, decimal_places=20
    )

    class Meta:
        verbose_name = "maand van een categorie"
        verbose_name_plural = "maanden van categorieën"

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.category} {self.month:%Y-%m}"


class IbpMonth(models.Model):
    """Declared less credits in one service month on the allocations under the newest version of an IBP."""

    pk = models.CompositePrimaryKey("ibp_id", "month")
    ibp_id = models.BigIntegerField("IBP")
    month = models.DateField("maand")
    net = models.BigIntegerField("gedeclareerd")

    class Meta:
        verbose_name = "maand van een IBP"
        verbose_name_plural = "maanden van IBP's"

    def __str__(self) -> str:
        return f"{self.ibp_id} {self.month:%Y-%m}"


class ProviderMonth(models.Model):
    """The clients of a provider in one month: with an allocation in force, and of those without net declared."""

    pk = models.CompositePrimaryKey("provider_id", "month")
    provider_id = models.BigIntegerField("aanbieder")
    month = models.DateField("maand")
    allocated = models.IntegerField("cliënten met een toewijzing")
    without_invoice = models.IntegerField("cliënten zonder factuur")

    class Meta:
        verbose_name = "maand van een aanbieder"
        verbose_name_plural = "maanden van aanbieders"

    def __str__(self) -> str:
        return f"{self.provider_id} {self.month:%Y-%m}"
