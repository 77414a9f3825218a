"""Errors as problem+json (RFC 9457), in Dutch: what is wrong, and where."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

TITLES = {
    400: "Ongeldige aanvraag",
    401: "Niet aangemeld",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Mediatype niet leverbaar",
    409: "Botst met wat er al is",
    412: "Intussen gewijzigd",
    413: "Te groot",
    415: "Mediatype niet ondersteund",
    429: "Te veel aanvragen",
}
NOT_FOUND = "Dit bestaat niet, of u mag het niet zien."
NOT_ALLOWED = "U mag dit niet. Vraag de beheerder om het recht, of om een sleutel die dit opent."
FAULTS = "Een of meer velden kloppen niet; zie errors."
MEDIA_TYPE = "application/problem+json"
OF_ALL = "non_field_errors"
"""Where Django REST framework puts the faults of a list or an object as a whole."""


class ProblemRenderer(JSONRenderer):
    media_type = MEDIA_TYPE
    format = "problem"


class NotComputed(exceptions.APIException):
    status_code = 404
    default_detail = (
        "Deze cijfers zijn voor deze peildatum niet berekend. Bereken ze eerst, of kies een andere."
    )


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "Het bestand is te groot. Splits het, of lever het aan in het scherm."


def problem(status: int, detail: str, errors: Any = None) -> dict[str, Any]:
    body = {"type": "about:blank", "title": TITLES.get(status, "Fout"), "status": status, "detail": detail}
    return body if errors is None else {**body, "errors": errors}


def handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(exc, context)
    if response is None:
        return None
    response.data = problem(response.status_code, _detail(exc), _errors(exc))
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = ProblemRenderer(), MEDIA_TYPE
    return response


def _detail(exc: Exception) -> str:
    if isinstance(exc, Http404 | exceptions.NotFound):
        return NOT_FOUND
    if isinstance(exc, PermissionDenied):
        return NOT_ALLOWED
    if isinstance(exc, exceptions.ValidationError):
        return FAULTS
    return str(exc.detail) if isinstance(exc, exceptions.APIException) else str(exc)


def _errors(exc: Exception) -> Any:
    """Per field its faults; a field inside another one by its path, such as ``oordelen.0.cijfer``."""
    if not isinstance(exc, exceptions.ValidationError):
        return None
    return dict(_flat(exc.detail if isinstance(exc.detail, dict) else {"aanvraag": exc.detail}))


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name if not path else path if name == OF_ALL else f"{path}.{name}"
            yield from _flat(inner, whole)
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        for number, inner in enumerate(detail):
            yield from _flat(inner, f"{path}.{number}")
    else:
        yield path, detail if isinstance(detail, list) else [detail]


def unknown_address(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(problem(404, NOT_FOUND), status=404, content_type=MEDIA_TYPE)
