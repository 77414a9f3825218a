"""What a provider accounts for and reads of talks: refusals, what is kept from it, and the cost of the pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inkoop.portal.rules.dossier import MIRROR, STANDING, for_provider
from inkoop.portal.templatetags.portal import more, weeks
from kpis.models import Agreement, Kpi, KpiTask, Meeting, Production, TaskPaper
from kpis.services.starter_set import deliver_starter_set
from kpis.services.talks.reporting import take_back_report
from providers.models import CapacityReport, Evidence, Location, Notice
from tests.desk.cast import region
from tests.portal.cast import PDF, member, portal

pytestmark = pytest.mark.django_db

CONTENT = {
    "sections": [
        {
            "key": "gedrag",
            "title": "Declaratiegedrag naast vergelijkbare aanbieders",
            "lines": ["Naast aanbieders uit hetzelfde segment."],
            "tables": [
                {
                    "caption": "Cijfers naast vergelijkbare aanbieders",
                    "columns": ["Cijfer", "Aanbieder", "Mediaan", "Naast de anderen"],
                    "rows": [["Kosten per cliënt", "€ 900,00", "€ 412,37", "hoger dan bij 9 anderen"]],
                    "numeric": [1, 2],
                }
            ],
            "is_shared": True,
        },
        {
            "key": "signalen",
            "title": "Signalen en reacties",
            "lines": [
                "Kosten per cliënt is € 900,00. Hun mediaan is € 412,37 (n = 9); de robuuste z is 4,1."
            ],
            "tables": [],
            "is_shared": True,
        },
        {"key": "intern", "title": "Intern", "lines": ["geheim"], "tables": [], "is_shared": False},
    ],
    "report": [{"title": "Cijfers", "minutes": "Besproken.", "decision": "Volgt."}],
    "is_report": True,
    "remark": "akkoord",
}


def address(name, *args):
    return reverse(f"portal:{name}", args=args)


def test_a_provider_gets_no_figure_of_others_and_nothing_internal():
    found = for_provider(CONTENT, is_report_shared=True)
    section, signals = found["sections"]
    (table,) = section["tables"]
    assert (section["lines"], table["columns"], table["numeric"]) == ([MIRROR], ["Cijfer", "Aanbieder"], [1])
    assert table["rows"] == [["Kosten per cliënt", "€ 900,00"]]
    assert signals["lines"] == [STANDING]
    assert (found["report"], found["is_report"]) == (CONTENT["report"], True)
    before = for_provider(CONTENT, is_report_shared=False)
    assert before["report"] == [{"title": "Cijfers", "minutes": "", "decision": ""}]
    assert (before["is_report"], before["remark"]) == (False, "")


def test_differences_and_waiting_times_are_written_as_people_say_them():
    assert [more(number) for number in (3, 0, -2)] == ["+3", "+0", "\N{MINUS SIGN}2"]
    written = [weeks(one) for one in (None, Decimal(1), Decimal("2.5"), Decimal("12.0"), Decimal(0))]
    assert written == ["n.v.t.", "1 week", "2,5 weken", "12 weken", "0 weken"]


def test_a_report_that_was_taken_back_is_no_longer_read(client):
    found = portal()
    client.force_login(found.mine.user)
    key = found.mine.keys["talks_one"]
    assert "Gezegd door 0." in client.get(address("talks_one", key)).content.decode()
    take_back_report(meeting=Meeting.objects.get(pk=key), reason="aanvulling", by=found.manager)
    page = client.get(address("talks_one", key)).content.decode()
    assert ("Gezegd door 0." in page, "Klopt het verslag?" in page) == (False, False)


def test_a_task_refuses_what_may_not_be_kept(client, settings):
    settings.SCAN_COMMAND = ["sh", "-c", "! grep -q BESMET"]
    found = portal()
    client.force_login(found.mine.user)
    url = address("reporting_task", found.mine.keys["reporting_task"])
    sent = {
        "numerator": "1.200",
        "denominator": "-1",
        "note": "Over 999900006.",
        "file": SimpleUploadedFile("groot.pdf", PDF + b"BESMET"),
        "concept": "1",
    }
    errors = client.post(url, sent).context["form"].errors
    assert dict(errors) == {
        "numerator": ["Vul een heel getal in, zonder punt of komma."],
        "denominator": ["Vul 0 of meer in."],
        "note": ["Hier staat een BSN in. Haal het weg: een BSN wordt nergens bewaard."],
        "file": [
            "De virusscanner houdt dit bestand tegen. Er is niets bewaard; kijk het op uw eigen computer na."
        ],
    }
    assert (KpiTask.objects.get(pk=found.mine.keys["reporting_task"]).state, TaskPaper.objects.count()) == (
        "open",
        2,
    )


def test_a_year_that_runs_or_was_never_is_not_there(client):
    client.force_login(member(region(1).providers[0], "anne"))
    this_year = timezone.localdate().year
    asked = [client.get(address("reporting_production", year)).status_code for year in (this_year, 1999)]
    assert asked == [404, 404]
    assert client.get(address("reporting_production", this_year - 1)).status_code == 200


def several(provider, user, rows):
    """``rows`` of everything that is listed."""
    today = timezone.localdate()
    location = Location.objects.filter(provider=provider).first()
    for number in range(rows):
        task = KpiTask.objects.create(
            kpi=Kpi.objects.get(code="K18"),
            provider=provider,
            period_from=date(2020 + number, 1, 1),
            period_to=date(2020 + number, 12, 31),
            due_on=today + timedelta(days=number),
        )
        TaskPaper.objects.create(task=task, file="bewijs/x", file_name="x.pdf", size=1, by=user)
        CapacityReport.objects.create(
            provider=provider,
            location=location,
            product=f"H30{number}",
            reported_on=today,
            capacity=8,
            free=1,
            by=user,
        )
        Evidence.objects.create(provider=provider, kind="skj", issued_on=today, file="bewijs/x", by=user)
        Notice.objects.create(title=f"{number}", text="x", shown_from=today, shown_until=today, by=user)
        Meeting.objects.create(
            provider=provider,
            first_planned_on=today,
            planned_on=today + timedelta(days=number),
            holder=user,
        )
        talk = Meeting.objects.create(
            provider=provider,
            first_planned_on=today,
            planned_on=today - timedelta(days=number),
            held_on=today - timedelta(days=number),
            shared_at=timezone.now(),
            state="verslag",
            holder=user,
        )
        for result in ("", "gehaald"):
            Agreement.objects.create(
                provider=provider,
                meeting=talk,
                measure="x",
                owner=user,
                provider_owner="y",
                agreed_on=today,
                due_on=today,
                test_on=today,
                result=result,
                result_on=today if result else None,
            )
    return task, talk


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_queries_for_one_row_as_for_three(client, rows):
    provider = region(1).providers[0]
    deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=None, today=timezone.localdate())
    user = member(provider, "anne")
    task, talk = several(provider, user, rows)
    Production.objects.create(provider=provider, year=timezone.localdate().year - 1)
    client.force_login(user)
    year = timezone.localdate().year - 1
    pages = {
        "reporting": (),
        "reporting_task": (task.pk,),
        "reporting_production": (year,),
        "reporting_capacity": (),
        "reporting_papers": (),
        "talks": (),
        "talks_one": (talk.pk,),
        "start": (),
    }
    counted = {}
    for name, args in pages.items():
        client.get(address(name, *args))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, *args)).status_code == 200
        counted[name] = len(queries)
    assert counted == {
        "reporting": 10,
        "reporting_task": 9,
        "reporting_production": 9,
        "reporting_capacity": 9,
        "reporting_papers": 6,
        "talks": 13,
        "talks_one": 11,
        "start": 32,
    }
