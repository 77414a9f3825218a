import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from inkoop.celery import app
from inkoop.checks import check_database_is_postgresql, check_keys, check_redis_answers
from inkoop.environment import get_env_bool, next_redis_database, parse_database_url
from inkoop.logs import JsonFormatter

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("url", "user", "host", "port", "options"),
    [
        ("postgresql://anna:p%40s@db.example:5433/inkoop", "anna", "db.example", "5433", {}),
        ("postgresql:///inkoop?host=/run/pg&user=postgres", "postgres", "/run/pg", "", {}),
        ("postgres://anna@db/inkoop?sslmode=require", "anna", "db", "", {"sslmode": "require"}),
    ],
)
def test_a_database_url_may_name_its_parts_in_two_places(url, user, host, port, options):
    found = parse_database_url(url)
    assert [found[key] for key in ("NAME", "USER", "HOST", "PORT", "OPTIONS")] == [
        "inkoop",
        user,
        host,
        port,
        options,
    ]


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="alleen PostgreSQL"):
        parse_database_url("sqlite:///inkoop.db")


def test_a_switch_is_true_or_false_and_nothing_else(monkeypatch):
    monkeypatch.setenv("BEHIND_PROXY", "ja")
    with pytest.raises(ImproperlyConfigured, match="alleen True of False"):
        get_env_bool("BEHIND_PROXY", default=False)


def test_without_configuration_a_command_says_what_is_missing():
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr.splitlines()[0][:44]) == (
        2,
        "De omgevingsvariabele SECRET_KEY ontbreekt. ",
    )


def test_the_local_mode_and_weak_keys_do_not_pass_for_production(settings):
    settings.LOCAL, settings.PSEUDONYM_KEY, settings.SECRET_KEY = True, "kort", "kort"
    assert [message.id for message in check_keys(None)] == ["inkoop.E010", "inkoop.E011", "inkoop.E012"]


def test_an_unreachable_redis_is_an_error_with_a_hint(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert [message.id for message in check_redis_answers(None)] == ["inkoop.E020"]


@pytest.mark.django_db
def test_the_servers_of_the_tests_pass_the_checks():
    assert [*check_database_is_postgresql(None, ["default"]), *check_redis_answers(None)] == []


def test_the_cache_never_shares_a_redis_database_with_the_queue():
    assert settings.CACHES["default"]["LOCATION"] == next_redis_database(settings.CELERY_BROKER_URL)
    assert settings.CACHES["default"]["LOCATION"] != settings.CELERY_BROKER_URL


def test_the_queue_of_the_tests_is_that_of_their_process():
    assert app.conf.broker_url == settings.REDIS_URL == os.environ["REDIS_URL"]


def test_a_log_line_is_json_with_extra_fields():
    record = logging.makeLogRecord(
        {"msg": "Geladen: %s", "args": ("a.csv",), "levelname": "INFO", "delivery": 7}
    )
    found = json.loads(JsonFormatter().format(record))
    assert {key: found[key] for key in ("level", "message", "delivery")} == {
        "level": "INFO",
        "message": "Geladen: a.csv",
        "delivery": 7,
    }
