"""The reports in a real browser: every page without barriers, a meeting by keyboard, a PDF that is waited for."""

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from inkoop.base.choices import Role
from inkoop.base.models import Municipality, Team
from inkoop.reports.services.deciding import ask
from inkoop.reports.services.papers import ask_paper, make_paper
from inkoop.reports.services.publishing import publish
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_of,
    page_at,
)
from tests.kpis.cast import PEILDATUM
from tests.reports import cast

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(chromium, committed):  # noqa: F811 -- the fixtures
    """Three municipalities with figures, an edition, a question, and a PDF that is made."""
    cast.lay_region()
    cast.compute()
    manager = cast.manager()
    cast.person("bestuurder", Role.BOARD)
    place = Municipality.objects.get(code="0501")
    server = LiveServer("localhost")
    server.edition = publish(municipality=place, peildatum=PEILDATUM, note="", by=manager)
    server.asked = ask(
        subject="Verblijf", decision="Onderzoek het.", owner="Inkoop", due_on=PEILDATUM, by=manager
    )
    server.paper = ask_paper(municipality=place, peildatum=PEILDATUM, edition=None, by=manager)
    make_paper(server.paper)
    yield server
    server.stop()


def log_in(page, site, name):
    page.goto(site.url + reverse("account_login"))
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("geheim-genoeg")
    page.locator("form[method=post] [type=submit]").first.click()
    page.wait_for_load_state("load")


def test_every_page_of_reports_is_without_barriers(site, page_at):  # noqa: F811
    page = page_at(1280, "light")
    log_in(page, site, "connie")
    addresses = [
        reverse("reports:index"),
        reverse("reports:report", args=["regio"]),
        reverse("reports:report", args=["0501"]) + f"?vergelijk={PEILDATUM}",
        reverse("reports:report", args=["regio"]) + "?weergave=vergadering&deel=producten",
        reverse("reports:edition", args=[site.edition.pk]),
        reverse("reports:decisions"),
        reverse("reports:settle_decision", args=[site.asked.pk]),
        reverse("reports:settlement") + "?sleutel=clienten",
        reverse("reports:paper", args=[site.paper]),
        reverse("reports:team", args=["0501", Team.objects.get(municipality__code="0501").pk]),
    ]
    found = {address: faults_of(page, site.url + address) for address in addresses}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_a_meeting_goes_on_by_keyboard(site, page_at):  # noqa: F811
    page = page_at(1280, "light")
    log_in(page, site, "bestuurder")
    assert page.url == site.url + reverse("reports:index")
    page.get_by_role("link", name="in de vergadering").click()
    seen = [page.locator("h2").inner_text()]
    for key in ("ArrowRight", "PageDown", "ArrowLeft", "End", "Home"):
        with page.expect_navigation():
            page.keyboard.press(key)
        seen.append(page.locator("h2").inner_text())
    assert seen == [
        "In het kort",
        "Budget en prognose",
        "Hoe goed waren eerdere prognoses",
        "Budget en prognose",
        "Stand van eerdere besluiten",
        "In het kort",
    ]
    with page.expect_navigation():
        page.keyboard.press("Escape")
    assert page.locator("nav.contents a").count() > 10
