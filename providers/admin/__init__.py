from providers.admin import details as details  # each registers itself
from providers.admin import notices as notices
from providers.admin.register import AgbFilter, provider_link

__all__ = ["AgbFilter", "provider_link"]
