"""What all tests share, and an honest count of the tests that need something extra."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from inkoop.environment import next_redis_database
from tests.databases import prepared_database  # noqa: F401 -- a fixture of all tests

CHROMIUM = Path("/usr/bin/chromium")
RAN = ("passed", "failed", "error", "xfailed", "xpassed")
NOT_RUN = ("skipped",)
COUNTED = {
    "browser": "Browsertests",
    "ijw_reference": "iJw-referentietests",
    "ocds_reference": "OCDS-referentietests",
}


def pytest_configure():
    # How long an example takes says something about the machine only.
    hypothesis.settings.register_profile(
        "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("any machine")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
    if process := os.environ.get("PYTEST_XDIST_WORKER"):
        _take_own_redis(int(process.removeprefix("gw")))


def pytest_collection_modifyitems(items):
    """What takes long begins first, so that the processes end together."""
    items.sort(key=lambda item: not (item.get_closest_marker("browser") or item.path.parent.name == "demo"))


def _take_own_redis(number):
    """A queue and a cache for each process that runs tests, and for what it starts: two of sixteen databases."""
    address = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{2 * number}"))
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CELERY_BROKER_URL = address
    settings.CACHES["default"]["LOCATION"] = next_redis_database(address)


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        reason = f"{CHROMIUM} ontbreekt (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("Bijzondere tests")
    for marker, name in COUNTED.items():
        ran, skipped = (_count(terminalreporter, marker, outcomes) for outcomes in (RAN, NOT_RUN))
        line = f"{name}: {ran} uitgevoerd"
        if skipped:
            terminalreporter.line(f"{line}, {skipped} NIET UITGEVOERD", red=True, bold=True)
        else:
            terminalreporter.line(line)


def _count(terminalreporter, marker, outcomes):
    reports = [report for outcome in outcomes for report in terminalreporter.stats.get(outcome, [])]
    tests = [report for report in reports if isinstance(report, pytest.TestReport)]
    return len({report.nodeid for report in tests if marker in report.keywords})


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """Counters of failed logins and the like live in the cache and would leak into the next test."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        cache.clear()
