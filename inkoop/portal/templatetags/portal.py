"""Fields of forms and the menu, in the components of NL Design System. ``{% load portal %}``"""

from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkoop.base.dutch import NO_VALUE, figure
from providers.rules.roles import Task

register = template.Library()


MENU = (
    ("start", "Start", None),
    ("contracts", "Contracten", None),
    ("declarations", "Declaraties", None),
    ("ceilings", "IBP's", Task.CLIENTS),
    ("mirror", "Spiegel", None),
    ("signals", "Signalen", None),
    ("reporting", "Verantwoording", Task.REPORT),
    ("talks", "Gesprekken", None),
    ("procedures", "Inkoop", None),
    ("people", "Gebruikers", Task.PEOPLE),
)
COLOURS = {
    "groen": "green",
    "oranje": "orange",
    "rood": "red",
    "open": "blue",
    "akkoord": "green",
    "afgewezen": "red",
    "fout": "red",
    "let op": "orange",
    "geladen": "green",
    "proef": "blue",
    "geweigerd": "red",
    "afgebroken": "red",
    "concept": "blue",
    "ingediend": "blue",
    "aanvaard": "green",
    "teruggestuurd": "orange",
}


@register.inclusion_tag("portal/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field with label, help and faults. Faults come before the field, and the browser is told of them."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)  # a label says it, and stays
    kind = "textbox"
    if isinstance(widget, CheckboxInput):
        kind = "checkbox"
    elif isinstance(widget, Textarea):
        kind = "textarea"
    elif isinstance(widget, Select):
        kind = "select"
    is_group = getattr(widget, "use_fieldset", False)
    invalid = f" utrecht-{kind}--invalid" if bound.errors and kind != "checkbox" else ""
    classes = f"utrecht-{kind} utrecht-{kind}--html-input{invalid}".strip()
    drawn = bound if is_group else bound.as_widget(attrs={"class": classes})
    return {"field": bound, "kind": kind, "is_group": is_group, "widget": drawn}


@register.simple_tag
def bare_field(bound: BoundField) -> SafeString:
    """A field in a table: its label is read aloud, its faults stand under it."""
    invalid = " utrecht-textbox--invalid" if bound.errors else ""
    attrs: dict[str, str | bool] = {
        "class": f"utrecht-textbox utrecht-textbox--html-input{invalid}",
        "aria-label": str(bound.label),
    }
    fault = format_html(
        '<div class="utrecht-form-field-error-message" id="{}_error">{}</div>',
        bound.auto_id,
        " ".join(str(one) for one in bound.errors),
    )
    return format_html("{}{}", bound.as_widget(attrs=attrs), fault if bound.errors else "")


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages that this visitor may open; the one that is open is marked."""
    request: HttpRequest = context["request"]
    visitor = getattr(request, "visitor", None)
    if visitor is None:
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {"name": f"portal:{name}", "label": label, "is_here": (here or "").split("_")[0] == name}
        for name, label, task in MENU
        if task is None or visitor.may(task)
    ]


@register.simple_tag
def state(value: str, label: str = "") -> SafeString:
    """A word for a state, with a colour beside it when it has one."""
    colour = COLOURS.get(str(value), "")
    return format_html(
        '<span class="state{}">{}</span>', f" state-{colour}" if colour else "", label or value
    )


@register.filter
def in_unit(value: Any, unit: str) -> str:
    return NO_VALUE if value is None else figure(value, unit)


@register.filter
def few(number: int | None) -> str:
    """A number of youths; one to four are not named."""
    return "< 5" if number is None else str(number)


@register.filter
def more(number: int) -> str:
    """A difference with its sign: +3, −2."""
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")


@register.filter
def weeks(number: Decimal | None) -> str:
    """1 week, 2,5 weken."""
    if number is None:
        return NO_VALUE
    text = f"{number:.1f}".removesuffix(".0").replace(".", ",")
    return f"{text} {'week' if text == '1' else 'weken'}"


@register.simple_tag
def used_bar(used: int, coming: int | None, whole: int) -> SafeString:
    """How much of an amount is used and expected, as a bar; the figures stand beside it as text."""
    share = min(100.0, max(0.0, used / whole * 100)) if whole else 0.0
    more = min(100.0 - share, max(0.0, (coming or 0) / whole * 100)) if whole else 0.0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="used" width="{}" height="4"/><rect class="coming" x="{}" width="{}" height="4"/></svg>',
        f"{share:.1f}",
        f"{share:.1f}",
        f"{more:.1f}",
    )
