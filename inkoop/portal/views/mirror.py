"""The mirror: one's own figures beside those of comparable providers, and the region as a whole."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.queries.figures import newest
from inkoop.portal.queries.mirror import completeness, mirror, region_months
from inkoop.portal.rules.mirror import LEAST_PEERS
from kpis.choices import ComputationName


@provider_page()
def mirror_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    behaviour = newest(ComputationName.BEHAVIOUR)
    context = {
        "title": "Spiegel",
        "visitor": visitor,
        "figures": behaviour,
        "rows": mirror(visitor.provider, behaviour),
        "least": LEAST_PEERS,
        "flow": region_months(newest(ComputationName.FLOW)),
        "complete": completeness(newest(ComputationName.MONTH_SERIES)),
    }
    return TemplateResponse(request, "portal/mirror.html", context)
