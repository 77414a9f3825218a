"""The views for BI: what they say, hide and allow, and their files."""

import csv
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from contracts.models import Client, DeclarationLine
from inkoop.reports.queries.bi import VIEWS, Kind
from inkoop.reports.services.bi import described, drop_views, grant_rights, keep_views, write_views
from kpis.models import CareUse
from tests.kpis.cast import PEILDATUM

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "howto" / "cijfers-voor-bi.md"


def ask(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_the_manual_names_every_view_and_column():
    (told,) = re.findall(r"<!-- begin: views -->\n(.*)<!-- eind: views -->", MANUAL.read_text(), re.DOTALL)
    assert told.strip() == "\n".join(described()).strip()


@pytest.mark.django_db
class TestViews:
    def test_they_stand_and_each_column_has_its_meaning(self):
        assert not keep_views()
        told = ask(
            "SELECT c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'bi'::regnamespace AND a.attnum > 0"
        )
        assert {(view, column): says for view, column, says in told} == {
            (view.name, column): says for view in VIEWS for column, says in view.columns.items()
        }

    def test_they_come_back_when_they_were_dropped(self):
        drop_views()
        assert keep_views()
        assert ask("SELECT count(*) FROM bi.gemeenten")[0][0] >= 0

    def test_who_reads_figures_reads_no_youths_and_writes_nothing(self):
        for kind in Kind:
            ask_nothing(f"CREATE ROLE {kind.value}")
        grant_rights()
        ask_nothing(f"SET ROLE {Kind.FIGURES.value}")
        assert ask("SELECT count(*) FROM bi.maandreeks") == [(0,)]
        for forbidden in (
            "SELECT * FROM bi.prestaties",
            "SELECT * FROM contracts_client",
            "DELETE FROM bi.gemeenten",
            "CREATE TABLE bi.eigen (id int)",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ask_nothing(forbidden)
        ask_nothing("RESET ROLE")
        ask_nothing(f"SET ROLE {Kind.CLIENTS.value}")
        assert ask("SELECT count(*) FROM bi.prestaties") == [(0,)]
        ask_nothing("RESET ROLE")

    def test_use_hides_what_reports_hide_and_lines_add_up(self, region, tmp_path):
        assert ask("SELECT bool_and(afgeschermd) FROM bi.gebruik") == [(True,)]  # not looked for yet
        rows = write_views(tmp_path, today=PEILDATUM, with_clients=True)
        few = "SELECT clienten, gedeclareerd FROM bi.gebruik WHERE deel = '45A05' AND gemeentecode = '0501'"
        assert set(ask(few)) == {(None, None)}
        assert ask("SELECT count(*) FROM bi.gebruik WHERE clienten BETWEEN 1 AND 9") == [(0,)]
        whole = CareUse.objects.filter(dimension="geheel", municipality_code="")
        assert ask("SELECT sum(bedrag) FROM bi.prestaties")[0][0] == sum(one.declared for one in whole)
        assert rows["prestaties"] == DeclarationLine.objects.count()

    def test_the_files_are_counted_and_hold_no_known_pseudonym(self, region, tmp_path):
        call_command("bi", export=tmp_path, verbosity=0)
        assert not (tmp_path / "prestaties.csv").exists()
        call_command("bi", export=tmp_path, met_clienten=True, verbosity=0)
        with (tmp_path / "inhoud.csv").open(encoding="utf-8") as file:
            listed = {row["bestand"]: int(row["rijen"]) for row in csv.DictReader(file, delimiter=";")}
        assert set(listed) == {f"{view.name}.csv" for view in VIEWS}
        text = (tmp_path / "prestaties.csv").read_text(encoding="utf-8")
        assert len(text.splitlines()) == listed["prestaties.csv"] + 1
        assert text.startswith("client;gemeentecode;agb;productcode;")
        known = set(Client.objects.values_list("pseudonym", flat=True))
        assert not known & {line.split(";")[0] for line in text.splitlines()}


def ask_nothing(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
