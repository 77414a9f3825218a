"""What machines ask: life, readiness and figures; and a log that says nothing about people."""

import json
import logging
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone

from inkoop.base.models import User
from inkoop.exchange.services import accept_upload
from inkoop.logs import JsonFormatter, request_number
from inkoop.operations.counters import KEY, Counters, counted, part_of
from inkoop.operations.counters import connection as redis_connection

pytestmark = pytest.mark.django_db

SAMPLE = re.compile(r'^inkoop_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [-+0-9.e]+$')
NOBODY_LISTENS = "redis://127.0.0.1:9/0"


@pytest.fixture
def key(settings):
    settings.METRICS_KEY = "een sleutel voor de monitor"
    return {"authorization": f"Bearer {settings.METRICS_KEY}"}


@pytest.fixture
def waiting(settings, tmp_path):
    settings.WAITING_FILES = str(tmp_path)
    return accept_upload(BytesIO(b"a"), file_name="a.csv", received_on=timezone.localdate(), by=None)


def test_life_asks_nothing_of_others(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/gezond/")
    assert (response.status_code, response.json()) == (200, {"leeft": True})


def test_ready_when_all_parts_are_well(client):
    response = client.get("/gereed/")
    assert (response.status_code, response.json()) == (
        200,
        {
            "gereed": True,
            "onderdelen": {"database": "goed", "wachtrij": "goed", "bestanden": "goed", "documenten": "goed"},
        },
    )


def test_without_a_queue_pages_go_on(client, settings):
    settings.REDIS_URL = NOBODY_LISTENS
    response = client.get("/gereed/")
    assert response.status_code == 200
    assert response.json()["onderdelen"]["wachtrij"] == "niet bereikbaar; werk wacht tot zij er weer is"


def test_not_ready_while_tables_wait_for_a_change(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")
    response = client.get("/gereed/")
    assert (response.status_code, response.json()["gereed"]) == (503, False)
    assert "nog niet uitgevoerd (manage.py migrate)" in response.json()["onderdelen"]["database"]


def test_little_room_on_the_disk_is_said(client, monkeypatch):
    monkeypatch.setattr("inkoop.operations.queries.health.LITTLE_ROOM", 10**18)
    assert client.get("/gereed/").json()["onderdelen"]["bestanden"].endswith("MB vrij")


def test_figures_are_for_who_shows_the_key(client, key):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer anders"}).status_code == 404
    assert client.get("/metrics", headers=key).status_code == 200


def test_without_a_key_in_the_settings_there_are_no_figures(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_figures_are_what_a_monitor_can_read(client, key, waiting):
    text = client.get("/metrics", headers=key).content.decode()
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    assert [line for line in lines if not SAMPLE.match(line)] == []
    assert 'inkoop_gezond{onderdeel="database"} 1' in lines
    assert "inkoop_wachtende_bestanden 1" in lines
    assert 'inkoop_aanleveringen_laatste_dag{status="wacht"} 1' in lines


def test_requests_are_counted_over_processes(client):
    with redis_connection() as redis:
        redis.delete(KEY)
    for seconds in (0.05, 0.3, 20.0):
        counters = Counters()  # as in another process
        counters.add(path="/admin/x/", status=200, seconds=seconds)
    found = counted()
    assert found["aantal|admin|2xx"] == 3
    assert [found.get(f"duur|admin|{limit}", 0) for limit in ("0.1", "0.5", "+Inf")] == [1, 1, 1]
    assert found["microseconden|admin|"] == 20_350_000


def test_counts_wait_while_redis_is_away(settings):
    with redis_connection() as redis:
        redis.delete(KEY)
    there, counters = settings.REDIS_URL, Counters()
    settings.REDIS_URL = NOBODY_LISTENS
    counters.add(path="/api/v1/", status=500, seconds=0.2)
    settings.REDIS_URL = there
    counters.hand_over()
    assert counted() == {"aantal|api|5xx": 1, "duur|api|0.25": 1, "microseconden|api|": 200_000}


@pytest.mark.parametrize(
    ("path", "part"), [("/admin/a/", "admin"), ("/portaal/", "portaal"), ("/", "overig"), ("/wat/", "overig")]
)
def test_a_request_counts_for_a_part_of_the_site(path, part):
    assert part_of(path) == part


def lines_of(caplog):
    formatter = JsonFormatter()
    return [json.loads(formatter.format(record)) for record in caplog.records]


def test_the_log_names_a_page_and_nobody(client, caplog):
    user = User.objects.create_user("anna", email="anna@voorbeeld.nl", is_staff=True, is_superuser=True)
    client.force_login(user)
    with caplog.at_level(logging.INFO, logger="inkoop.requests"):
        response = client.get("/admin/contracts/client/?q=999900006")
    (line,) = [line for line in lines_of(caplog) if line["logger"] == "inkoop.requests"]
    assert (line["route"], line["status"], line["method"]) == ("admin/contracts/client/", 200, "GET")
    assert set(line) == {"time", "level", "logger", "message", "method", "route", "status", "milliseconds"}
    assert len(response.headers["X-Request-ID"]) == 16


def test_lines_within_a_request_carry_its_number():
    token = request_number.set("0123456789abcdef")
    line = json.loads(JsonFormatter().format(logging.makeLogRecord({"msg": "iets"})))
    request_number.reset(token)
    assert line["request"] == "0123456789abcdef"


def test_errors_in_the_log_say_nothing_about_people():
    said = (
        "Not Found: /admin/client/?q=jansen voor 999900006 van j.jansen@voorbeeld.nl, "
        + "a1" * 32
        + '\nDETAIL:  Failing row contains (1, 999900006, "Jan").\nCONTEXT:  COPY stage, line 3: "Jan"'
    )
    kept = {"msg": said, "exc_info": (ValueError, ValueError(said), None), "request": object()}
    written = JsonFormatter().format(logging.makeLogRecord(kept))
    assert [word for word in ("jansen", "999900006", "Jan", "a1a1", "object at") if word in written] == []
    assert "ValueError" in written


def test_a_waiting_file_has_an_age(client, key, waiting):
    type(waiting).objects.update(created_at=timezone.now() - timedelta(hours=2))
    text = client.get("/metrics", headers=key).content.decode()
    (seconds,) = re.findall(r"^inkoop_langste_wachttijd_seconden (\d+)", text, re.MULTILINE)
    assert 7_200 <= int(seconds) < 7_300
