"""The first load makes keys and indexes after the rows; afterwards everything stands as it stood."""

import psycopg
import pytest
from django.db import connection

from contracts.models import DeclarationLine
from inkoop.exchange.loaders.declarations import first_load
from tests.exchange.cast import codes, deliver, lay_ground, line

KEYS = """
SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE 'contracts_declarationline'::regclass IN (conrelid, confrelid) ORDER BY 1, 2
"""
INDEXES = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'contracts_declarationline' ORDER BY 1"
)
TABLE = "SELECT relfilenode FROM pg_class WHERE oid = 'contracts_declarationline'::regclass"


@pytest.fixture
def worthwhile(committed, monkeypatch):
    monkeypatch.setattr(first_load, "WORTHWHILE", 1)
    lay_ground()


def asked(*queries):
    with connection.cursor() as cursor:
        found = []
        for query in queries:
            cursor.execute(query)
            found.append(cursor.fetchall())
        return found


def load():
    lines = [line(referentienummer="R1"), line(referentienummer="R2", tarief=1)]
    assert list(codes(deliver("declaraties", *lines))) == [2]
    assert list(DeclarationLine.objects.values_list("reference", "row_number")) == [("R1", 1)]


def test_keys_and_indexes_stand_as_before(worthwhile):
    before, (file,) = asked(KEYS, INDEXES), asked(TABLE)
    load()
    assert asked(TABLE) != [file]
    assert asked(KEYS, INDEXES) == before
    assert {table for table, *_ in before[0]} >= {"contracts_declarationline", "exchange_overrule"}


def test_a_second_load_leaves_them(worthwhile):
    load()
    (file,) = asked(TABLE)
    deliver("declaraties", line(referentienummer="R3", volume=1, bedrag=7_500))
    assert asked(TABLE) == [file]


def test_whoever_reads_meanwhile_is_not_waited_for(worthwhile):
    before, (file,) = asked(KEYS, INDEXES), asked(TABLE)
    database = connection.get_connection_params()
    names = {
        name: database[name] for name in ("dbname", "user", "password", "host", "port") if name in database
    }
    with psycopg.connect(**names) as reader:
        reader.execute("SELECT count(*) FROM contracts_declarationline")
        load()
    assert asked(TABLE) == [file]
    assert asked(KEYS, INDEXES) == before
