"""A BSN in a column that is not for it refuses its row, with a finding that does not repeat it."""

import pytest

from inkoop.base.bsn import holds_bsn, without_bsn
from inkoop.base.models import Finding
from inkoop.exchange.pseudonyms import bsn_in_place_of
from tests.exchange.cast import (
    codes,
    counts,
    deliver,
    deliver_text,
    line,
    row,
    with_bsn,
)
from tests.exchange.tables import contents

BSN, OTHER, THIRD = "999990019", "999900006", "999901990"
POINTS, SPACES = "9999.90.019", "999 990 019"
FAILS = "999990018"
SAID = ("0001", "In deze kolom lijkt een BSN te staan.", "een nummer dat een BSN kan zijn")


def said(delivery):
    found = Finding.objects.filter(delivery=delivery).order_by("row_number", "field")
    return [(f.row_number, f.field, (f.code, f.cause, f.found)) for f in found]


def holds_no_bsn():
    kept = str(contents(without=set()))
    return [number for number in (BSN, OTHER, THIRD, POINTS, SPACES) if number in kept] == []


@pytest.mark.parametrize("client", [BSN, POINTS, SPACES, "00000012", f" {BSN} "])
def test_a_bsn_in_the_place_of_a_client(ground, client):
    """Also one that lost its leading zero, as spreadsheets make it."""
    delivery = deliver("declaraties", line(client=client))
    assert (counts(delivery), said(delivery), holds_no_bsn()) == ((0, 1, 0), [(1, "client", SAID)], True)


@pytest.mark.parametrize("client", [FAILS, f"k{BSN}", f"{BSN}0", "kind-1", "12345"])
def test_a_client_that_is_no_bsn(ground, client):
    delivery = deliver("toewijzingen", row("toewijzingen", client=client))
    assert counts(delivery) == (1, 0, 0)


@pytest.mark.parametrize("column", ["declaratienummer", "referentienummer"])
def test_a_bsn_in_a_column_of_numbers(ground, column):
    """Where the only number of nine digits passes the elfproef, the column is taken to hold persons."""
    delivery = deliver(
        "declaraties", line(**{column: BSN}), line(referentienummer="R2", declaratienummer="D2")
    )
    assert (codes(delivery)[1], said(delivery)[0], holds_no_bsn()) == (["0001"], (1, column, SAID), True)


def test_a_bsn_in_the_reference_of_a_debit(ground):
    delivery = deliver("declaraties", line(vorig_referentienummer=BSN, debet_credit="C"))
    assert (said(delivery), holds_no_bsn()) == ([(1, "vorig_referentienummer", SAID)], True)


def test_numbers_of_nine_digits_of_which_one_passes(ground):
    """One in eleven does by chance: the sender numbers his lines so."""
    numbers = [BSN, FAILS, "999990021", "999990022"]
    lines = [line(referentienummer=number, declaratienummer=f"D{number[-2:]}") for number in numbers]
    delivery = deliver("declaraties", *lines)
    assert [finding for finding in said(delivery) if finding[1] == "referentienummer"] == []


def test_a_number_that_the_file_has_as_a_person(ground):
    """Also when that person stands in another row, and other numbers show that the column holds numbers."""
    rows = [
        line(bsn=OTHER, referentienummer=FAILS),
        line(bsn=BSN, referentienummer="999990021", declaratienummer="D2"),
        line(bsn=OTHER, referentienummer=BSN, declaratienummer="D3"),
        line(bsn=OTHER, referentienummer="R4", declaratienummer="D4", toewijzingnummer=BSN),
    ]
    delivery = deliver_text(with_bsn("declaraties", rows)).delivery
    found = [finding for finding in said(delivery) if finding[2] == SAID]
    assert (found, holds_no_bsn()) == ([(3, "referentienummer", SAID), (4, "toewijzingnummer", SAID)], True)


def test_a_person_refused_as_client_is_known_as_a_number_too(ground):
    delivery = deliver("declaraties", line(client=BSN, toewijzingnummer=BSN))
    assert (said(delivery), holds_no_bsn()) == (
        [(1, "client", SAID), (1, "toewijzingnummer", SAID)],
        True,
    )


def test_one_number_of_an_allocation_may_pass_by_chance(ground):
    """Who delivers cannot change it, and the file does not have it as a person."""
    delivery = deliver("toewijzingen", row("toewijzingen", toewijzingnummer=BSN))
    assert counts(delivery) == (1, 0, 0)


def test_three_numbers_of_allocations_do_not_pass_by_chance(ground):
    rows = [row("toewijzingen", toewijzingnummer=number) for number in (BSN, OTHER, THIRD)]
    delivery = deliver("toewijzingen", *rows)
    assert (counts(delivery), said(delivery), holds_no_bsn()) == (
        (0, 3, 0),
        [(number, "toewijzingnummer", SAID) for number in (1, 2, 3)],
        True,
    )


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("gemeenten", "naam", f"Jan ({BSN})"),
        ("aanbieders", "naam", f"Praktijk {POINTS}"),
        ("productcodes", "omschrijving", BSN),
        ("contracten", "contractnummer", BSN),
        ("toewijzingen", "verwijzer_naam", f"huisarts van {SPACES}"),
        ("toewijzingen", "team", f"{BSN};"[:-1]),
        ("ibps", "ibp", BSN),
        ("ibps", "vastgesteld_door", f"voor {BSN}"),
        ("ibps", "toewijzingnummers", f"{BSN} {OTHER} {THIRD}"),
    ],
)
def test_a_bsn_in_words_and_names(ground, kind, column, value):
    delivery = deliver(kind, row(kind, **{column: value}))
    assert (counts(delivery), said(delivery), holds_no_bsn()) == ((0, 1, 0), [(1, column, SAID)], True)


def test_a_bsn_in_the_name_of_the_file(ground):
    delivery = deliver_text("gemeentecode;naam\n9009;Aarveld\n", name=f"gemeente_{BSN}.csv").delivery
    assert (delivery.file_name, holds_no_bsn()) == ("gemeente_….csv", True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"a {BSN}, b {FAILS}", f"a …, b {FAILS}"),
        (f"{POINTS} en {SPACES}", "… en …"),
        (f"0{BSN}", f"0{BSN}"),
        ("06 1234 5678", "06 1234 5678"),
    ],
)
def test_text_without_bsn(text, shown):
    assert (without_bsn(text), holds_bsn(text)) == (shown, "…" in shown)


@pytest.mark.parametrize(
    ("client", "bsn"), [(POINTS, BSN), ("00000012", "000000012"), ("kind-1", ""), (FAILS, "")]
)
def test_bsn_in_place_of_a_client(client, bsn):
    assert bsn_in_place_of(client) == bsn
