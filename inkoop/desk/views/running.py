"""What waits, runs and failed, for who keeps the installation running."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.operations.queries.health import parts
from inkoop.operations.queries.queue import NAMES, STATES, backlog, clocks, outcomes, queue_now

WORDS = tuple(dict.fromkeys(STATES.values()))


def running_page(request: HttpRequest) -> HttpResponse:
    """Asks the queue and its workers, which takes a second at most when they are away."""
    state, task = request.GET.get("staat", ""), request.GET.get("taak", "")
    context = {
        **admin.site.each_context(request),
        "title": "Wachtrij en taken",
        "queue": queue_now(),
        "backlog": backlog(),
        "parts": parts(),
        "clocks": clocks(),
        "outcomes": outcomes(state=state, task=task),
        "states": WORDS,
        "tasks": sorted(NAMES.items(), key=lambda item: item[1]),
        "state": state,
        "task": task,
    }
    return TemplateResponse(request, "desk/running/queue.html", context)
