"""What reports say: sums that reconcile, few youths hidden, the same when it is frozen."""

import io
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from contracts.rules.small_cells import is_small
from inkoop.base.models import Municipality
from inkoop.reports.choices import ReportKind, SettlementKey
from inkoop.reports.content import Hidden, from_json, to_json
from inkoop.reports.files import as_csv, as_pdf, as_xlsx
from inkoop.reports.models import Publication, Subscription
from inkoop.reports.rules.suppression import following
from inkoop.reports.services.building import NothingComputed, municipality_report, region_report
from inkoop.reports.services.publishing import fingerprint, frozen, publish
from inkoop.reports.services.settling import settlement
from inkoop.reports.services.shielding import key_of, shield, sums_of
from kpis.choices import UseDimension
from kpis.models import CareUse
from tests.kpis.cast import PEILDATUM
from tests.reports import cast

pytestmark = pytest.mark.django_db


def place(code="0501"):
    return Municipality.objects.get(code=code)


def rows_of(report, key, table=0):
    return {row[0]: row[1:] for row in report.section(key).tables[table].rows}


def test_few_youths_are_hidden_with_the_smallest_beside_them(region):
    rows = rows_of(municipality_report(place(), PEILDATUM), "producten")
    assert rows["45A04"][:2] == (30, Decimal(31))
    assert rows["45A05"] == rows["45A06"] == (Hidden.SMALL,) * 6
    assert municipality_report(place(), PEILDATUM).section("producten").tables[0].total[1] == 54


def test_a_sibling_hides_the_same_product_so_that_the_region_gives_nothing_away(region):
    """0502 has the smallest other number of both products."""
    rows = rows_of(municipality_report(place("0502"), PEILDATUM), "producten")
    assert rows["45A05"] == rows["45A06"] == (Hidden.SMALL,) * 6
    assert rows_of(municipality_report(place("0503"), PEILDATUM), "producten")["45A05"][0] == 16


def test_whoever_has_all_reports_cannot_compute_what_is_hidden(region):
    clients = {key_of(row): row.clients for row in CareUse.objects.filter(computation=region)}
    hidden = shield(region)
    assert {key for key, number in clients.items() if is_small(number)} <= hidden
    assert {key for key in following(hidden, sums_of(clients)) if is_small(clients[key])} == set()


def test_parts_add_up_to_the_whole_to_the_cent_in_every_place(region):
    rows = list(CareUse.objects.filter(computation=region))
    for whole in (row for row in rows if row.dimension == UseDimension.WHOLE):
        for dimension in set(UseDimension) - {UseDimension.WHOLE}:
            parts = [
                row.declared
                for row in rows
                if (row.municipality_code, row.year, row.dimension)
                == (whole.municipality_code, whole.year, dimension)
            ]
            assert sum(parts) == whole.declared
    region_whole = {row.year: row.declared for row in rows if row.municipality_code == "" and not row.part}
    for year, declared in region_whole.items():
        own = [
            row.declared
            for row in rows
            if row.municipality_code and row.year == year and row.dimension == UseDimension.WHOLE
        ]
        assert sum(own) == declared


def test_the_causes_of_a_change_add_up_to_it(region):
    table = region_report(PEILDATUM).section("verandering").tables[0]
    assert sum(row[1] for row in table.rows) == table.total[1]


def test_a_report_survives_its_own_json(region):
    for report in (municipality_report(place(), PEILDATUM), region_report(PEILDATUM)):
        assert from_json(to_json(report)) == report


def test_the_number_of_queries_is_the_same_for_one_and_three_places(django_assert_num_queries):
    cast.lay_region(places=("0501",))
    cast.compute()
    municipality_report(place(), PEILDATUM)
    with django_assert_num_queries(21):
        municipality_report(place(), PEILDATUM)
    with django_assert_num_queries(40):
        region_report(PEILDATUM)


