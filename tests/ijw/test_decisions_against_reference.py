"""What is written about a decision, against the published schemas."""

from datetime import date

import pytest
from lxml import etree

from contracts.choices import RefusalReason
from inkoop.exchange.services import Terms, write_decisions
from tests.ijw.cast import ALI, OTHER, allocated, allocation, requested, wanted
from tests.ijw.decided import ASKED, DECIDED, PERSON, YEAR, decide
from tests.ijw.ground import load
from tests.ijw.reference import needs_reference
from tests.ijw.test_against_reference import SCHEMAS, official
from tests.ijw.test_decisions import TO_CHANGE
from tests.ijw.test_request_messages import changed

pytestmark = [*needs_reference, pytest.mark.usefixtures("ali")]

FULL = PERSON | {
    "voorvoegsel": "de",
    "voornamen": "Ali",
    "voorletters": "A",
    "huisletter": "B",
    "huisnummer_toevoeging": "BEL",
    "straat": "Kerklaan",
    "plaats": "Aarveld",
}
TERMS = Terms("45", "45A03", date(2027, 1, 1), date(2027, 6, 30), 9, "04", "6", None)
BUDGET = Terms("45", "", date(2027, 1, 1), date(2027, 12, 31), None, "", "", 90_000)
OPEN_ENDED = Terms("45", "45A03", date(2027, 1, 1), None, 2, "04", "4", None)


@pytest.fixture
def sent(tmp_path, settings):
    """Writes what was decided with the versions of the published schemas; gives its name, text and faults."""
    settings.IJW_SCHEMAS = str(SCHEMAS)

    def write(delivery, person=PERSON):
        (path,) = write_decisions(
            delivery_id=delivery.pk, folder=tmp_path, dated_on=DECIDED, people={ALI: person}
        )
        return path.name[:5], path.read_text(encoding="utf-8"), official(path)

    return write


@pytest.mark.parametrize("terms", [None, TERMS, BUDGET, OPEN_ENDED])
@pytest.mark.parametrize("person", [PERSON, FULL])
def test_granted_allocation_validates(ask, sent, terms, person):
    delivery = ask()
    decide(terms=terms)
    name, text, faults = sent(delivery, person)
    assert (name, faults) == ("JW301", [])
    assert "<ijw:BerichtXsdVersie>0.1.0</ijw:BerichtXsdVersie>" in text


@pytest.mark.parametrize(
    "content",
    [
        {"same": ["600"], "changed": [changed(**TO_CHANGE)]},
        {"same": ["600"], "changed": [changed(**TO_CHANGE | {"GewensteIngangsdatum": "2026-01-01"})]},
        {
            "same": ["600", "601"],
            "new": [wanted(GewensteIngangsdatum="2027-01-01", Einddatum="2027-01-31")],
        },
    ],
    ids=["other size", "the whole time", "new product"],
)
def test_granted_change_validates(ask_change, sent, content):
    delivery = ask_change(**content)
    decide()
    assert sent(delivery)[0::2] == ("JW301", [])


def test_granted_change_of_a_budget_validates(ask_change, sent, tmp_path):
    budget = allocated("602", Product={"Categorie": "44"}, Omvang=None, Budget="90000", **YEAR)
    load(allocation(tmp_path / "budget.xml", [budget], client={"Bsn": ALI}, identification="B7"))
    more = {"ToewijzingNummer": "602", "GewensteIngangsdatum": "2026-01-01", "Omvang": None}
    delivery = ask_change(same=["600", "601"], changed=[changed(Budget="95000", **more)])
    decide()
    assert sent(delivery)[0::2] == ("JW301", [])


@pytest.fixture(params=["JW315", "JW317"])
def asked(request, ask, ask_change):
    if request.param == "JW315":
        return ask()
    return ask_change(same=["600"], changed=[changed(**TO_CHANGE)])


@pytest.mark.parametrize("reason", RefusalReason.values)
def test_refusal_validates_with_every_reason(asked, sent, reason):
    other = "0344" if reason == RefusalReason.RESIDENCE else ""
    decide(status="afgewezen", refusal_reason=reason, other_municipality=other)
    name, text, faults = sent(asked)
    assert (name, faults) == ("JW319", [])
    assert f"<jw319:RedenAfwijzingVerzoek>{reason}<" in text
    assert ("<jw319:Gemeente>0344<" in text) == bool(other)


def test_investigation_validates_and_so_does_what_comes_after(asked, sent):
    decide(status="onderzoek")
    assert sent(asked)[0::2] == ("JW319", [])
    decide(status="afgewezen", refusal_reason="7")
    assert sent(asked)[0::2] == ("JW319", [])


def test_reasons_are_those_of_the_schema():
    root = etree.parse(SCHEMAS / "basisschema.xsd").getroot()
    named = [one for one in root if "RedenAfwijzingVerzoek" in (one.get("name") or "")]
    values = [node.get("value") for one in named for node in one.iter("{*}enumeration")]
    assert values == RefusalReason.values


def test_several_requests_of_one_message_validate_each(ask, sent):
    delivery = ask(requested("A1", **ASKED), requested("A2", **ASKED | OTHER))
    decide("A1")
    assert sent(delivery)[0::2] == ("JW301", [])
    decide("A2", status="afgewezen", refusal_reason="3")
    assert sent(delivery)[0::2] == ("JW319", [])
