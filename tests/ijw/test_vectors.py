"""How much may be declared: the worked examples of the standard, from JW301 through JW323 to the codes."""

import pytest

from contracts.models import DeclarationLine, RefusedLine
from tests.ijw.cast import TOM, allocated, allocation, declaration, line
from tests.ijw.ground import EARLIER, load
from tests.ijw.test_writing import body_of, codes, totals

pytestmark = pytest.mark.usefixtures("region")

LIST = "productcode;productcategorie;eenheid\n45O82;45;82\n45O83;45;83\n44A01;44;14\n"
TARIFFS = (
    "contractnummer;productcode;begin;eind;tarief;eenheid\n"
    "C1;45O82;2025-01-01;2027-12-31;9000;82\nC1;44A01;2025-01-01;2027-12-31;20000;14\n"
)
PIECES = {"ProductCode": "45O82", "Eenheid": "82", "ProductTarief": "9000"}
EUROS = {"ProductCode": "45O83", "Eenheid": "83", "ProductTarief": None}


@pytest.fixture(autouse=True)
def list_and_tariffs(region, tmp_path):
    for name, text in (("lijst", LIST), ("prijzen", TARIFFS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert load(tmp_path / f"{name}.csv", EARLIER).rows_refused == 0


@pytest.fixture
def give(tmp_path):
    made = []

    def load_one(begin, end, size=None, code="45A03", **changes):
        made.append(None)
        given = {
            "Ingangsdatum": begin,
            "Einddatum": end,
            "Product": {"Categorie": "45", "Code": code},
            "Omvang": dict(zip(("Volume", "Eenheid", "Frequentie"), size, strict=True)) if size else None,
        }
        product = allocated("900", **given | changes)
        origin = {"identification": f"T{len(made)}", "dated_on": EARLIER}
        path = allocation(tmp_path / f"t{len(made)}.xml", [product], **origin)
        assert load(path, EARLIER).rows_accepted == 1

    return load_one


@pytest.fixture
def declare(tmp_path):
    """Declares lines on allocation 900; gives the codes of those that were refused, by their place."""
    made = []

    def load_one(*lines):
        made.append(None)
        place = len(made)
        numbered = [
            line(one.pop("reference", f"R{place}-{number}"), ToewijzingNummer="900", **one)
            for number, one in enumerate(lines, 1)
        ]
        path = declaration(
            tmp_path / f"d{place}.xml", {TOM: numbered}, identification=f"D{place}", number=f"DN{place}"
        )
        delivery = load(path)
        assert delivery.status == "geladen", delivery.message
        rows = RefusedLine.objects.filter(delivery=delivery).order_by("row_number")
        return dict(rows.values_list("row_number", "codes"))

    return load_one


def hours(begin, end, volume, **changes):
    return {
        "Begindatum": begin,
        "Einddatum": end,
        "GeleverdVolume": str(volume),
        "Bedrag": str(volume * 1250),
    } | changes


def pieces(begin, end, volume):
    return hours(begin, end, volume, Bedrag=str(volume * 9000), **PIECES)


OCTOBER, NOVEMBER, DECEMBER = (
    ("2025-10-07", "2025-10-31"),
    ("2025-11-01", "2025-11-30"),
    ("2025-12-01", "2025-12-30"),
)
JULY, AUGUST, SEPTEMBER = (
    ("2025-07-07", "2025-07-31"),
    ("2025-08-01", "2025-08-31"),
    ("2025-09-01", "2025-09-07"),
)
LATE_NOVEMBER = ("2025-11-12", "2025-11-30")
LAST_OF_DECEMBER, FIRST_OF_SEPTEMBER = ("2025-12-01", "2025-12-31"), ("2025-09-01", "2025-09-05")


@pytest.mark.parametrize(
    ("whole", "period", "weeks"),
    [
        (("2025-10-07", "2025-12-30"), OCTOBER, 4),
        (("2025-10-07", "2025-12-30"), NOVEMBER, 5),
        (("2025-10-07", "2025-12-30"), DECEMBER, 5),
        (("2025-07-07", "2025-09-07"), JULY, 4),
        (("2025-07-07", "2025-09-07"), AUGUST, 5),
        (("2025-07-07", "2025-09-07"), SEPTEMBER, 1),
        (("2025-11-12", "2026-03-31"), LATE_NOVEMBER, 3),
    ],
)
def test_hours_per_week_count_every_week_that_the_period_touches(give, declare, whole, period, weeks):
    give(*whole, ("3", "04", "2"))
    assert declare(hours(*period, 3 * weeks + 1)) == {1: ["9321"]}
    assert declare(hours(*period, 3 * weeks)) == {}


def test_hours_per_week_together_count_every_week_once(give, declare):
    """4, 5 and 5 weeks in the months, but 13 in all."""
    give("2025-10-07", "2025-12-30", ("3", "04", "2"))
    lines = [hours(*OCTOBER, 12), hours(*NOVEMBER, 15), hours(*DECEMBER, 13)]
    assert declare(*lines) == {3: ["9322"]}
    assert declare(hours(*DECEMBER, 12)) == {}


@pytest.mark.parametrize(
    ("whole", "period", "sundays"),
    [
        (("2025-10-07", "2025-12-31"), OCTOBER, 3),
        (("2025-10-07", "2025-12-31"), NOVEMBER, 5),
        (("2025-10-07", "2025-12-31"), LAST_OF_DECEMBER, 5),
        (("2025-07-07", "2025-09-05"), JULY, 3),
        (("2025-07-07", "2025-09-05"), AUGUST, 6),
        (("2025-07-07", "2025-09-05"), FIRST_OF_SEPTEMBER, 0),
    ],
)
def test_output_per_week_counts_sundays_and_one_for_the_last_week(give, declare, whole, period, sundays):
    give(*whole, ("1", "82", "2"), "45O82")
    assert declare(pieces(*period, sundays + 1)) == {1: ["9321"]}
    assert declare(pieces(*period, sundays)) == {}


def test_periods_follow_the_month_and_the_allocation(give, declare):
    give("2026-04-08", "2026-06-17", ("100", "04", "4"))
    assert declare(hours("2026-04-08", "2026-04-30", 4)) == {}
    assert declare(hours("2026-04-10", "2026-04-30", 4), hours("2026-04-08", "2026-04-29", 4)) == {
        1: ["9387"],
        2: ["9388"],
    }
    assert declare(hours("2026-04-01", "2026-04-30", 4)) == {1: ["9307"]}


def test_volume_per_month_may_be_declared_in_a_broken_month(give, declare):
    give("2026-03-30", "2026-04-30", ("10", "04", "4"))
    assert declare(hours("2026-03-30", "2026-03-31", 11)) == {1: ["9321"]}
    assert declare(hours("2026-03-30", "2026-03-31", 10)) == {}


def test_volume_per_day_counts_the_days_of_the_period(give, declare):
    give("2026-04-21", "2026-04-30", ("2", "04", "1"))
    assert declare(hours("2026-04-21", "2026-04-30", 21)) == {1: ["9321"]}
    assert declare(hours("2026-04-21", "2026-04-30", 20)) == {}


def test_total_volume_is_for_all_periods_together(give, declare):
    give("2026-03-01", "2026-04-30", ("10", "04", "6"))
    assert declare(hours("2026-03-01", "2026-03-31", 8)) == {}
    assert declare(hours("2026-04-01", "2026-04-30", 3)) == {1: ["9322"]}
    assert declare(hours("2026-04-01", "2026-04-30", 2)) == {}


@pytest.mark.parametrize(
    ("declared", "refused"),
    [
        ((50, 21, 1042), {}),
        ((50, 21, 1050), {1: ["9346"]}),
        ((50, 20, 1042), {1: ["0611"]}),
        ((360, 21, 7500), {}),
        ((361, 21, 7521), {1: ["9321"]}),
    ],
)
def test_hours_declared_in_minutes(give, declare, declared, refused):
    """Six hours a month at 12.50: 50 minutes are 10.42, at a tariff per minute of 21 cents after rounding."""
    give("2026-04-01", "2026-04-30", ("6", "04", "4"))
    minutes, tariff, amount = declared
    one = hours(
        "2026-04-01", "2026-04-30", minutes, Eenheid="01", ProductTarief=str(tariff), Bedrag=str(amount)
    )
    assert declare(one) == refused


def test_euros_need_no_tariff_and_count_as_volume(give, declare):
    give("2026-03-01", "2026-04-30", ("50000", "83", "6"), "45O83")
    assert declare(hours("2026-03-01", "2026-03-31", 30_000, Bedrag="30000", **EUROS)) == {}
    assert declare(hours("2026-04-01", "2026-04-30", 20_001, Bedrag="20001", **EUROS)) == {1: ["9322"]}
    assert declare(hours("2026-04-01", "2026-04-30", 20_000, Bedrag="20000", **EUROS)) == {}


DAYS = {"ProductCategorie": "44", "ProductCode": "44A01", "Eenheid": "14", "ProductTarief": "20000"}
MARCH, APRIL = ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")


def test_generic_allocation_takes_any_contracted_code_within_its_budget(give, declare):
    give("2026-03-01", "2026-04-30", Product=None, Budget="50000")
    assert declare(hours(*MARCH, 4), hours(*MARCH, 2, Bedrag="40000", **DAYS)) == {}
    assert declare(hours(*APRIL, 5)) == {1: ["9369"]}
    assert declare(hours(*APRIL, 4)) == {}


def test_generic_allocation_is_declared_in_the_unit_of_the_contract(give, declare):
    give("2026-03-01", "2026-04-30", Product=None, Budget="50000")
    assert declare(hours(*MARCH, 2, Bedrag="40000", **DAYS | {"Eenheid": "16"})) == {1: ["9341"]}


def test_allocation_of_a_category_takes_any_code_of_that_category(give, declare):
    give("2026-03-01", "2026-04-30", Product={"Categorie": "45"}, Budget="50000")
    assert declare(hours(*MARCH, 4), pieces(*MARCH, 1), hours(*MARCH, 1, Bedrag="20000", **DAYS)) == {
        3: ["9339"]
    }


def test_credits_over_months_make_room_again(give, declare):
    """March is taken back in April and declared anew, which is taken back in its turn."""
    give("2026-03-01", "2026-04-30", ("10", "04", "6"))
    back = {"DebetCredit": "C"}
    assert declare(hours(*MARCH, 10, reference="A1")) == {}
    assert declare(hours(*APRIL, 1)) == {1: ["9322"]}
    assert (
        declare(
            hours(*MARCH, 10, reference="A2", VorigReferentieNummer="A1", **back),
            hours(*MARCH, 6, reference="A3"),
        )
        == {}
    )
    assert declare(hours(*APRIL, 5)) == {1: ["9322"]}
    assert declare(hours(*MARCH, 6, VorigReferentieNummer="A1", **back)) == {1: ["8017", "9390"]}
    assert declare(hours(*MARCH, 6, reference="A4", VorigReferentieNummer="A3", **back)) == {}
    assert declare(hours(*APRIL, 10)) == {}
    signed = [
        cents if sign == "D" else -cents
        for sign, cents in DeclarationLine.objects.order_by("declaration_id", "row_number").values_list(
            "debit_credit", "amount"
        )
    ]
    assert (signed, sum(signed)) == ([12500, -12500, 7500, -7500, 12500], 12500)


def test_version_of_the_allocation_on_the_day_of_receipt_counts(give, declare):
    give("2026-03-01", "2026-04-30", ("10", "04", "4"))
    assert declare(hours(*MARCH, 10)) == {}
    shorter = {"Toewijzingsdatum": "2026-04-02", "RedenWijziging": "05"}
    give("2026-03-01", "2026-04-15", ("6", "04", "4"), **shorter)
    assert declare(hours(*APRIL, 6)) == {1: ["9308"]}
    assert declare(hours("2026-04-01", "2026-04-15", 7)) == {1: ["9321"]}
    assert declare(hours("2026-04-01", "2026-04-15", 6)) == {1: ["9322"]}
    assert declare(hours("2026-04-01", "2026-04-15", 2)) == {}


def test_answer_adds_up_over_debits_and_credits(give, declare, tmp_path, answered):
    give("2026-03-01", "2026-04-30", ("10", "04", "6"))
    declare(hours(*MARCH, 10, reference="A1"))
    lines = [
        line("C1", ToewijzingNummer="900", VorigReferentieNummer="A1", DebetCredit="C", **hours(*MARCH, 10)),
        line("D1", ToewijzingNummer="900", **hours(*MARCH, 4)),
        line("D2", ToewijzingNummer="900", **hours(*APRIL, 7)),
    ]
    delivery = load(declaration(tmp_path / "samen.xml", {TOM: lines}, identification="Z1", number="DNZ"))
    _, body = body_of(answered(delivery))
    assert codes(body.find("DeclaratieAntwoord")) == ["0200"]
    submitted, granted = totals(body)
    assert submitted == {"TotaalBedrag": "1250", "DebetCredit": "D"}
    assert granted == {"TotaalBedrag": "7500", "DebetCredit": "C"}
