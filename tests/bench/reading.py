"""Reports and the API from figures that are there (goals 6 and 7): what a reader waits for."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from inkoop.api.choices import Scope
from inkoop.api.services import make_token
from inkoop.base.choices import Role
from inkoop.base.models import Municipality, User
from inkoop.base.spreadsheets import csv_file, xlsx_file
from inkoop.reports.services.building import municipality_report, region_report
from kpis import services
from tests.bench.figures import Figure, Spent, paired, seconds
from tests.bench.region import Files

ROWS, COLUMNS = 100_000, 20
ASKED = (services.use, services.change, services.flow, services.referrers, services.forecast)
LINES = "/api/v1/declaraties"


def figures(files: Files, pairs: int) -> list[Figure]:
    return [*reports(files, pairs), *api(pairs), *spreadsheets(pairs)]


def reports(files: Files, pairs: int) -> list[Figure]:
    """Seconds of the largest municipality and of the region, from computed figures; the first time is left out."""
    peildatum = files.first_on
    services.compute_all(peildatum=peildatum)
    for asked in ASKED:
        services.ensure(asked(peildatum))
    place = Municipality.objects.order_by("code").first()
    if place is None:
        return []
    municipality_report(place, peildatum)  # looks for small cells, once per computation
    one_second = [Spent(1)] * pairs
    municipal = [seconds(lambda: municipality_report(place, peildatum)) for _ in range(pairs)]
    regional = [seconds(lambda: region_report(peildatum)) for _ in range(pairs)]
    return [
        Figure("gemeenterapportage, tegen een seconde", municipal, one_second, 1),
        Figure("KPI-rapport, tegen drie seconden", regional, [Spent(3)] * pairs, 1),
    ]


def api(pairs: int) -> list[Figure]:
    """A page far into the list against the first one."""
    client = Client(headers={"Authorization": f"Bearer {_key()}"}, SERVER_NAME="localhost")
    first, deep = f"{LINES}?aantal=100", LINES
    for _ in range(20):
        following = client.get(deep).json()["volgende"]
        if following is None:
            break
        deep = following
    measured, baseline = paired(
        lambda: seconds(lambda: client.get(deep)), lambda: seconds(lambda: client.get(first)), pairs
    )
    return [Figure("diepe pagina van de API, tegen de eerste", measured, baseline, 1.5)]


def spreadsheets(pairs: int) -> list[Figure]:
    header = [f"kolom {place}" for place in range(COLUMNS)]
    rows = [[f"{number}-{place}" for place in range(COLUMNS)] for number in range(ROWS)]
    measured, baseline = paired(
        lambda: seconds(lambda: xlsx_file(header, rows)),
        lambda: seconds(lambda: csv_file(header, rows)),
        pairs,
    )
    return [Figure("XLSX van 100.000 rijen, tegen CSV", measured, baseline, 25)]


def _key() -> str:
    user, _ = User.objects.get_or_create(username="bench")
    user.groups.set(Group.objects.filter(name=Role.CONTRACT_MANAGER))
    term = timezone.localdate() + timedelta(days=1)
    _token, key = make_token(user=user, name="bench", scopes=[Scope.READ], expires_on=term, by=user)
    return key
