"""From text to typed values: which file is which kind, and which values are refused with which words."""

from datetime import date

import pytest

from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, Finding, Municipality
from inkoop.exchange.columns import COLUMNS
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.staging import check_header, detect_kind
from tests.exchange import cast
from tests.exchange.cast import codes, counts, deliver, deliver_text, line, row, table

AGAIN = "Verbeter de rij en lever haar opnieuw aan."
ELFPROEF = "999990019"
FITS_NOTHING = "De kopregel past bij geen enkele soort aanlevering. Gevonden kolommen:"
SEE_LIST = "Zie de lijst met kolommen per soort, of geef de soort op met --kind om te zien wat er ontbreekt."


def refusal(text):
    """The delivery of a file of which nothing is loaded, and what is said of it."""
    delivery = deliver_text(text).delivery
    return delivery.status, delivery.message


def findings(delivery):
    found = Finding.objects.filter(delivery=delivery).order_by("row_number", "id")
    return list(found.values_list("row_number", "field", "code", "found", "expected"))


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_kind_is_known_by_its_header(kind):
    assert detect_kind(cast.HEADERS[kind].split(";")) == kind


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_kind_is_known_by_its_required_columns(kind):
    required = [column.name for column in COLUMNS[kind] if column.required]
    assert detect_kind([*reversed(required), "notitie"]) == kind


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_required_column_that_is_missing_is_named(kind):
    header = cast.HEADERS[kind].split(";")
    for column in COLUMNS[kind]:
        if column.required:
            with pytest.raises(BrokenFile) as refused:
                check_header([name for name in header if name != column.name], kind)
            assert str(refused.value).startswith(
                f"In de kopregel ontbreken kolommen voor {kind.label}: {column.name}. Gevonden: "
            )


@pytest.mark.parametrize("kind", ["toewijzingen", "declaraties"])
def test_a_client_is_needed_in_one_of_two_columns(kind):
    header = [name for name in cast.HEADERS[kind].split(";") if name != "client"]
    assert check_header([*header, "bsn"], DeliveryKind(kind)) == []
    with pytest.raises(BrokenFile) as refused:
        check_header(header, DeliveryKind(kind))
    assert f"voor {kind}: client (of bsn)." in str(refused.value)


@pytest.mark.django_db
def test_unknown_columns_are_named_and_ignored():
    receipt = deliver_text("notitie;gemeentecode;;naam;kleur;\nx;9001;;Aarveld;rood;\n")
    assert (receipt.ignored, receipt.delivery.message, counts(receipt.delivery)) == (
        "notitie, kleur",
        "Onbekende kolommen, niet gelezen: notitie, kleur.",
        (1, 0, 0),
    )


@pytest.mark.django_db
def test_a_header_that_fits_nothing():
    assert refusal("naam;plaats\nAarveld;x\n") == (
        DeliveryStatus.REJECTED,
        f"{FITS_NOTHING} naam, plaats. {SEE_LIST}",
    )


@pytest.mark.django_db
def test_a_column_named_twice():
    assert refusal("gemeentecode;naam;Naam \n9001;Aarveld;x\n") == (
        DeliveryStatus.REJECTED,
        "De kopregel noemt een kolom dubbel: naam. Laat elke kolom één keer staan.",
    )


@pytest.mark.django_db
def test_a_kind_that_does_not_fit_the_header():
    delivery = deliver_text("gemeentecode;naam\n9001;Aarveld\n", kind=DeliveryKind.STARTS).delivery
    assert (delivery.status, delivery.kind, counts(delivery), delivery.message) == (
        DeliveryStatus.REJECTED,
        "starts",
        (None, None, None),
        (
            "In de kopregel ontbreken kolommen voor starts: toewijzingnummer, begindatum. "
            "Gevonden: gemeentecode, naam. Voeg de kolommen toe en lever het bestand opnieuw aan."
        ),
    )


@pytest.mark.django_db
def test_a_file_that_breaks_off_halfway_loads_nothing():
    text = table("gemeenten", [row("gemeenten", gemeentecode=f"9{n:03d}") for n in range(1_000)] * 3)
    assert refusal(text.removesuffix(";Cranendijk\n")) == (
        DeliveryStatus.REJECTED,
        (
            "Rij 3000 heeft 1 velden, verwacht: 2, zoals in de kopregel. Het bestand is afgebroken of de kolommen "
            "verspringen. Maak het opnieuw en lever het volledig aan."
        ),
    )
    assert Finding.objects.count() == 0


