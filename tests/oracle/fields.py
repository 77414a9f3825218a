"""The columns of every kind of delivery, and the typed value of a field.

A parser gives the value of a text, or raises ValueError when the text is not well formed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

UNITS = ("01", "04", "14", "16", "82", "83", "84")
FREQUENCIES = ("1", "2", "4", "6")
STOP_REASONS = ("02", "20", "31", "32", "33", "34", "35", "36", "37", "38", "39")
CHANGE_REASONS = tuple(f"{number:02d}" for number in range(1, 15))
REFERRERS = ("01", "02", "03", "04", "05", "06", "08")
CATEGORIES = tuple(str(number) for number in range(31, 56) if number != 39)
FORMS = ("open_house", "aanbesteding", "incidenteel")
FUNDINGS = ("inspanningsgericht", "outputgericht", "taakgericht")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

Parser = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    parse: Parser
    required: bool = True


def matching(regex: str) -> Parser:
    pattern = re.compile(regex, re.ASCII)

    def parse(text: str) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueError(text)
        return text

    return parse


def up_to(longest: int) -> Parser:
    def parse(text: str) -> str:
        if len(text) > longest or not text.isprintable():
            raise ValueError(text)
        return text

    return parse


def whole(top: int) -> Parser:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) <= top):
            raise ValueError(text)
        return int(text)

    return parse


def one_of(*values: str) -> Parser:
    def parse(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return parse


def day(text: str) -> date:
    if len(text) != 10:
        raise ValueError(text)
    parsed = date.fromisoformat(text)
    if parsed.year < 1900:
        raise ValueError(text)
    return parsed


def month(text: str) -> date:
    return day(f"{text}-01") if len(text) == 7 else day(text).replace(day=1)


def clock(text: str) -> time:
    matching(r"\d\d:\d\d(:\d\d)?")(text)
    return time.fromisoformat(text)


def bsn(text: str) -> str:
    """A pseudonym that never equals a ``client``: oracle files hold no secret key."""
    if re.fullmatch(r"[0-9]{9}", text, re.ASCII) is None or text == "000000000":
        raise ValueError(text)
    if sum(w * int(digit) for w, digit in zip(BSN_WEIGHTS, text, strict=True)) % 11:
        raise ValueError(text)
    return f"bsn\n{text}"


def spaced(regex: str) -> Parser:
    word = matching(regex)
    return lambda text: tuple(word(part) for part in text.split())


AGB = Column(matching(r"[0-9]{8}"))
MUNICIPALITY = Column(matching(r"[0-9]{4}"))
CODE = matching(r"[0-9A-Za-z]{1,5}")
NUMBER = Column(up_to(20))
CENTS = whole(999_999_999_999)
VOLUME = whole(99_999_999)
DAY, OPTIONAL_DAY = Column(day), Column(day, required=False)


def optional(parse: Parser) -> Column:
    return Column(parse, required=False)


PERSON = {"client": optional(up_to(64)), "bsn": optional(bsn)}

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "gemeenten": {"gemeentecode": MUNICIPALITY, "naam": Column(up_to(80))},
    "aanbieders": {
        "agb": AGB,
        "naam": Column(up_to(120)),
        "kvk": optional(matching(r"[0-9]{8}")),
        "rechtsvorm": optional(up_to(60)),
        "segment": optional(up_to(40)),
        "plaats": optional(up_to(80)),
        "email": optional(matching(r"[^@\s]+@[^@\s]+")),
    },
    "productcodes": {
        "productcode": Column(CODE),
        "productcategorie": Column(one_of(*CATEGORIES)),
        "omschrijving": optional(up_to(200)),
        "eenheid": optional(one_of(*UNITS)),
        "zorgvorm": optional(up_to(60)),
        "gewichtsklasse": optional(one_of("1", "2", "3")),
        "bekostiging": optional(one_of(*FUNDINGS)),
        "max_duur_dagen": optional(whole(2_000_000_000)),
        "opleidingsniveau": optional(up_to(40)),
        "verlengd": optional(one_of("0", "1")),
    },
    "contracten": {
        "contractnummer": Column(up_to(40)),
        "agb": AGB,
        "inkoopvorm": optional(one_of(*FORMS)),
        "begin": DAY,
        "eind": OPTIONAL_DAY,
        "opties": optional(matching(r"[0-9]+x[0-9]+( [0-9]+x[0-9]+)*")),
        "opzegtermijn_maanden": optional(whole(120)),
        "gemeentecodes": optional(spaced(r"[0-9]{4}")),
    },
    "tarieven": {
        "contractnummer": Column(up_to(40)),
        "productcode": Column(CODE),
        "begin": DAY,
        "eind": OPTIONAL_DAY,
        "tarief": Column(whole(99_999_999)),
        "eenheid": Column(one_of(*UNITS)),
    },
    "toewijzingen": {
        "gemeentecode": MUNICIPALITY,
        "toewijzingnummer": NUMBER,
        **PERSON,
        "geboortemaand": optional(month),
        "agb": AGB,
        "productcategorie": optional(one_of(*CATEGORIES)),
        "productcode": optional(CODE),
        "toewijzingsdatum": DAY,
        "toewijzingstijd": optional(clock),
        "ingangsdatum": DAY,
        "einddatum": OPTIONAL_DAY,
        "volume": optional(VOLUME),
        "eenheid": optional(one_of(*UNITS)),
        "frequentie": optional(one_of(*FREQUENCIES)),
        "budget": optional(CENTS),
        "reden_wijziging": optional(one_of(*CHANGE_REASONS)),
        "verwijzer": optional(one_of(*REFERRERS)),
        "verwijzer_naam": optional(up_to(80)),
        "team": optional(up_to(80)),
    },
    "ibps": {
        "ibp": Column(up_to(40)),
        "gemeentecode": MUNICIPALITY,
        "toewijzingnummers": Column(spaced(r"\S{1,20}")),
        "bedrag": optional(CENTS),
        "ingangsdatum": DAY,
        "einddatum": OPTIONAL_DAY,
        "vastgesteld_door": optional(up_to(80)),
        "vastgesteld_op": OPTIONAL_DAY,
        "kindklasse": optional(up_to(20)),
        "systeemklasse": optional(up_to(20)),
        "versie": optional(whole(32_000)),
    },
    "starts": {"gemeentecode": MUNICIPALITY, "toewijzingnummer": NUMBER, "begindatum": DAY},
    "stops": {
        "gemeentecode": MUNICIPALITY,
        "toewijzingnummer": NUMBER,
        "einddatum": DAY,
        "reden": Column(one_of(*STOP_REASONS)),
    },
    "declaraties": {
        "agb": AGB,
        "gemeentecode": MUNICIPALITY,
        "declaratienummer": Column(up_to(40)),
        "dagtekening": DAY,
        "referentienummer": NUMBER,
        "vorig_referentienummer": optional(up_to(20)),
        **PERSON,
        "toewijzingnummer": NUMBER,
        "productcategorie": Column(one_of(*CATEGORIES)),
        "productcode": Column(CODE),
        "periode_begin": DAY,
        "periode_eind": DAY,
        "volume": Column(VOLUME),
        "eenheid": Column(one_of(*UNITS)),
        "tarief": optional(VOLUME),
        "bedrag": Column(VOLUME),
        "debet_credit": Column(one_of("D", "C")),
    },
}
KINDS = tuple(COLUMNS)
"""In the order in which deliveries of one day are loaded."""


@dataclass(frozen=True)
class Fields:
    """The typed values of one row, None where empty or malformed, and the malformed columns."""

    row: int
    values: Mapping[str, Any]
    malformed: tuple[str, ...]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


def parse_row(kind: str, row: int, texts: Mapping[str, str]) -> Fields:
    """The fields of a row of texts; absent columns count as empty."""
    values: dict[str, Any] = {}
    malformed = []
    for name, column in COLUMNS[kind].items():
        text = texts.get(name, "").strip()
        try:
            values[name] = column.parse(text) if text else None
        except ValueError:
            values[name] = None
            malformed.append(name)
        if not text and column.required:
            malformed.append(name)
    if "client" in values:
        values["person"] = values["client"] or values["bsn"]
        if not values["person"] and not {"client", "bsn"} & set(malformed):
            malformed.append("client")
    return Fields(row, values, tuple(malformed))
