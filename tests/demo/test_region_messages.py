"""The declarations of a region as JW323 messages."""

import os
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from inkoop.demo.region.region import Order, make
from tests.demo.deliveries import days, expected, good_rows, read

SCHEMA = Path(os.environ.get("IJW_SCHEMAS", "/nonexistent")) / "jw323.xsd"
MESSAGE = "{http://www.istandaarden.nl/ijw/3_2/jw323/schema}"
IJW = "{http://www.istandaarden.nl/ijw/3_2/basisschema/schema}"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    directory = tmp_path_factory.mktemp("region") / "xml"
    make(Order("klein", 5, directory, xml=True, clients_as="bsn"))
    return directory


@pytest.fixture(scope="module")
def messages(region):
    return {path: etree.parse(path).getroot() for path in sorted(region.glob("*/jw323/*.xml"))}


def texts(root, name):
    return [element.text for element in root.iter(name)]


def test_messages_hold_every_accepted_line_and_the_refusals_that_fit(region, messages):
    references = Counter()
    for path, root in messages.items():
        for agb in texts(root, f"{MESSAGE}Afzender"):
            references.update(
                (path.parent.parent.name, agb, text) for text in texts(root, f"{IJW}ReferentieNummer")
            )
    accepted = Counter(
        (row["received_on"], row["agb"], row["referentienummer"]) for row in good_rows(region, "declaraties")
    )
    planted = read(region / "verwacht_jw323.csv")

    assert accepted - references == Counter()
    assert references.total() == accepted.total() + len(planted)
    assert 0.5 < len(planted) / len(expected(region)) < 1
    assert "0001" not in {row["codes"] for row in planted}


def test_totals_are_the_sum_of_the_lines(messages):
    for root in messages.values():
        amounts, signs = texts(root, f"{IJW}Bedrag"), texts(root, f"{IJW}DebetCredit")
        total = sum(
            int(amount) * (1 if sign == "D" else -1) for amount, sign in zip(amounts, signs[1:], strict=True)
        )
        assert (int(*texts(root, f"{IJW}TotaalBedrag")), signs[0]) == (abs(total), "C" if total < 0 else "D")


def test_the_declaration_period_is_one_month_and_no_line_is_later(messages):
    for root in messages.values():
        begins, ends = texts(root, f"{IJW}Begindatum"), texts(root, f"{IJW}Einddatum")
        assert begins[0].endswith("-01")
        assert begins[0][:7] == ends[0][:7]
        assert max(ends[1:]) <= ends[0]


def test_nothing_occurs_twice_inside_a_message(messages):
    for root in messages.values():
        previous = texts(root, f"{IJW}VorigReferentieNummer")
        references = texts(root, f"{IJW}ReferentieNummer")
        assert len(set(references)) == len(references)
        assert len(set(previous)) == len(previous)
        assert not set(previous) & set(references)


def test_identifications_are_unique_per_provider(messages):
    found = Counter(
        (*texts(root, f"{MESSAGE}Afzender"), *texts(root, f"{IJW}Identificatie"))
        for root in messages.values()
    )

    assert set(found.values()) == {1}


def test_files_are_small_and_end_their_lines_as_the_standard_says(region):
    for path in region.glob("*/jw323/*.xml"):
        text = path.read_bytes()
        assert len(text) < 25_000_000
        assert text.count(b"\n") == text.count(b"\r\n") > 0


def test_without_the_option_there_are_no_messages(tmp_path):
    make(Order("klein", 5, tmp_path))

    assert [day.name for day in days(tmp_path) if (day / "jw323").exists()] == []


@pytest.mark.ijw_reference
@pytest.mark.skipif(not SCHEMA.exists(), reason="IJW_SCHEMAS wijst geen map met jw323.xsd aan")
def test_messages_follow_the_published_schema(messages):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for root in messages.values():
        schema.assertValid(root)
