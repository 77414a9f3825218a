from django.conf import settings
from rest_framework.throttling import UserRateThrottle


class PerUser(UserRateThrottle):
    """So many requests per user, or per address for who gives no key."""

    def get_rate(self) -> str:
        return str(settings.API_RATE)
