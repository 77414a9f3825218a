"""What machines ask: does the process live, can it do its work, and how does it go."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inkoop.operations.counters import counters
from inkoop.operations.queries.health import parts
from inkoop.operations.queries.metrics import CONTENT_TYPE, exposition

UNAVAILABLE = 503


@require_safe
@never_cache
def alive(_request: HttpRequest) -> JsonResponse:
    """The process answers; it touches nothing else, so that a restart is asked for only when a restart helps."""
    return JsonResponse({"leeft": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """503 when pages cannot be shown. A queue that is gone leaves 200: pages go on and work waits."""
    found = parts()
    serves = all(part.is_well for part in found if part.is_needed)
    said = {part.name: part.said or "goed" for part in found}
    return JsonResponse({"gereed": serves, "onderdelen": said}, status=200 if serves else UNAVAILABLE)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For who shows the key ``METRICS_KEY`` as a bearer; without that setting there is nothing here."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_KEY or not hmac.compare_digest(shown.encode(), settings.METRICS_KEY.encode()):
        raise Http404
    counters.hand_over()
    return HttpResponse(exposition(), content_type=CONTENT_TYPE)