def test_the_number_of_queries_with_three_places(region, django_assert_num_queries):
    municipality_report(place(), PEILDATUM)
    with django_assert_num_queries(21):
        municipality_report(place(), PEILDATUM)
    with django_assert_num_queries(40):
        region_report(PEILDATUM)


def test_without_figures_it_says_what_to_do(db):
    with pytest.raises(NothingComputed, match=r"python manage\.py compute all"):
        region_report(PEILDATUM)


def test_an_edition_stays_what_it_was(region):
    by = cast.manager()
    first = publish(municipality=place(), peildatum=PEILDATUM, note="", by=by)
    before = frozen(first)
    CareUse.objects.filter(municipality_code="0501").update(declared=1)
    second = publish(municipality=place(), peildatum=PEILDATUM, note="na correctie", by=by)
    assert (first.number, second.number) == (1, 2)
    again = Publication.objects.get(pk=first.pk)
    assert frozen(again) == before
    assert again.sha256 == fingerprint(again.content) != second.sha256


def test_nobody_changes_an_edition(region):
    made = publish(municipality=None, peildatum=PEILDATUM, note="", by=cast.manager())
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(note="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).delete()


def test_what_was_published_binds_what_is_hidden_later(region):
    """The pair hidden beside the small row was shown by an earlier edition: another one must hide it now."""
    shield(region)
    publication = publish(municipality=place(), peildatum=PEILDATUM, note="", by=cast.manager())
    assert ["0501", 2024, "productcode", "45A05"] in publication.content["hidden"]
    region.fingerprint = "f" * 64
    region.save()
    assert shield(region) >= {("0501", 2024, "productcode", "45A05"), ("0501", 2024, "productcode", "45A06")}


@pytest.mark.django_db(transaction=False)
def test_subscribers_get_the_address_and_no_figures(region, django_capture_on_commit_callbacks):
    own, other = cast.officer("0501"), cast.officer("0502")
    for user in (own, other):
        Subscription.objects.create(user=user, kind=ReportKind.MUNICIPALITY, municipality=place())
    with django_capture_on_commit_callbacks(execute=True):
        made = publish(municipality=place(), peildatum=PEILDATUM, note="", by=cast.manager())
    assert [letter.to for letter in mail.outbox] == [["gemeente-0501@voorbeeld.nl"]]
    body = mail.outbox[0].body
    assert f"/rapportages/uitgave/{made.pk}/" in body
    assert "€" not in body
    assert "54" not in body


def test_files_hold_the_same_figures(region):
    report = municipality_report(place(), PEILDATUM)
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(report, "concept")))
    sheet = book.get_sheet_by_name("Gebruik per product").to_python()
    whole = report.section("producten").tables[0].total
    assert sheet[1][:2] == ["45A04", 30.0]
    assert sheet[4][3] == whole[3] / 100
    assert "Wat betekent wat" in [row[0] for row in book.get_sheet_by_name("Toelichting").to_python()]
    text = as_csv(report.section("producten")).decode("utf-8-sig")
    assert "45A05;afgeschermd;afgeschermd" in text
    assert f";{whole[3]};" in text
    paper = as_pdf(report, "concept")
    assert paper.startswith(b"%PDF-")
    assert as_pdf(report, "concept") == paper


@pytest.mark.parametrize("key", [SettlementKey.OWN_USE, SettlementKey.CLIENTS, SettlementKey.MEAN])
def test_settled_shares_add_up_to_what_was_used(region, key):
    shares = settlement(region, 2025, key)
    assert sum(one.share for one in shares) == sum(one.used for one in shares) > 0
    assert sum(one.deviation for one in shares) == 0


def test_settlement_by_clients_of_the_year_before(region):
    """54, 80 and 92 clients in 2024."""
    shares = {one.code: one.weight for one in settlement(region, 2025, SettlementKey.CLIENTS)}
    assert shares == {"0501": 54, "0502": 80, "0503": 92}
