"""Being written."""

from django.http import HttpRequest, HttpResponse


def ibp_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()
