"""Being written."""

from django.http import HttpRequest, HttpResponse


def provider_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()
