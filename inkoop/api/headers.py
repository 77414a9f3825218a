"""The headers that every answer of the API carries: its version, and a fingerprint to ask again cheaply."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

ROOT = "/api/v1/"


class ApiHeaders(ConditionalGetMiddleware):
    """Answers 304 without a body when the asker already has what would be sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return response
        response.headers["Cache-Control"] = "private, no-cache"
        answer = super().process_response(request, response)
        answer.headers["API-Version"] = settings.API_VERSION
        return answer
