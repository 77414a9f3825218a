"""What can be done on a page: each action is a form with a button, and one call of a service."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from contracts.services.procedures.refusal import Refused

NAME = "actie"
GONE = "Deze stap kan nu niet meer; de pagina is ondertussen veranderd. Hieronder staat wat er nu kan."


@dataclass
class Action:
    """``make`` builds the form from keyword arguments of Django's forms; ``run`` gets the cleaned data and
    returns what to tell. ``is_open`` shows the form at once, otherwise behind its title.
    """

    name: str
    title: str
    button: str
    make: Callable[..., forms.Form]
    run: Callable[[dict[str, Any]], str]
    explain: str = ""
    is_open: bool = False
    form: forms.Form = field(init=False)

    def __post_init__(self) -> None:
        self.form = self.make(prefix=self.name)

    @property
    def has_file(self) -> bool:
        return self.form.is_multipart()


def perform(request: HttpRequest, actions: Sequence[Action]) -> HttpResponse | None:
    """Runs the action that was sent. None: nothing was sent, or its form stays on the page with its faults."""
    if request.method != "POST":
        return None
    name = request.POST.get(NAME, "")
    action = next((one for one in actions if one.name == name), None)
    if action is None:
        messages.error(request, GONE)
        return HttpResponseRedirect(request.path)
    action.form = action.make(request.POST, request.FILES, prefix=action.name)
    action.is_open = True
    if action.form.is_valid():
        try:
            said = action.run(action.form.cleaned_data)
        except Refused as refused:
            action.form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    return None
