"""A real browser for the tests: pages that keep what it complains of, and what is wrong with one that is shown."""

from itertools import product

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.apps import apps
from django.db import connection
from django.urls import reverse
from playwright.sync_api import sync_playwright

from contracts.models import ProductCategory, StandardCode
from kpis.models import EscalationStep
from tests.conftest import CHROMIUM
from tests.databases import is_real_database

LAID_BY_MIGRATIONS = {"auth", "contenttypes", "django_celery_beat"}
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"light": ALL_RULES, "dark": ["color-contrast"]}  # in the dark only colours differ
RUN_AXE = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules});
    return found.violations.map(one => `${one.id}: ${one.nodes[0].html}`);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def chromium():
    """The browser's loop runs in the thread of the tests, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def committed(prepared_database, django_db_blocker):
    """A database that the server sees too; emptied afterwards, but for what migrations have put in it."""
    assert not is_real_database()
    with django_db_blocker.unblock():
        yield
        models = [model for model in apps.get_models() if model._meta.app_label not in LAID_BY_MIGRATIONS]
        reference = {model._meta.db_table for model in (ProductCategory, StandardCode, EscalationStep)}
        own = [model for model in models if model._meta.managed and not model._meta.proxy]
        tables = {model._meta.db_table for model in own} - reference
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} CASCADE")
        connection.close()


@pytest.fixture
def page_at(chromium):
    """Opens a page that keeps what the browser complains of."""
    contexts = []

    def open_page(width, scheme, *, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: complain(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def complain(page, message):
    if message.type in {"error", "warning"}:
        page.complaints.append(message.text)


def log_in(page, site):
    page.goto(site.url + reverse("admin:login"))
    page.get_by_label("Gebruikersnaam").fill("beheer")
    page.get_by_label("Wachtwoord").fill("geheim-genoeg")
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(site.url + reverse("admin:index"))


def faults_of(page, url):
    """What is wrong with a page, looked at in every width and in light and dark."""
    response = page.goto(url)
    return ([f"status {response.status}"] if not response.ok else []) + faults_here(page)


def faults_here(page):
    """The same for the page that is shown."""
    page.wait_for_load_state("load")
    faults = list(page.complaints)
    page.evaluate(AXE)
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if too_wide := page.evaluate(OVERFLOW):
            faults.append(f"{width}: {too_wide} px te breed")
        faults += [f"{width} {scheme}: {barrier}" for barrier in page.evaluate(RUN_AXE, RULES[scheme])]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.complaints.clear()
    return faults
