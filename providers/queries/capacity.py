"""What providers last reported of their places."""

from datetime import date

from django.db.models import QuerySet

from inkoop.base.models import User
from providers.models import CapacityReport


def newest_capacity(user: User, today: date) -> QuerySet[CapacityReport]:
    """Of every provider, location and product the newest report up to a day."""
    newest = (
        CapacityReport.objects.filter(reported_on__lte=today)
        .order_by("provider_id", "location_id", "product", "-reported_on", "-id")
        .distinct("provider_id", "location_id", "product")
    )
    rows = CapacityReport.objects.visible_to(user).filter(pk__in=newest.values("pk"))
    return rows.select_related("provider", "location").order_by("product", "provider__name", "location__name")