@pytest.mark.django_db
def test_a_header_alone_loads_no_rows():
    delivery = deliver_text("gemeentecode;naam\n").delivery
    assert (delivery.status, delivery.rows_total, counts(delivery)) == (DeliveryStatus.LOADED, 0, (0, 0, 0))


DAY = "een bestaande datum als JJJJ-MM-DD"
CLOCK = "een tijd als UU:MM of UU:MM:SS"
MONTH = "een maand als JJJJ-MM"
VOLUME = "een geheel getal van 0 tot en met 99999999"
AGB = "een AGB-code van acht cijfers"
NUMBER = "tekst van hoogstens 20 tekens op één regel"
UNITS = "een van: 01, 04, 14, 16, 82, 83, 84"


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("dagtekening", "", DAY),
        ("dagtekening", "31-12-2025", DAY),
        ("dagtekening", "2025-02-30", DAY),
        ("dagtekening", "2025-2-3", DAY),
        ("dagtekening", "20250203", DAY),
        ("dagtekening", "2025-W05-1", DAY),
        ("dagtekening", "1899-12-31", DAY),
        ("dagtekening", "10000-01-01", DAY),
        ("dagtekening", "2025-01-01T00:00", DAY),
        ("dagtekening", "infinity", DAY),
        ("dagtekening", "now", DAY),
        ("dagtekening", "٢٠٢٥-01-01", DAY),
        ("volume", "", VOLUME),
        ("volume", "-1", VOLUME),
        ("volume", "+1", VOLUME),
        ("volume", "1.0", VOLUME),
        ("volume", "1,5", VOLUME),
        ("volume", "1e3", VOLUME),
        ("volume", "1_000", VOLUME),
        ("volume", "٣", VOLUME),
        ("volume", "²", VOLUME),
        ("volume", "100000000", VOLUME),
        ("volume", "9" * 200, VOLUME),
        ("agb", "1234567", AGB),
        ("agb", "123456789", AGB),
        ("agb", "0000001a", AGB),
        ("agb", "٠٠٠٠٠٠١١", AGB),
        ("referentienummer", "x" * 21, NUMBER),
        ("eenheid", "4", UNITS),
        ("eenheid", "21", UNITS),
        ("productcategorie", "39", None),
        ("debet_credit", "d", "een van: D, C"),
        ("gemeentecode", "363", "een gemeentecode van vier cijfers"),
        ("productcode", "H30 1", "een productcode van één tot vijf letters en cijfers"),
    ],
)
def test_values_that_a_line_may_not_have(ground, column, value, expected):
    delivery = deliver("declaraties", line() | {column: value})
    ((number, field, code, found, wanted),) = findings(delivery)
    assert (number, field, code, found) == (1, column, "0001", value[:200] or "niets")
    assert wanted == (expected or wanted)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("toewijzingstijd", "9:00", CLOCK),
        ("toewijzingstijd", "24:00", CLOCK),
        ("toewijzingstijd", "12:60", CLOCK),
        ("toewijzingstijd", "12:00:00.5", CLOCK),
        ("toewijzingstijd", "١٢:00", CLOCK),
        ("geboortemaand", "2010-13", MONTH),
        ("geboortemaand", "2010", MONTH),
        ("geboortemaand", "2010-1", MONTH),
        ("geboortemaand", "2010-02-30", MONTH),
        ("frequentie", "3", "een van: 1, 2, 4, 6"),
        ("verwijzer", "07", "een van: 01, 02, 03, 04, 05, 06, 08"),
        ("budget", "1000000000000", "een geheel getal van 0 tot en met 999999999999"),
    ],
)
def test_values_that_an_allocation_may_not_have(ground, column, value, expected):
    delivery = deliver("toewijzingen", row("toewijzingen") | {column: value})
    assert (counts(delivery), findings(delivery)) == ((0, 1, 0), [(1, column, "0001", value, expected)])


