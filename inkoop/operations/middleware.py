"""Each request gets a number, is counted, and leaves one line in the log that names a page and nobody."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from inkoop.logs import request_number
from inkoop.operations.counters import counters

logger = logging.getLogger("inkoop.requests")
UNKNOWN = "onbekend"
QUIET = {"gezond/", "gereed/", "metrics"}
"""Asked every few seconds by machines."""


class ObservedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, number = time.perf_counter(), uuid4().hex[:16]
        token = request_number.set(number)
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            route = request.resolver_match.route if request.resolver_match else UNKNOWN
            counters.add(path=request.path, status=response.status_code, seconds=seconds)
            if route not in QUIET:
                said = {
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "milliseconds": round(1000 * seconds),
                }
                logger.info("verzoek beantwoord", extra=said)
            response.headers["X-Request-ID"] = number
            return response
        finally:
            request_number.reset(token)
