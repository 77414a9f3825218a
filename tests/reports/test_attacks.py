"""What is hidden stays hidden for who subtracts one part of the reports from another."""

from datetime import date

import pytest

from contracts.models import ProductCode
from contracts.rules.small_cells import is_small
from inkoop.base.choices import Role
from inkoop.base.models import Municipality
from inkoop.reports.choices import SettlementKey
from inkoop.reports.content import Hidden
from inkoop.reports.models import HiddenUse, Shielding
from inkoop.reports.rules.suppression import Sum, following, hidden_rows
from inkoop.reports.services.building import municipality_report
from inkoop.reports.services.settlement_report import settlement_report
from inkoop.reports.services.shielding import key_of, nested_sums, products_above, shield, sums_of
from kpis.models import CareUse
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.tables import Tables
from tests.reports import cast

pytestmark = pytest.mark.django_db

FORMS = {"45A04": "ambulant", "45A05": "ambulant", "45A06": "verblijf"}
LATE = {"0501": 3, "0502": 12, "0503": 20}


def nested(rows):
    return nested_sums({key_of(row): row.declared for row in rows}, products_above())


@pytest.fixture
def forms(db):
    """45A06 is a care form of its own, so that form would tell what the product hides."""
    cast.lay_region()
    for code, form in FORMS.items():
        ProductCode.objects.filter(code=code).update(care_form=form)
    return cast.compute()


def test_a_product_does_not_follow_from_its_care_form(forms):
    rows = list(CareUse.objects.filter(computation=forms))
    clients = {key_of(row): row.clients for row in rows}
    sums = [*sums_of(clients), *nested(rows)]
    small = {key for key, number in clients.items() if is_small(number)}
    assert ("0501", 2024, "productcode", "45A05") in small
    without_forms = hidden_rows(clients, sums_of(clients))
    assert following(without_forms, sums) & small == {
        ("0501", year, "productcode", "45A05") for year in (2024, 2025)
    }
    assert following(shield(forms), sums) & small == set()


def test_what_an_earlier_version_of_the_rule_hid_is_looked_for_again(forms):
    hidden = shield(forms)
    HiddenUse.objects.all().delete()
    assert shield(forms) == set()  # it was looked for already
    Shielding.objects.update(fingerprint=forms.fingerprint)  # as version 1 marked it
    assert shield(forms) == hidden != set()


def test_a_product_under_two_care_forms_binds_nothing(forms):
    rows = list(CareUse.objects.filter(computation=forms))
    for row in rows:
        if row.dimension == "zorgvorm" and row.part == "verblijf":
            row.declared += 1
    wholes = {one.whole for one in nested(rows)}
    assert ("0501", 2024, "zorgvorm", "ambulant") in wholes
    assert ("0501", 2024, "zorgvorm", "verblijf") not in wholes


def test_a_share_in_the_comparison_does_not_tell_a_hidden_row(db):
    """45A05 is all there is of residential care; 15 youths in 0502, hidden because of the 4 in 0501."""
    cast.lay_region()
    ProductCode.objects.filter(code="45A05").update(care_form="verblijf")
    cast.compute()
    report = municipality_report(Municipality.objects.get(code="0502"), PEILDATUM)
    forms_of = {row[0]: row[1:] for row in report.section("zorgvormen").tables[0].rows}
    assert forms_of["verblijf"] == (Hidden.SMALL,) * 6
    compared = {row[0]: row[1:] for row in report.section("vergelijking").tables[0].rows}
    stay = compared["Deel van de uitgaven naar verblijf"]
    assert (stay[0], stay[2]) == (Hidden.SMALL, Hidden.SMALL)
    assert compared["Gemiddelde kosten per cliënt"][0].value > 0


@pytest.fixture
def late(db):
    """Youths whose lines over 2024 came in 2025: few of 0501; everybody has lines over both years."""
    allocations, lines, number = [], [], 0
    for place, few in LATE.items():
        for youth in range(25):
            number += 1
            allocations.append(
                allocation(str(number), municipality=place, client=f"{place}-{youth}", begin=date(2024, 1, 1))
            )
            lines += [
                line(
                    month, 10_000 + 97 * number, municipality=place, client=f"{place}-{youth}",
                    allocation=str(number), reference=f"R{number}-{month}", declaration=f"D{place}{received:%y%m}",
                    received_on=received, declared_on=received,
                )
                for month, received in (
                    ("2024-03", date(2025, 2, 1) if youth < few else date(2024, 4, 10)),
                    ("2025-03", date(2025, 4, 10)),
                )
            ]  # fmt: skip
    Tables().write(ledger(lines, allocations=allocations))
    return cast.compute()


