from providers.models.capacity import CapacityReport
from providers.models.details import Contact, Location, Subcontracting
from providers.models.evidence import Evidence
from providers.models.notices import Notice
from providers.models.register import Provider, ProviderSegment
from providers.models.satisfaction import SurveyResult
from providers.models.users import Download, Invitation, ProviderUser

__all__ = [
    "CapacityReport",
    "Contact",
    "Download",
    "Evidence",
    "Invitation",
    "Location",
    "Notice",
    "Provider",
    "ProviderSegment",
    "ProviderUser",
    "Subcontracting",
    "SurveyResult",
]
