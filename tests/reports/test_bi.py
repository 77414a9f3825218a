"""The views for BI: what they say, hide and allow, and their files."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from inkoop.base.models import Municipality
from inkoop.reports.queries.bi import ROLE, VIEWS
from inkoop.reports.services.bi import described, drop_views, grant_rights, keep_views, write_views
from kpis.choices import ComputationName
from kpis.models import CareUse, Computation, MonthValue
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
        ask_nothing(f"CREATE ROLE {ROLE}")
        grant_rights()
        ask_nothing(f"SET ROLE {ROLE}")
        assert ask("SELECT count(*) FROM bi.maandreeks") == [(0,)]
        for forbidden in (
            "SELECT * FROM contracts_declarationline",
            "SELECT * FROM contracts_client",
            "DELETE FROM bi.gemeenten",
            "CREATE TABLE bi.eigen (id int)",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ask_nothing(forbidden)
        ask_nothing("RESET ROLE")

    def test_an_older_role_that_read_youths_reads_nothing_any_more(self):
        ask_nothing("CREATE ROLE inkoop_bi_clienten")
        ask_nothing("GRANT USAGE ON SCHEMA bi TO inkoop_bi_clienten")
        ask_nothing("GRANT SELECT ON ALL TABLES IN SCHEMA bi TO inkoop_bi_clienten")
        drop_views()
        keep_views()
        assert ask("SELECT has_schema_privilege('inkoop_bi_clienten', 'bi', 'USAGE')") == [(False,)]

    def test_no_view_reads_single_youths(self):
        read = ask(
            "SELECT DISTINCT table_name FROM information_schema.view_table_usage WHERE view_schema = 'bi'"
        )
        youths = {model._meta.db_table for model in apps.get_models() if is_of_youths(model)}
        assert "contracts_declarationline" in youths
        assert {table for (table,) in read} & youths == set()

    def test_use_hides_what_reports_hide(self, region, tmp_path):
        assert ask("SELECT bool_and(afgeschermd) FROM bi.gebruik") == [(True,)]  # not looked for yet
        rows = write_views(tmp_path, today=PEILDATUM + timedelta(days=40))
        few = "SELECT clienten, gedeclareerd FROM bi.gebruik WHERE deel = '45A05' AND gemeentecode = '0501'"
        assert set(ask(few)) == {(None, None)}
        assert ask("SELECT count(*) FROM bi.gebruik WHERE clienten BETWEEN 1 AND 9") == [(0,)]
        assert rows["gebruik"] == CareUse.objects.exclude(dimension="categorie").count()

    def test_few_youths_of_a_month_do_not_follow_from_its_total(self, db):
        """Reports tell the whole of a month: 40 youths with 4 of them, 30, 20 with 9 and 1, and 12 with 3."""
        computation = Computation.objects.create(
            name=ComputationName.MONTH_SERIES, peildatum=PEILDATUM, fingerprint="f" * 64
        )
        place = Municipality.objects.create(code="0501", name="Plaats", received_on=PEILDATUM)
        months = {
            1: {"45": 4, "50": 16, "54": 20},
            2: {"45": 30},
            3: {"45": 9, "50": 1, "54": 10},
            4: {"45": 3},
        }
        months[5] = {"45": 0, "50": 12, "54": 13}
        MonthValue.objects.bulk_create(
            MonthValue(
                computation=computation, municipality=place, category=category, month=date(2024, month, 1),
                clients=clients, value=clients, declared=clients + 1, clients_without_invoice=0,
                value_without_invoice=0,
            )
            for month, found in months.items()
            for category, clients in found.items()
        )  # fmt: skip
        seen = ask("SELECT extract(month FROM maand)::int, productcategorie, clienten FROM bi.maandreeks")
        assert {(month, category): clients for month, category, clients in seen} == {
            (1, "45"): None, (1, "50"): None, (1, "54"): 20,
            (2, "45"): 30,
            (3, "45"): None, (3, "50"): None, (3, "54"): 10,
            (4, "45"): None,
            (5, "45"): None, (5, "50"): None, (5, "54"): 13,
        }  # fmt: skip

    def test_the_files_are_counted(self, region, tmp_path):
        call_command("bi", export=tmp_path, verbosity=0)
        with (tmp_path / "inhoud.csv").open(encoding="utf-8") as file:
            listed = {row["bestand"]: int(row["rijen"]) for row in csv.DictReader(file, delimiter=";")}
        assert set(listed) == {f"{view.name}.csv" for view in VIEWS}
        text = (tmp_path / "gebruik.csv").read_text(encoding="utf-8")
        assert len(text.splitlines()) == listed["gebruik.csv"] + 1
        assert text.startswith("peildatum;gemeentecode;jaar;")


def is_of_youths(model):
    return getattr(getattr(model, "owners", None), "has_clients", False)


def ask_nothing(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