@pytest.mark.parametrize("birth_month", ["", "2010-02", "2010-02-28"])
@pytest.mark.parametrize("clock", ["", "00:00", "23:59:59"])
def test_values_that_an_allocation_may_have(ground, birth_month, clock):
    delivery = deliver("toewijzingen", row("toewijzingen", geboortemaand=birth_month, toewijzingstijd=clock))
    assert counts(delivery) == (1, 0, 0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"twee\nregels"', "twee regels"),
        ('"twee\r\nregels"', "twee  regels"),
        ("een\ttab", "een tab"),
        ("bel\x07\x1f\x7f", "bel   "),
        ("regel\u2028einde", "regel einde"),
    ],
)
@pytest.mark.django_db
def test_control_characters_are_refused_and_shown_as_spaces(value, shown):
    """They would break the copy into the database, and the file with the outcome."""
    delivery = deliver_text(f"gemeentecode;naam\n9001;{value}\n9002;Goed\n").delivery
    assert (counts(delivery), [found[3] for found in findings(delivery)]) == ((1, 1, 0), [shown])


@pytest.mark.parametrize(
    "name", ["\\", "\\.", "\\N", "a\\tb", "'; drop table x; --", "null", "%s", "É€😀", "a\u0301"]
)
@pytest.mark.django_db
def test_text_arrives_as_it_was_sent(name):
    delivery = deliver_text(f'gemeentecode;naam\n9100;"{name}"\n').delivery
    assert (counts(delivery), Municipality.objects.get(code="9100").name) == ((1, 0, 0), name)


@pytest.mark.django_db
def test_all_malformed_values_of_a_row_are_named_at_once(ground):
    delivery = deliver("declaraties", line(volume=1) | {"agb": "1", "dagtekening": "gisteren", "client": ""})
    assert [finding[1:4] for finding in findings(delivery)] == [
        ("agb", "0001", "1"),
        ("dagtekening", "0001", "gisteren"),
        ("client", "0001", "niets"),
    ]


@pytest.mark.django_db
def test_a_bsn_in_another_column_is_not_shown(ground):
    delivery = deliver(
        "declaraties", line() | {"dagtekening": f"{ELFPROEF} ", "eenheid": f"bsn {ELFPROEF}, 123456789"}
    )
    assert [finding[3] for finding in findings(delivery)] == ["…", "bsn …, 123456789"]


@pytest.mark.django_db
def test_data_in_the_place_of_the_header_is_not_shown():
    _, message = refusal(f"{ELFPROEF};9001;Jan\n1;2;3\n")
    assert message == f"{FITS_NOTHING} …, 9001, jan. {SEE_LIST}"


@pytest.mark.django_db
def test_a_header_of_very_many_columns_gives_a_short_message():
    _, message = refusal(";".join(f"{n}{'x' * 90}" for n in range(900)) + "\n")
    assert len(message) < 2_500
    assert " en meer. Zie" in message


def test_rows_are_numbered_over_chunks(ground):
    days = ["2025-01-06"] * 2_500
    days[0] = days[999] = days[1_000] = days[2_499] = "fout"
    delivery = deliver("starts", *[row("starts", begindatum=day) for day in days])
    assert (counts(delivery), sorted(codes(delivery))) == ((1, 4, 2_495), [1, 1_000, 1_001, 2_500])


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_longest_values_fit_the_database(ground, kind):
    """Every text of every kind at its longest is loaded or refused, but never stops the load."""
    longest = {
        column.name: max(
            (text for text in _long_texts(column.name) if column.is_valid(text)), key=len, default=None
        )
        for column in COLUMNS[kind]
    }
    given = {
        name: value for name, value in longest.items() if value and name in cast.HEADERS[kind].split(";")
    }
    for name, value in given.items():
        delivery = deliver(kind, cast.ROWS[kind] | {name: value}, received_on=date(2025, 6, 1))
        assert delivery.status == DeliveryStatus.LOADED, name
    assert Delivery.objects.exclude(status=DeliveryStatus.LOADED).count() == 0


def _long_texts(name):
    for length in (1, 2, 4, 5, 8, 10, 12, 20, 40, 60, 64, 80, 120, 200, 2_000, 3_000):
        yield "9" * length
        yield "é" * length
        yield f"{'a' * length}@b"
        yield f"{'a' * (length - 2)}@b"
        yield ("3x12 " * length)[:length].rstrip(" x")
        yield ("9001 " * length)[:length].rstrip()
    yield "2999-12-31"
    yield "23:59:59"
