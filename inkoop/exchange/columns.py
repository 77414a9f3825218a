"""The columns of every kind of delivery (the fixed file interface) and what a value may look like.

A column type knows how to recognise a well-formed value. Values are checked per distinct value,
not per row, and lines of which every value has the shape that its column usually has not even that: see ``staging``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from contracts.choices import (
    CATEGORIES,
    ChangeReason,
    DebitCredit,
    Frequency,
    Funding,
    ProcurementForm,
    ReferrerType,
    StopReason,
    Unit,
)
from inkoop.base.choices import DeliveryKind
from providers.choices import Respondent, SurveyQuestion

Check = Callable[[str], bool]


class Holds(Enum):
    """``CODES`` leave no room for a BSN. ``NUMBERS`` may lawfully have nine digits; those of an allocation
    (``GIVEN_NUMBERS``) the sender cannot change.
    """

    CODES = "codes"
    WORDS = "words"
    CLIENT = "client"
    NUMBERS = "numbers"
    GIVEN_NUMBERS = "given numbers"


CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
DAY = re.compile(r"(19|[2-9]\d)\d\d-\d\d-\d\d", re.ASCII)
MONTH_LENGTH = len("JJJJ-MM")
# All days from 2000 to 2099, as ``date.fromisoformat`` would have them.
DAY_SHAPE = (
    r"20(?:\d\d-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|02-(?:0[1-9]|1\d|2[0-8]))|(?:[02468][048]|[13579][26])-02-29)"
)
PLAIN = r"!#-+\--:<-\[\]-~"  # printable ASCII, but no space, quote, backslash or delimiter
MAX_DIGITS = 13
MAX_INTEGER = 2_000_000_000
MAX_AMOUNT = 999_999_999_999


@dataclass(frozen=True, slots=True)
class Column:
    """``sql`` is the type in the staging table; ``expected`` completes "verwacht: ...".

    ``shape`` is a pattern of values that are surely good, without space or anything that CSV or COPY would read as
    something else; empty = none is. What does not match it may still be good.

    ``holds`` says how a BSN that does not belong in the column would show: see ``staging``.
    """

    name: str
    sql: str
    is_valid: Check
    expected: str
    required: bool = True
    shape: str = ""
    holds: Holds = Holds.CODES
    is_list: bool = False


def _date(value: str) -> bool:
    if not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _month(value: str) -> bool:
    return _date(f"{value}-01") if len(value) == MONTH_LENGTH else _date(value)


def _time(value: str) -> bool:
    if not re.fullmatch(r"\d\d:\d\d(:\d\d)?", value, re.ASCII):
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def date_column(name: str, *, required: bool = True) -> Column:
    return Column(name, "date", _date, "een bestaande datum als JJJJ-MM-DD", required, DAY_SHAPE)


def time_column(name: str, *, required: bool = True) -> Column:
    return Column(name, "time", _time, "een tijd als UU:MM of UU:MM:SS", required)


def month_column(name: str, *, required: bool = True) -> Column:
    return Column(name, "text", _month, "een maand als JJJJ-MM", required)


def number(name: str, *, required: bool = True, top: int = MAX_INTEGER) -> Column:
    def is_number(value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS and int(value) <= top

    shape = rf"\d{{1,{len(str(top + 1)) - 1}}}"
    return Column(name, "bigint", is_number, f"een geheel getal van 0 tot en met {top}", required, shape)


def amount(name: str, *, required: bool = True) -> Column:
    """Integer eurocents."""
    return number(name, required=required, top=MAX_AMOUNT)


def text(name: str, longest: int, *, required: bool = True, holds: Holds = Holds.WORDS) -> Column:
    def is_text(value: str) -> bool:
        return len(value) <= longest and CONTROL.search(value) is None

    expected = f"tekst van hoogstens {longest} tekens op één regel"
    return Column(name, "text", is_text, expected, required, holds=holds)


def identifier(name: str, longest: int, *, required: bool = True, holds: Holds = Holds.NUMBERS) -> Column:
    """A text that names something: mostly one word."""
    return replace(text(name, longest, required=required, holds=holds), shape=rf"[{PLAIN}]{{1,{longest}}}")


def pattern(name: str, regex: str, expected: str, *, required: bool = True, longest: int = 40) -> Column:
    """A text that matches as a whole."""
    match = re.compile(regex, re.ASCII).fullmatch

    def matches(value: str) -> bool:
        return len(value) <= longest and match(value) is not None

    return Column(name, "text", matches, expected, required)


def one_of(name: str, values: list[str], *, required: bool = True) -> Column:
    shape = "(?:" + "|".join(map(re.escape, values)) + ")"
    expected = "een van: " + ", ".join(values)
    return Column(name, "text", frozenset(values).__contains__, expected, required, shape)


def code(name: str, shape: str, expected: str, *, required: bool = True) -> Column:
    """A text of letters and digits that matches as a whole."""
    match = re.compile(shape, re.ASCII).fullmatch
    return Column(name, "text", lambda value: match(value) is not None, expected, required, shape)


def _agb() -> Column:
    return code("agb", r"[0-9]{8}", "een AGB-code van acht cijfers")


def _municipality(name: str = "gemeentecode") -> Column:
    return code(name, r"[0-9]{4}", "een gemeentecode van vier cijfers")


def _category(*, required: bool) -> Column:
    return one_of("productcategorie", list(CATEGORIES), required=required)


def _product_code(*, required: bool = True) -> Column:
    expected = "een productcode van één tot vijf letters en cijfers"
    return code("productcode", r"[0-9A-Za-z]{1,5}", expected, required=required)


def _person() -> tuple[Column, Column]:
    """A delivery names a youth by ``client`` (pseudonym of the sender) or ``bsn``; staging keeps only the pseudonym."""
    client = identifier("client", 64, required=False, holds=Holds.CLIENT)
    return (
        replace(client, shape=rf"(?![\d.\-]+[;,\n]){client.shape}"),  # a number may be a BSN
        Column(
            "bsn",
            "text",
            lambda _value: True,  # staging puts a pseudonym in its place, and tests it then
            "een BSN van negen cijfers dat aan de elfproef voldoet",
            required=False,
        ),
    )


ALLOCATION_NUMBER = identifier("toewijzingnummer", 20, holds=Holds.GIVEN_NUMBERS)

COLUMNS: dict[DeliveryKind, tuple[Column, ...]] = {
    DeliveryKind.MUNICIPALITIES: (_municipality(), text("naam", 80)),
    DeliveryKind.PROVIDERS: (
        _agb(),
        text("naam", 120),
        code("kvk", r"[0-9]{8}", "een KvK-nummer van acht cijfers", required=False),
        text("rechtsvorm", 60, required=False),
        text("segment", 40, required=False),
        text("plaats", 80, required=False),
        pattern(
            "email",
            r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+",
            "een e-mailadres van hoogstens 120 tekens",
            required=False,
            longest=120,
        ),
    ),
    DeliveryKind.PRODUCT_CODES: (
        _product_code(),
        _category(required=True),
        text("omschrijving", 200, required=False),
        one_of("eenheid", Unit.values, required=False),
        text("zorgvorm", 60, required=False),
        one_of("gewichtsklasse", ["1", "2", "3"], required=False),
        one_of("bekostiging", Funding.values, required=False),
        number("max_duur_dagen", required=False),
        text("opleidingsniveau", 40, required=False),
        one_of("verlengd", ["0", "1"], required=False),
    ),
    DeliveryKind.CONTRACTS: (
        identifier("contractnummer", 40),
        _agb(),
        one_of("inkoopvorm", ProcurementForm.values, required=False),
        date_column("begin"),
        date_column("eind", required=False),
        pattern("opties", r"[0-9]+x[0-9]+( [0-9]+x[0-9]+)*", "opties zoals 3x12", required=False, longest=40),
        number("opzegtermijn_maanden", required=False, top=120),
        pattern(
            "gemeentecodes",
            r"[0-9]{4}( +[0-9]{4})*",
            "gemeentecodes met een spatie ertussen",
            required=False,
            longest=2_500,
        ),
    ),
    DeliveryKind.TARIFFS: (
        identifier("contractnummer", 40),
        _product_code(),
        date_column("begin"),
        date_column("eind", required=False),
        number("tarief", top=99_999_999),
        one_of("eenheid", Unit.values),
    ),
    DeliveryKind.ALLOCATIONS: (
        _municipality(),
        ALLOCATION_NUMBER,
        *_person(),
        month_column("geboortemaand", required=False),
        _agb(),
        _category(required=False),
        _product_code(required=False),
        date_column("toewijzingsdatum"),
        time_column("toewijzingstijd", required=False),
        date_column("ingangsdatum"),
        date_column("einddatum", required=False),
        number("volume", required=False, top=99_999_999),
        one_of("eenheid", Unit.values, required=False),
        one_of("frequentie", Frequency.values, required=False),
        amount("budget", required=False),
        one_of("reden_wijziging", ChangeReason.values, required=False),
        one_of("verwijzer", ReferrerType.values, required=False),
        text("verwijzer_naam", 80, required=False),
        text("team", 80, required=False),
    ),
    DeliveryKind.IBPS: (
        identifier("ibp", 40),
        _municipality(),
        replace(text("toewijzingnummers", 2000, holds=Holds.GIVEN_NUMBERS), is_list=True),
        amount("bedrag", required=False),
        date_column("ingangsdatum"),
        date_column("einddatum", required=False),
        text("vastgesteld_door", 80, required=False),
        date_column("vastgesteld_op", required=False),
        text("kindklasse", 20, required=False),
        text("systeemklasse", 20, required=False),
        number("versie", required=False, top=32_000),
    ),
    DeliveryKind.STARTS: (_municipality(), ALLOCATION_NUMBER, date_column("begindatum")),
    DeliveryKind.STOPS: (
        _municipality(),
        ALLOCATION_NUMBER,
        date_column("einddatum"),
        one_of("reden", StopReason.values),
    ),
    DeliveryKind.DECLARATIONS: (
        _agb(),
        _municipality(),
        identifier("declaratienummer", 40),
        date_column("dagtekening"),
        identifier("referentienummer", 20),
        identifier("vorig_referentienummer", 20, required=False),
        *_person(),
        ALLOCATION_NUMBER,
        _category(required=True),
        _product_code(),
        date_column("periode_begin"),
        date_column("periode_eind"),
        number("volume", top=99_999_999),
        one_of("eenheid", Unit.values),
        number("tarief", required=False, top=99_999_999),
        number("bedrag", top=99_999_999),
        one_of("debet_credit", DebitCredit.values),
    ),
    DeliveryKind.SATISFACTION: (
        _agb(),
        code("gemeentecode", r"[0-9]{4}", "een gemeentecode van vier cijfers", required=False),
        date_column("periode_begin"),
        date_column("periode_eind"),
        one_of("vraag", SurveyQuestion.values),
        one_of("wie", Respondent.values),
        number("setversie", top=99),
        number("uitgenodigd", top=99_999),
        number("ingevuld", top=99_999),
        number("som", top=999_999),
    ),
}
