"""Numbers, evidence and segments of providers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.rules.evidence import expiry, file_fault, file_kind
from providers.rules.numbers import agb_fault, branch_fault, kvk_fault, postcode_fault
from providers.rules.segments import proposed_segments

SHARES = {"strategic_share": Decimal("0.5"), "large_share": Decimal("0.8")}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("73738001", ""),
        ("7373800", "Een AGB-code heeft 8 cijfers; hier staan er 7."),
        ("7373800A", "Een AGB-code bestaat alleen uit cijfers; hier staat “7373800A”."),
        ("٧٣٧٣٨٠٠١", "Een AGB-code bestaat alleen uit cijfers; hier staat “٧٣٧٣٨٠٠١”."),
        ("00738001", "Een AGB-code begint met de soort zorgverlener (twee cijfers); 00 bestaat niet."),
        ("99999999", "Een AGB-code met 8 keer hetzelfde cijfer bestaat niet."),
    ],
)
def test_agb_code(code, fault):
    assert agb_fault(code) == fault


def test_other_numbers():
    assert kvk_fault("12345678") == ""
    assert kvk_fault("123456789") == "Een KvK-nummer heeft 8 cijfers; hier staan er 9."
    assert branch_fault("000012345678") == ""
    assert branch_fault("12345678") == "Een vestigingsnummer heeft 12 cijfers; hier staan er 8."
    assert postcode_fault("3311 AB") == ""
    for wrong in ("3311AB", "0311 AB", "3311 ab"):
        assert postcode_fault(wrong) == (
            f"“{wrong}” is geen postcode. Schrijf vier cijfers, een spatie en twee hoofdletters: 3311 AB."
        )


@pytest.mark.parametrize(
    ("kind", "issued", "named", "expected"),
    [
        ("gva", date(2024, 2, 29), None, date(2026, 2, 28)),
        ("belastingdienst", date(2026, 8, 31), None, date(2027, 2, 28)),
        ("kvk", date(2026, 1, 15), None, date(2026, 7, 15)),
        ("kvk", date(2026, 1, 15), date(2026, 3, 1), date(2026, 3, 1)),
        ("kvk", date(2026, 1, 15), date(2027, 3, 1), date(2026, 7, 15)),
        ("hkz", date(2026, 1, 15), date(2029, 1, 14), date(2029, 1, 14)),
        ("beleid", date(2026, 1, 15), None, None),
    ],
)
def test_evidence_counts_by_its_kind(kind, issued, named, expected):
    assert expiry(kind, issued, named) == expected


@pytest.mark.parametrize(
    ("name", "size", "head", "fault"),
    [
        ("bewijs.pdf", 10, b"%PDF-1.7", ""),
        ("scan.JPEG", 10, b"\xff\xd8\xff\xe0", ""),
        ("bewijs.pdf", 0, b"", "Het bestand is leeg. Kies het bestand opnieuw."),
        ("bewijs.pdf", 10_500_000, b"%PDF-1.7", "Het bestand is 10,5 MB; ten hoogste 10 MB mag."),
        (
            "bewijs.pdf",
            10,
            b"MZ\x90",
            "Alleen PDF, PNG en JPEG worden bewaard. Sla het document op als PDF en kies dat.",
        ),
        (
            "bewijs.exe",
            10,
            b"%PDF-1.7",
            "De naam eindigt op .exe, maar de inhoud is PDF. Geef het bestand zijn echte naam.",
        ),
    ],
)
def test_files_are_judged_by_their_content(name, size, head, fault):
    assert file_fault(name, size, head) == fault


def test_a_file_has_the_kind_of_its_first_bytes():
    assert [file_kind(head) for head in (b"\x89PNG\r\n\x1a\n", b"%PDF", b"<svg")] == ["png", None, None]


def test_the_largest_that_reach_half_are_strategic():
    declared = {1: 400, 2: 300, 3: 200, 4: 100, 5: 0, 6: -5}
    assert proposed_segments(declared, **SHARES) == {
        1: "strategisch",
        2: "strategisch",
        3: "groot",
        4: "overig",
        5: "overig",
        6: "overig",
    }


def test_nothing_declared_makes_nobody_strategic():
    assert proposed_segments({1: 0, 2: 0}, **SHARES) == {1: "overig", 2: "overig"}
    assert proposed_segments({}, **SHARES) == {}


@given(st.dictionaries(st.integers(1, 50), st.integers(-10, 10**6), max_size=9))
def test_a_larger_provider_is_never_in_a_smaller_segment(declared):
    order = {"strategisch": 0, "groot": 1, "overig": 2}
    found = proposed_segments(declared, **SHARES)
    assert set(found) == set(declared)
    for one in declared:
        for other in declared:
            assert declared[one] <= declared[other] or order[found[one]] <= order[found[other]]
