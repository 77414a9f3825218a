"""Who may do what, as follows from the code: what `docs/rechten.md` shows and what the tests compare with."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from inkoop.base.choices import Role
from inkoop.base.rights import EVERY_ROW, PROCESS_LINES, SEE_FIGURES, SEE_REGION, Owners, VisibleQuerySet
from inkoop.desk.access import PAGES, needed_for
from inkoop.desk.roles import OUR_APPS, rights_of

STAFF = (Role.CONTRACT_MANAGER, Role.MESSAGE_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)
MEMBERS = {
    Role.PROVIDER: ("provider", "agb"),
    Role.MUNICIPALITY: ("municipality", "municipality_code"),
    Role.TEAM: ("team",),
}
"""The kinds of `Owners` by which the rows of a role are found."""
LETTERS = {"view": "L", "add": "T", "change": "W", "delete": "V"}
NOTHING = "–"
FOR_EVERYBODY = {"login", "logout", "calendar_feed", "jsi18n", "review_form", "own_review"}
"""Before signing in, by a secret in the address, or without anything to see but what is one's own."""
FOR_STAFF = {"index", "password_change", "password_change_done", "view_on_site", "app_list"}
"""The frame of the admin: what stands in it asks for rights of its own."""
FOR_FIELDS = {"autocomplete"}
"""Answers a field of a form, and asks for the rights on what is searched."""


@dataclass(frozen=True)
class Page:
    name: str
    route: str


class RoleUser(SimpleNamespace):
    """Somebody with this one role, without a database."""

    is_active = is_staff = True
    pk = 0

    def has_perm(self, right, obj=None):
        return right in rights_of(self.role)

    def has_perms(self, rights, obj=None):
        return all(self.has_perm(right) for right in rights)

    def has_module_perms(self, label):
        return any(right.startswith(f"{label}.") for right in rights_of(self.role))


def request_of(role):
    return SimpleNamespace(user=RoleUser(role=role), GET={}, method="GET", path="/")


def pages() -> list[Page]:
    """All addresses, in their order; one that has no name gets its route as name."""
    return [Page(name or route, route) for route, name in _walk(get_resolver().url_patterns)]


def _walk(patterns, before="") -> Iterator[tuple[str, str | None]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), one.name


def admins():
    return {
        f"{model._meta.app_label}_{model._meta.model_name}": one
        for model, one in admin.site._registry.items()
    }


def may_open(role, page):
    """Of the admin: whether a member of staff with this role gets in."""
    known = admins()
    prefix, _, act = page.name.rpartition("_")
    if page.name in FOR_EVERYBODY | FOR_STAFF:
        return True
    if page.name not in PAGES and prefix in known:
        return ALLOWED[act](known[prefix], request_of(role))
    return RoleUser(role=role).has_perms(needed_for(page.name))


ALLOWED = {
    "changelist": lambda one, request: one.has_view_or_change_permission(request),
    "add": lambda one, request: one.has_add_permission(request),
    "change": lambda one, request: one.has_view_or_change_permission(request),
    "delete": lambda one, request: one.has_delete_permission(request),
    "history": lambda one, request: one.has_view_or_change_permission(request),
    "import": lambda one, request: one.has_add_permission(request),
}


def model_rows():
    """Per kind of thing: its name and, per role, what may be done with which rows."""
    ours = [model for model in _models() if model._meta.app_label in OUR_APPS]
    for model in sorted(ours, key=lambda model: str(model._meta.verbose_name_plural).lower()):
        yield (str(model._meta.verbose_name_plural), *(_cell(role, model) for role in Role))


def _models():
    from django.apps import apps  # noqa: PLC0415 -- models must be loaded first

    for model in apps.get_models():
        has_rows = isinstance(model._default_manager.all(), VisibleQuerySet)
        if has_rows or model in admin.site._registry:
            yield model


def _cell(role, model):
    letters = "".join(letter for verb, letter in LETTERS.items() if _may(role, model, verb))
    rows = rows_of(role, model)
    if not letters or not rows:
        return NOTHING
    return letters if rows == "alle" else f"{letters} {rows}"


def _may(role, model, verb):
    meta = model._meta
    if verb != "view" and role not in STAFF:
        return False
    if (one := admin.site._registry.get(model)) and role in STAFF:
        return bool(getattr(one, f"has_{verb}_permission")(request_of(role)))
    return verb == "view" and f"{meta.app_label}.view_{meta.model_name}" in rights_of(role)


def rows_of(role, model):
    """``alle``, ``met plan``, ``eigen`` or nothing."""
    owners = getattr(model, "owners", Owners(has_clients=True))
    if not isinstance(model._default_manager.all(), VisibleQuerySet):
        return "alle"
    if SEE_REGION in rights_of(role):
        return "met plan" if owners.behind_plan and PROCESS_LINES not in rights_of(role) else "alle"
    if SEE_FIGURES in rights_of(role) and not owners.has_clients:
        return "alle"
    lookups = {owners.lookup_of(kind) for kind in MEMBERS.get(role, ())} - {""}
    if EVERY_ROW in lookups:
        return "alle"
    return "eigen" if lookups else ""


def page_rows():
    """Our own pages in the admin: name, address and who gets in. Lists and forms are in the other table."""
    known = admins()
    for page in pages():
        own = page.name in PAGES or page.name.rpartition("_")[0] not in known
        if (
            page.route.startswith("admin/")
            and own
            and page.name != page.route
            and page.name not in FOR_EVERYBODY | FOR_STAFF | FOR_FIELDS
        ):
            yield (
                f"`{page.name}`",
                f"`/{page.route}`",
                *("ja" if may_open(role, page) else NOTHING for role in STAFF),
            )


def actions(role):
    """Per list the actions that the role is offered."""
    request = request_of(role)
    return {
        model._meta.label_lower: sorted(one.get_actions(request))
        for model, one in admin.site._registry.items()
        if one.has_view_or_change_permission(request)
    }


def action_rows():
    offered = {role: actions(role) for role in STAFF}
    names = sorted(
        {(label, name) for found in offered.values() for label, all_ in found.items() for name in all_}
    )
    for label, name in names:
        yield (
            label,
            f"`{name}`",
            *("ja" if name in offered[role].get(label, ()) else NOTHING for role in STAFF),
        )


def api_rows():
    """Per resource and method: the scope of the key and, per role, whether it opens and which rows it shows."""
    from inkoop.api.urls import RESOURCES  # noqa: PLC0415 -- models must be loaded first

    for name, view in RESOURCES.items():
        for method in ("GET", "POST") if hasattr(view, "create") else ("GET",):
            scope, right = view.needs(method)
            cells = [_opened(role, view.model, right) for role in Role]
            yield (f"`{method} /{name}`", f"`{scope}`", *cells)


def _opened(role, model, right):
    rows = rows_of(role, model) if right in rights_of(role) else ""
    return rows or NOTHING
