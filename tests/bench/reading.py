"""Reports and the API from figures that are there (goals 6 and 7): what a reader waits for."""

import tracemalloc
from datetime import timedelta
from http import HTTPStatus
from typing import cast

from django.contrib import admin
from django.contrib.auth.models import Group
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from contracts.models import DeclarationLine
from inkoop.api.choices import Scope
from inkoop.api.services import make_token
from inkoop.base.choices import Role
from inkoop.base.models import Municipality, User
from inkoop.base.spreadsheets import csv_file, xlsx_file
from kpis import services
from tests.bench.figures import Figure, Spent, paired, seconds
from tests.bench.region import Files

ROWS, COLUMNS = 100_000, 20
HOST = {"host": "localhost"}
MEGABYTE = 2**20
ASKED = (services.use, services.change, services.flow, services.referrers, services.forecast)
LINES = "/api/v1/declaraties"
LIST = "/admin/contracts/declarationline/"


class Plain(admin.ModelAdmin):
    """The list of lines as Django makes it for who asks for columns and filters."""

    list_display = ("reference", "provider", "municipality", "allocation", "month", "product_code", "amount")
    list_filter = ("product_code", "category", "unit")


def figures(files: Files, pairs: int) -> list[Figure]:
    return [*reports(files, pairs), *api(pairs), *lists(pairs), *spreadsheets(pairs)]


def reports(files: Files, pairs: int) -> list[Figure]:
    """The pages of the first municipality and of the region, from computed figures; the first time is left out."""
    peildatum = files.first_on
    services.compute_all(peildatum=peildatum)
    for asked in ASKED:
        services.ensure(asked(peildatum))
    place = Municipality.objects.order_by("code").first()
    if place is None:
        return []
    client = Client(headers=HOST)
    client.force_login(_reader())
    municipal = _times(client, f"/rapportages/{place.code}/", pairs)
    regional = _times(client, "/rapportages/regio/", pairs)
    return [
        Figure("gemeenterapportage, tegen een seconde", municipal, [Spent(1)] * pairs, 1),
        Figure("KPI-rapport, tegen drie seconden", regional, [Spent(3)] * pairs, 1),
    ]


def api(pairs: int) -> list[Figure]:
    """A page far into the list against the first one, and a page against a view that does nothing."""
    client = Client(headers={**HOST, "Authorization": f"Bearer {_key()}"})
    first, deep = f"{LINES}?aantal=100", LINES
    for _ in range(20):
        following = client.get(deep).json()["volgende"]
        if following is None:
            break
        deep = following
    far, near = paired(
        lambda: seconds(lambda: client.get(deep)), lambda: seconds(lambda: client.get(first)), pairs
    )
    page, nothing = paired(
        lambda: seconds(lambda: client.get(first)),
        lambda: seconds(lambda: [client.get("/gezond/") for _ in range(20)]),
        pairs,
    )
    return [
        Figure("diepe pagina van de API, tegen de eerste", far, near, 1.5),
        Figure("pagina van 100 rijen, tegen twintig lege views", page, nothing, 1),
    ]


def lists(pairs: int) -> list[Figure]:
    """The list of lines in the desk against 150 ms, and against the list of Django itself."""
    client, user = Client(headers=HOST), _reader()
    client.force_login(user)
    request = RequestFactory(headers=HOST).get(LIST)
    request.user = User(pk=user.pk, username=user.username, is_active=True, is_staff=True, is_superuser=True)
    plain = Plain(DeclarationLine, admin.AdminSite())
    _open(client, LIST)
    own, default = paired(
        lambda: seconds(lambda: client.get(LIST)),
        lambda: seconds(lambda: cast(TemplateResponse, plain.changelist_view(request)).render()),
        pairs,
    )
    return [
        Figure("lijst van prestaties, tegen 150 ms", own, [Spent(0.15)] * pairs, 1),
        Figure("idem, tegen de lijst van Django zelf", own, default, 0.2),
    ]


def spreadsheets(pairs: int) -> list[Figure]:
    header = [f"kolom {place}" for place in range(COLUMNS)]
    rows = [[f"{number}-{place}" for place in range(COLUMNS)] for number in range(ROWS)]
    measured, baseline = paired(
        lambda: seconds(lambda: xlsx_file(header, rows)),
        lambda: seconds(lambda: csv_file(header, rows)),
        pairs,
    )
    return [
        Figure("XLSX van 100.000 rijen, tegen CSV", measured, baseline, 4),
        Figure("geheugen daarbij, tegen 20 MB", Spent(_memory_of(header, rows)), Spent(20), 1, unit="MB"),
    ]


def _memory_of(header: list[str], rows: list[list[str]]) -> float:
    """Megabytes at the highest, besides the rows; the file is among them."""
    tracemalloc.start()
    xlsx_file(header, rows)
    _now, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / MEGABYTE


def _times(client: Client, address: str, pairs: int) -> list[Spent]:
    _open(client, address)
    return [seconds(lambda: client.get(address)) for _ in range(pairs)]


def _open(client: Client, address: str) -> None:
    """Once, so that nothing is measured that is not there."""
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} gaf {answer.status_code}.")


def _reader() -> User:
    user, _ = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    user.groups.set(Group.objects.filter(name=Role.CONTRACT_MANAGER))
    return user


def _key() -> str:
    user, term = _reader(), timezone.localdate() + timedelta(days=1)
    _token, key = make_token(user=user, name="bench", scopes=[Scope.READ], expires_on=term, by=user)
    return key
