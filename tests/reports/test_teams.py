"""The report of a jeugdteam: its own youths to the cent, few of them hidden, and for who works there."""

from datetime import date
from itertools import count
from random import Random

import pytest
from django.urls import reverse

from contracts.rules.small_cells import is_small
from inkoop.base.choices import Role
from inkoop.base.models import Municipality, Team, TeamUser
from inkoop.reports.content import Hidden
from inkoop.reports.queries.teams import team_uses
from inkoop.reports.rules.suppression import Sum, following
from inkoop.reports.services.building import team_report
from inkoop.reports.services.shielding import fewest, key_of, nested_sums, products_above, shield, sums_of
from inkoop.reports.services.team_report import hidden_of_teams
from inkoop.reports.services.use_sections import uses_of
from kpis.models import CareUse
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.tables import Tables
from tests.reports import cast

pytestmark = pytest.mark.django_db

CODES = ("45A04", "45A05", "45A06")
TEAMS = ("Noord", "Zuid", "Oost", "")


def lay_teams(seed, youths=60):
    """Three municipalities of four teams, one of them nobody's; every youth in one team, with one or two products."""
    rng, numbers = Random(seed), count(1)  # noqa: S311 -- a region drawn from a seed, nothing secret
    allocations, lines = [], []
    for place in cast.PLACES:
        for youth in range(youths):
            team = rng.choice((*TEAMS, "Noord"))
            for code in rng.sample(CODES, rng.choice((1, 1, 2))):
                number = str(next(numbers))
                allocations.append(
                    allocation(
                        number, municipality=place, client=f"{place}-{youth}", code=code, team=team or None,
                        referrer=rng.choice(("02", "02", "03", "")), begin=date(2024, 1, 1),
                    )
                )  # fmt: skip
                lines.append(
                    line(
                        "2025-03", rng.randint(1, 900_000), municipality=place, client=f"{place}-{youth}",
                        allocation=number, code=code, reference=f"R{number}", declaration=f"D{place}",
                    )
                )  # fmt: skip
    Tables().write(ledger(lines, allocations=allocations))
    return cast.compute()


def teams_of(use, place):
    return team_uses(place, peildatum=use.peildatum, first=use.window_from, last=use.window_to)


@pytest.mark.parametrize("seed", [1, 2])
def test_teams_add_up_to_what_was_computed_of_the_municipality(seed):
    use = lay_teams(seed, youths=30)
    for place in Municipality.objects.filter(code__in=cast.PLACES):
        computed = {
            key_of(row): row for row in CareUse.objects.filter(computation=use, municipality_code=place.code)
        }
        found = teams_of(use, place)
        assert set(found) == set(TEAMS)
        for dimension in ("productcode", "zorgvorm", "verwijzer"):
            parts = {row.part for row in computed.values() if row.dimension == dimension}
            for part in parts:
                rows = [
                    row
                    for rows in found.values()
                    for row in rows
                    if (row.dimension, row.part) == (dimension, part)
                ]
                whole = computed[place.code, 2025, dimension, part]
                for figure in ("declared", "clients", "youths", "days"):
                    assert sum(getattr(row, figure) for row in rows) == getattr(whole, figure)
        for team, rows in found.items():
            (whole,) = (row for row in rows if row.dimension == "geheel")
            kept = computed[place.code, 2025, "team", team]
            assert (whole.youths, whole.clients, whole.days, whole.declared) == (
                kept.youths, kept.clients, kept.days, kept.declared,
            )  # fmt: skip


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_whoever_has_the_reports_of_all_teams_computes_no_small_figure(seed):
    """Every sum of the region, its municipalities and all their teams together, solved at once."""
    use = lay_teams(seed)
    rows = list(CareUse.objects.filter(computation=use))
    youths = {key_of(row): fewest(row.youths, row.clients) for row in rows}
    above, hidden = products_above(), set(shield(use))
    sums = [*sums_of(youths), *nested_sums({key_of(row): row.declared for row in rows}, above)]
    wholes = set(youths)
    for place in Municipality.objects.filter(code__in=cast.PLACES):
        found = teams_of(use, place)
        hidden |= {(place.code, *key) for key in hidden_of_teams(uses_of(use, place.code), found)}
        over = {}
        for team, own in found.items():
            cents = {(team, *key_of(row)[1:]): row.declared for row in own}
            sums += [
                Sum((place.code, *one.whole), tuple((place.code, *part) for part in one.parts))
                for one in nested_sums(cents, above)
            ]
            parts = {}
            for row in own:
                key = (place.code, team, *key_of(row)[1:])
                youths[key] = fewest(row.youths, row.clients)
                if row.dimension == "geheel":
                    sums.append(Sum((place.code, 2025, "team", team), (key,)))
                else:
                    parts.setdefault(row.dimension, []).append(key)
                    over.setdefault(key_of(row), []).append(key)
            sums += [Sum((place.code, team, 2025, "geheel", ""), tuple(keys)) for keys in parts.values()]
        sums += [Sum(whole, tuple(keys)) for whole, keys in over.items() if whole in wholes]
    small = {key for key, number in youths.items() if is_small(number)}
    assert any(len(key) == 5 for key in small)
    assert small <= hidden
    assert following(hidden, sums) & small == set()


