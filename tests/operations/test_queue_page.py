"""The page of the queue: what waits, what ran, what is late, and what it says when the queue is away."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from django_celery_results.models import TaskResult

from inkoop.base.choices import Role
from inkoop.exchange.services import accept_upload
from tests.desk.cast import contract_manager, person

pytestmark = pytest.mark.django_db

PAGE = "admin:running_page"


@pytest.fixture
def keeper(client):
    user = person("beheerder-wachtrij")
    user.groups.set([Group.objects.get(name=Role.ADMINISTRATOR)])
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """No worker runs here; nobody waits for it."""
    monkeypatch.setattr("inkoop.operations.queries.queue.ANSWER_SECONDS", 0.01)


def done(number, status="SUCCESS", name="exchange.load_upload"):
    return TaskResult.objects.create(task_id=f"taak-{number}", task_name=name, status=status)


def shown(client, **query):
    return client.get(reverse(PAGE), query).content.decode()


def test_without_a_worker_the_page_says_so(keeper):
    text = shown(keeper)
    assert "Er antwoordt geen worker." in text
    assert "Er is nog geen taak uitgevoerd." in text


def test_without_a_queue_the_page_says_what_waits(keeper, settings, tmp_path):
    settings.WAITING_FILES = str(tmp_path)
    accept_upload(BytesIO(b"a"), file_name="a.csv", received_on=timezone.localdate(), by=None)
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    text = shown(keeper)
    assert "De wachtrij is niet bereikbaar." in text
    assert "1 bestand wacht en 0 berekeningen wachten in de database" in text


def test_outcomes_by_state_and_by_job(keeper):
    done(1)
    done(2, "FAILURE")
    done(3, "FAILURE", "kpis.compute_nightly")
    assert shown(keeper).count("bestand laden</a>") == 2
    assert shown(keeper, staat="mislukt").count("bestand laden</a>") == 1
    assert shown(keeper, staat="mislukt", taak="kpis.compute_nightly").count("nachtelijk rekenen</a>") == 1
    assert "Geen taak voldoet hieraan." in shown(keeper, staat="bezig")


@pytest.mark.parametrize(("minutes", "word"), [(3, "op tijd"), (60, "te laat")])
def test_a_job_on_the_clock_is_late_when_nobody_starts_it(keeper, minutes, word):
    PeriodicTask.objects.all().delete()
    every = IntervalSchedule.objects.create(every=5, period=IntervalSchedule.MINUTES)
    since = timezone.now() - timedelta(minutes=minutes)
    PeriodicTask.objects.create(name="op", task="exchange.resume_uploads", interval=every, last_run_at=since)
    text = shown(keeper)
    assert "wachtende bestanden oppakken</th>" in text
    assert text.count(f">{word}</span>") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(keeper, rows, django_assert_num_queries):
    for number in range(rows):
        done(number)
    shown(keeper)
    with django_assert_num_queries(10):
        shown(keeper)


def test_the_page_is_for_who_keeps_it_running(client):
    client.force_login(contract_manager())
    assert client.get(reverse(PAGE)).status_code == 403
