"""What is written down of lines: accepted with all they say, refused with what is wrong and what to do."""

from datetime import date

import pytest

from contracts.models import DeclarationLine, RefusedLine
from contracts.retourcodes import RULES
from inkoop.base.models import Finding
from tests.exchange.cast import (
    APRIL,
    BUDGET,
    FEBRUARY_10,
    FUTURE,
    JUNE,
    MARCH,
    UNKNOWN,
    counts,
    credit,
    deliver,
    line,
    row,
)
from tests.exchange.test_declaration_codes import CASES


def test_a_good_line_is_booked_with_all_it_says(ground):
    delivery = deliver("declaraties")
    made = DeclarationLine.objects.get()
    assert (counts(delivery), RefusedLine.objects.count()) == ((1, 0, 0), 0)
    assert (made.declaration.number, made.declaration.delivery, made.row_number) == ("D1", delivery, 1)
    assert (made.provider.agb, made.municipality.code, made.client.pseudonym) == (
        "00000011",
        "9001",
        "kind-a",
    )
    assert (made.allocation.number, made.category, made.product_code) == ("1", "45", "H301")
    assert (made.declared_on, made.received_on, made.month) == (date(2025, 3, 5), MARCH, date(2025, 2, 1))
    assert (made.begin, made.end) == (date(2025, 2, 1), date(2025, 2, 28))
    assert (made.volume, made.unit, made.tariff, made.amount) == (5, "04", 7_500, 37_500)
    assert (made.debit_credit, made.reference, made.debit) == ("D", "R1", None)


def test_a_credit_points_to_its_debit(ground):
    deliver("declaraties", line(), received_on=MARCH)
    assert counts(deliver("declaraties", credit(line()), received_on=APRIL)) == (1, 0, 0)
    made = DeclarationLine.objects.get(debit_credit="C")
    assert made.debit == DeclarationLine.objects.get(debit_credit="D")


def test_a_refused_line_is_kept_with_what_could_be_read(ground):
    delivery = deliver(
        "declaraties", line() | {"gemeentecode": "9009", "volume": "x", "periode_begin": "fout"}
    )
    kept = RefusedLine.objects.get()
    assert (kept.delivery, kept.row_number, kept.received_on, kept.codes) == (delivery, 1, MARCH, ["0001"])
    assert (kept.agb, kept.provider.agb, kept.municipality_code, kept.municipality) == (
        "00000011",
        "00000011",
        "9009",
        None,
    )
    assert (kept.declaration_number, kept.declared_on, kept.reference) == ("D1", date(2025, 3, 5), "R1")
    assert (kept.allocation_number, kept.category, kept.product_code) == ("1", "45", "H301")
    assert (kept.month, kept.amount, kept.debit_credit) == (None, 37_500, "D")


def findings(delivery):
    found = Finding.objects.filter(delivery=delivery).order_by("code", "id")
    return list(found.values_list("code", "field", "found", "expected"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tarief": 7_600}, ("0611", "tarief", "7600", "7500")),
        ({"bedrag": 1}, ("9346", "bedrag", "1", "37500")),
        (FUTURE, ("8848", "dagtekening", "2025-03-13", "uiterlijk 2025-03-12")),
        (FEBRUARY_10, ("9387", "periode_begin", "2025-02-10", "2025-02-01")),
        ({"periode_eind": "2025-02-27"}, ("9388", "periode_eind", "2025-02-27", "2025-02-28")),
        ({"volume": 11}, ("9321", "volume", "11", "hoogstens 10")),
        ({"client": "kind-b"}, ("8187", "client", "een andere cliënt", "de cliënt van de toewijzing")),
        (UNKNOWN, ("9338", "toewijzingnummer", "9", "een bestaande toewijzing")),
        ({"agb": "00000022"}, ("9338", "toewijzingnummer", "1", "een toewijzing aan deze aanbieder")),
        ({"eenheid": "14"}, ("9341", "eenheid", "14", "04")),
        ({"gemeentecode": "9009"}, ("S300", "gemeentecode", "9009", "een gemeente van de regio")),
        ({"productcategorie": "44"}, ("S329", "productcode", "H301 bij categorie 44", "categorie 45")),
        ({"declaratienummer": "D-1"}, ("0001", "declaratienummer", "", "één tot twaalf letters en cijfers")),
    ],
)
def test_a_finding_names_both_values(ground, changes, expected):
    assert findings(deliver("declaraties", line(**changes))) == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("9322", "volume", "120 na eerder 540 minuten", "samen hoogstens 600 minuten")),
        ({"eenheid": "84"}, ("9322", "volume", "2 na eerder 9", "samen hoogstens 10")),
    ],
)
def test_the_sums_of_9322_are_named(allocated, ground, changes, expected):
    allocated(frequentie="6", **changes)
    deliver("tarieven", row("tarieven", productcode="H301", begin="2024-01-01", tarief=7_500) | changes)
    rows = [line(volume=9, **changes), line(referentienummer="R2", volume=2, **JUNE, **changes)]
    delivery = deliver(
        "declaraties",
        *[cells | {"dagtekening": "2025-07-01"} for cells in rows],
        received_on=date(2025, 7, 2),
    )
    assert findings(delivery) == [expected]


def test_the_sums_of_9369_are_named(ground):
    rows = [line(volume=10, **BUDGET), line(referentienummer="R2", volume=4, **BUDGET, **JUNE)]
    delivery = deliver(
        "declaraties",
        *[cells | {"dagtekening": "2025-07-01"} for cells in rows],
        received_on=date(2025, 7, 2),
    )
    assert findings(delivery) == [("9369", "bedrag", "30000 na eerder 75000", "samen hoogstens 100000")]


def test_every_finding_says_what_is_wrong_and_what_to_do(ground):
    rows = [line(referentienummer=f"R{n}") | changes for n, (changes, _) in enumerate(CASES)]
    delivery = deliver("declaraties", *rows, line(referentienummer="BSN", client="999990019"))
    incomplete = Finding.objects.filter(delivery=delivery, cause="") | Finding.objects.filter(
        delivery=delivery, next_step=""
    )
    assert list(incomplete) == []
    causes = set(Finding.objects.filter(delivery=delivery, code="0001").values_list("cause", flat=True))
    assert causes == {rule.cause for name, rule in RULES.items() if name != "CS002"}
