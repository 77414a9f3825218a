from providers.models.details import Contact, Location, Subcontracting
from providers.models.evidence import Evidence
from providers.models.register import Provider, ProviderSegment
from providers.models.satisfaction import SurveyResult

__all__ = [
    "Contact",
    "Evidence",
    "Location",
    "Provider",
    "ProviderSegment",
    "Subcontracting",
    "SurveyResult",
]
