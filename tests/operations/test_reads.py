"""The log of reads is a chain: rules and database agree, and whatever is done to a row shows."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkoop.base.choices import Role
from inkoop.base.models import ClientRead, User
from inkoop.base.rules.chain import BEGIN, Anchor, Link, hash_of, verified
from inkoop.operations.queries.reads import check, newest, purpose_of
from inkoop.operations.tasks import note_reads
from tests.desk.cast import contract_manager, person

PAGE = "admin:reads_page"
NASTY = ["cliënten", '"; DROP', "a\\b\tc\nd", "=1+1", "é\u2028\U0001f600", "\x7f\x01"]


@pytest.fixture
def auditor(client):
    user = person("toezicht")
    user.groups.set([Group.objects.get(name=Role.AUDITOR)])
    client.force_login(user)
    return client


@pytest.fixture
def reader(db):
    user = person("lezer")
    user.groups.set(Group.objects.filter(name__in=[Role.CONTRACT_MANAGER, Role.ADMINISTRATOR]))
    return user


def read(user, number=0):
    return ClientRead.objects.create(
        by=user, subject="cliënten", object_id=str(number), path=NASTY[number % 6]
    )


def tamper(sql, *values):
    """As somebody with all rights on the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
def test_what_the_database_lays_is_what_the_rules_say(reader):
    for number in range(6):
        read(reader, number)
    rows = list(ClientRead.objects.order_by("pk"))
    before = ""
    for row in rows:
        link = Link(row.pk, row.by_id, row.at, row.subject, row.object_id, row.path, row.roles, row.hash)
        assert row.hash == hash_of(link, before)
        before = row.hash
    assert [row.pk for row in rows] == list(range(1, 7))
    assert {row.roles for row in rows} == {"beheerder, contractmanager"}
    assert (check().is_whole, check().checked, check().last) == (True, 6, newest())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "values", "broken_at"),
    [
        ("UPDATE base_clientread SET path = '/anders/' WHERE id = %s", [3], 3),
        ("UPDATE base_clientread SET at = at - interval '1 day' WHERE id = %s", [1], 1),
        ("UPDATE base_clientread SET by_id = (SELECT max(id) FROM base_user) WHERE id = %s", [2], 2),
        ("UPDATE base_clientread SET roles = 'auditor' WHERE id = %s", [5], 5),
        ("DELETE FROM base_clientread WHERE id = %s", [4], 4),
        ("DELETE FROM base_clientread WHERE id = %s", [1], 1),
        ("UPDATE base_clientread SET hash = 'x' WHERE id = %s", [6], 6),
    ],
)
def test_whatever_is_done_to_a_row_shows(reader, sql, values, broken_at):
    for number in range(6):
        read(reader, number)
    User.objects.create(username="laatste")
    tamper(sql, *values)
    assert (check().broken_at, check().checked) == (broken_at, broken_at - 1)


@pytest.mark.django_db
def test_a_row_that_was_noted_elsewhere_must_still_be_there(reader):
    for number in range(3):
        read(reader, number)
    noted = newest()
    assert check(known=noted).is_whole
    tamper("DELETE FROM base_clientread WHERE id = %s", 3)
    assert check().is_whole
    assert (check(known=noted).broken_at, check(known=noted).cause) == (
        3,
        "het log eindigt voor de genoteerde regel 3",
    )
    read(reader, 9)
    assert check(known=noted).cause == "deze regel is een andere dan eerder genoteerd"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text('ab\\"\n\u2028é', max_size=9), min_size=2, max_size=6), st.data())
def test_any_change_of_any_field_breaks_the_chain(paths, data):
    links, last = [], BEGIN
    for number, path in enumerate(paths, start=1):
        link = Link(number, 1, datetime(2026, 1, 1, tzinfo=UTC), "wat", "", path, "rol", "")
        links.append(replace(link, hash=hash_of(link, last.hash)))
        last = Anchor(number, links[-1].hash)
    assert verified(links).last == last
    place = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["subject", "object_id", "path", "roles"]))
    changed = replace(links[place], **{field: getattr(links[place], field) + "x"})
    found = verified([*links[:place], changed, *links[place + 1 :]])
    assert (found.broken_at, found.checked) == (place + 1, place)


def test_many_writers_make_one_chain(committed_reads, environment_of_threads):
    user = person("drukke-lezer")

    def look(number):
        try:
            for _ in range(10):
                read(User.objects.get(pk=user.pk), number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(look, range(6)))
    found = check()
    assert (found.is_whole, found.checked) == (True, 60)


@pytest.fixture
def committed_reads(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE base_clientread")
        User.objects.filter(username="drukke-lezer").delete()
        connection.close()


@pytest.fixture
def environment_of_threads(django_db_blocker):
    """Threads may use the database of the tests too."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.django_db
def test_the_command_says_whether_the_log_is_whole(reader, capsys):
    read(reader)
    call_command("verify_reads")
    assert capsys.readouterr().out == f"Het log is heel: 1 regels.\nNoteer buiten dit systeem: {newest()}\n"
    tamper("UPDATE base_clientread SET path = 'weg' WHERE id = %s", 1)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_reads")
    assert stopped.value.code == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "Het log is niet heel. Regel 1: deze regel is gewijzigd of hoort hier niet."
    )


@pytest.mark.django_db
def test_each_night_the_newest_row_is_noted_outside_the_database(reader, caplog):
    read(reader)
    with caplog.at_level("INFO", logger="inkoop.operations.tasks"):
        note_reads()
    assert [record.anchor for record in caplog.records if hasattr(record, "anchor")] == [str(newest())]


def test_a_role_says_what_it_is_for():
    assert purpose_of("auditor, beheerder") == "toezicht op rechtmatigheid; technisch beheer"
    assert purpose_of("") == "geen rol op dat moment"


@pytest.mark.django_db
def test_an_auditor_sees_who_what_and_why_and_can_check(auditor, reader):
    read(reader, 3)
    text = auditor.get(reverse(PAGE)).content.decode()
    assert "contractbeheer, controle van declaraties" in text
    assert str(newest()) in text
    assert "1 regel klopt" in auditor.post(reverse(PAGE)).content.decode()
    tamper("UPDATE base_clientread SET path = 'weg' WHERE id = %s", 1)
    assert "niet heel" in auditor.post(reverse(PAGE)).content.decode()


@pytest.mark.django_db
def test_an_auditor_can_search_and_take_it_along(auditor, reader):
    read(reader, 3)
    read(reader, 4)
    assert auditor.get(reverse(PAGE), {"nummer": "4"}).content.decode().count("regel 2<") == 1
    assert "Geen inzage voldoet" in auditor.get(reverse(PAGE), {"door": "niemand"}).content.decode()
    answer = auditor.get(reverse(PAGE), {"vorm": "csv"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["nummer", "2", "1"]
    assert rows[2][7] == "'=1+1"
    assert rows[1][2:5] == ["lezer", "beheerder, contractmanager", purpose_of("beheerder, contractmanager")]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(auditor, reader, rows, django_assert_num_queries):
    for number in range(rows):
        read(reader, number)
    auditor.get(reverse(PAGE))
    with django_assert_num_queries(6):
        auditor.get(reverse(PAGE))


@pytest.mark.django_db
def test_contract_managers_do_not_see_who_looked(client):
    client.force_login(contract_manager())
    assert client.get(reverse(PAGE)).status_code == 403