def used_in(report, section):
    """Per municipality what it used itself, as it stands in the report."""
    return {row[0]: row[2] for row in report.section(section).tables[0].rows}


@pytest.mark.parametrize("key", [SettlementKey.OWN_USE, SettlementKey.CLIENTS, SettlementKey.MEAN])
def test_late_lines_of_few_youths_do_not_follow_from_the_settlement(late, key):
    report = settlement_report(late, 2025, key, date(2024, 12, 31))
    secret, sums = set(), []
    for section in ("jaar", "eerder", "samen"):
        used = used_in(report, section)
        secret |= {(section, place) for place, cents in used.items() if cents is Hidden.SMALL}
        sums.append(Sum((section, "Samen"), tuple((section, place) for place in used)))
    sums += [
        Sum(("samen", place), (("jaar", place), ("eerder", place))) for place in used_in(report, "samen")
    ]
    names = dict(Municipality.objects.values_list("name", "code"))
    assert {(section, names[place]) for section, place in secret} == {
        ("eerder", "0501"), ("eerder", "0502"), ("samen", "0501"), ("samen", "0502"),
    }  # fmt: skip
    assert following(secret, sums) == set()
    for section in ("eerder", "samen"):
        for row in report.section(section).tables[0].rows:
            if names[row[0]] in {"0501", "0502"}:
                assert row[4:] == (Hidden.SMALL, Hidden.SMALL)
                assert (row[3] is Hidden.SMALL) == (key == SettlementKey.OWN_USE)
    total = report.section("eerder").tables[0].total
    assert total[2] == sum(
        cents for cents in used_in(whole(late, key), "eerder").values() if isinstance(cents, int)
    )


def whole(use, key):
    return settlement_report(use, 2025, key, date(2024, 12, 31), is_whole=True)


def test_who_settles_sees_every_amount(late):
    found = used_in(whole(late, SettlementKey.OWN_USE), "eerder")
    assert sorted(found.values()) == [
        sum(10_000 + 97 * number for number in numbers)
        for numbers in (range(1, 4), range(26, 38), range(51, 71))
    ]


def test_a_weight_of_few_youths_does_not_follow_from_what_is_paid(region):
    """The fewest clients of the year before are those of 0501: 54; made 5, that whole and a second one are hidden."""
    CareUse.objects.filter(municipality_code="0501", year=2024, dimension="geheel").update(
        youths=5, clients=5
    )
    report = settlement_report(region, 2025, SettlementKey.CLIENTS, date(2024, 12, 31))
    rows = {row[0]: row for row in report.section("jaar").tables[0].rows}
    assert [rows[f"Plaats {code}"][1] for code in cast.PLACES] == [Hidden.SMALL, Hidden.SMALL, 92]
    assert [rows[f"Plaats {code}"][3] is Hidden.SMALL for code in cast.PLACES] == [True, True, False]
    assert "hoeveel er samen verschuift" in report.section("jaar").sentences[0]
    told = municipality_report(Municipality.objects.get(code="0501"), PEILDATUM)
    assert [told.section(key).tables for key in ("budget", "maanden", "verandering", "stromen")] == [()] * 4


def test_outside_contract_management_nobody_chooses_the_day_of_the_last_settlement(late, client):
    """By two days one would find what came in between."""
    address = "/rapportages/verrekening/?sinds=2025-01-15"
    client.force_login(cast.person("bestuurder", Role.BOARD))
    page = client.get(address).content.decode()
    assert "31 december 2024" in page
    assert 'name="sinds"' not in page
    assert page.count("afgeschermd") > 4
    client.force_login(cast.manager())
    page = client.get(address).content.decode()
    assert "15 januari 2025" in page
    assert "alleen voor wie de verrekening uitvoert" in page
