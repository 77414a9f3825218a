"""Owners that are taken from the text say the same as owners that went through the parser."""

import random

import pytest

from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.reading.skimming import Skimmer
from inkoop.exchange.ijw.sources import files, sources
from tests.ijw.cast import TOM, declaration, line
from tests.ijw.mutations import mutations

BSNS = [str(number) for number in range(int(TOM), int(TOM) + 400) if is_bsn(str(number))][:12]
FIRST, LAST = BSNS[0], BSNS[-1]


@pytest.fixture
def large(tmp_path):
    """Twelve clients with two lines each."""
    clients = {
        bsn: [line(f"R{place}-{n}", ToewijzingNummer=f"{place}{n}") for n in (1, 2)]
        for place, bsn in enumerate(BSNS)
    }
    return declaration(tmp_path / "groot.xml", clients)


@pytest.fixture(params=[700, 64 * 1024], ids=["small blocks", "one block"])
def blocks(request, monkeypatch):
    monkeypatch.setattr(files, "BLOCK", request.param)


def outcome(path):
    (source,) = sources(path)
    incoming = open_message(source)
    rows = [
        (batch.number + place, batch.owner_number, batch.bsn, batch.line_of(place), values)
        for batch in incoming.batches()
        for place, values in enumerate(batch.lines)
    ]
    return rows, [str(found) for found in incoming.findings.kept]


def report(path):
    """Of a message that cannot be read to its end, what stops us first depends on the way of reading."""
    return [
        one.level
        if any(found.rule == "bestand" for found in one.findings)
        else (one.level, one.lines, one.count, [str(found) for found in one.findings])
        for one in check_file(path)
    ]


def by_parser(monkeypatch, look, path):
    with monkeypatch.context() as patch:
        patch.setattr(Skimmer, "cut", lambda _, block: (block, b""))
        return look(path)


def test_lines_findings_and_places_are_the_same(large, blocks, monkeypatch):
    rows, findings = outcome(large)
    assert len(rows) == 24
    assert (rows, findings) == by_parser(monkeypatch, outcome, large)


def test_most_owners_are_not_given_to_the_parser(large, blocks, monkeypatch):
    taken = []
    take = Skimmer.take

    def counted(self, block):
        for batch in take(self, block):
            taken.append(batch.bsn)
            yield batch

    monkeypatch.setattr(Skimmer, "take", counted)
    outcome(large)
    assert taken == BSNS[1:]


CHANGES = {
    "comment between clients": ("</jw323:Client>", "</jw323:Client><!-- x -->"),
    "comment that holds a client": (f"{LAST}</jw323:Bsn>", f"{LAST}</jw323:Bsn><!-- <jw323:Client> -->"),
    "text between clients": ("</jw323:Client>", "</jw323:Client>x"),
    "cdata": (f">{LAST}<", f"><![CDATA[{LAST}]]><"),
    "character reference": (">R11-1<", ">R11&#45;1<"),
    "end of cdata in a value": (">R11-1<", ">R11]]>1<"),
    "control character": (">R11-1<", ">R11\x01<"),
    "no character": (">R11-1<", ">R11\uffff<"),
    "attribute": ("<jw323:Client>", '<jw323:Client xmlns:jw323="x">'),
    "other prefix": (f"<jw323:Bsn>{LAST}</jw323:Bsn>", f"<x:Bsn>{LAST}</x:Bsn>"),
    "space in a tag": ("</jw323:Client>", "</jw323:Client >"),
    "empty client": ("</jw323:Clienten>", "<jw323:Client/></jw323:Clienten>"),
    "invented day": ("2026-04-30", "2026-04-31"),
    "leading zero": (">R10-1<", "> R10-1 <"),
    "unknown unit": (">04<", ">05<"),
    "missing end": ("</jw323:Clienten>", ""),
    "rule broken": (f">{LAST}<", ">999900007<"),
    "letters beyond ascii": (">R11-1<", ">Ré11ë<"),
}


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("everywhere", [False, True], ids=["last", "everywhere"])
def test_changed_message_says_the_same(everywhere, change, large, monkeypatch):
    old, new = change
    text = large.read_text(encoding="utf-8")
    assert old in text
    head, _, tail = text.rpartition(old)
    large.write_text(text.replace(old, new) if everywhere else head + new + tail, encoding="utf-8")
    assert report(large) == by_parser(monkeypatch, report, large)


def test_damaged_messages_say_the_same(large, blocks, monkeypatch, tmp_path):
    path = tmp_path / "mutatie.xml"
    draw = random.Random("afromen")  # noqa: S311  # a seed, nothing secret
    for mutated in mutations(large.read_bytes(), draw, 250):
        path.write_bytes(mutated)
        assert report(path) == by_parser(monkeypatch, report, path), mutated