def test_what_the_municipality_hides_is_hidden_for_a_team_without_it(region):
    """45A05 of 0501 is hidden; the one team there has all of it."""
    team = Team.objects.get(municipality__code="0501", name="Noord")
    table = team_report(team, PEILDATUM).section("producten").tables[0]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["45A05"] == rows["45A06"] == (Hidden.SMALL,) * 6
    assert rows["45A04"][0] == 30
    assert table.total[1] == 54
    other = Team.objects.create(municipality=team.municipality, name="Zuid")
    report = team_report(other, PEILDATUM)
    rows = {row[0]: row[1:] for row in report.section("producten").tables[0].rows}
    assert rows == {"45A05": (Hidden.SMALL,) * 6, "45A06": (Hidden.SMALL,) * 6}
    assert report.section("kort").sentences == ("Op wat dit team toewees, is dit jaar niets gedeclareerd.",)


def test_who_works_in_a_team_reads_its_report_and_no_other(region, client):
    own, other = (Team.objects.get(municipality__code=code, name="Noord") for code in ("0501", "0502"))
    user = cast.person("jeugdwerker", Role.TEAM)
    address = reverse("reports:team", args=["0501", own.pk])
    client.force_login(user)
    assert client.get(address).status_code == 403
    TeamUser.objects.create(user=user, team=own)
    files = [reverse("reports:team_file", args=["0501", own.pk, form]) for form in ("pdf", "xlsx", "csv")]
    assert [client.get(f"{one}?deel=producten").status_code for one in (address, *files)] == [200] * 4
    refused = (
        reverse("reports:team", args=["0502", other.pk]), reverse("reports:team", args=["0502", own.pk]),
        "/rapportages/0501/", "/rapportages/regio/",
    )  # fmt: skip
    assert [client.get(one).status_code for one in refused] == [404] * 4
    assert address in client.get("/rapportages/").content.decode()
    TeamUser.objects.all().delete()
    assert client.get(address).status_code == 403


def test_a_municipality_reads_its_teams_and_the_region_all(region, client):
    teams = [Team.objects.get(municipality__code=code) for code in ("0501", "0502")]
    addresses = [reverse("reports:team", args=[team.municipality.code, team.pk]) for team in teams]
    for user, answers in ((cast.officer("0501"), [200, 404]), (cast.person("lid", Role.BOARD), [200, 200])):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == answers
        page = client.get("/rapportages/0501/").content.decode()
        assert (addresses[0] in page, addresses[1] in page) == (True, False)


def test_the_number_of_queries_does_not_grow_with_teams(region, django_assert_num_queries):
    team = Team.objects.select_related("municipality").get(municipality__code="0501", name="Noord")
    team_report(team, PEILDATUM)
    with django_assert_num_queries(10):
        team_report(team, PEILDATUM)
    for name in ("Zuid", "Oost"):
        Team.objects.create(municipality=team.municipality, name=name)
    with django_assert_num_queries(10):
        team_report(team, PEILDATUM)
