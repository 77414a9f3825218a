"""Small worlds of deliveries in which much collides: drawn from a seed, written as the files that a region sends.

Few allocations with tight limits, few references and declaration numbers, tariffs and contracts that change and
clash, credits of everything, rows that cannot be read. Nothing here judges a row.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.exchange.cast import table

Row = dict[str, Any]

MUNICIPALITIES = ("9001", "9002")
PROVIDERS = ("00000011", "00000022")
CODES = {  # category and unit
    "H301": ("45", "04"),
    "H302": ("45", "01"),
    "H441": ("44", "14"),
    "H821": ("45", "82"),
    "H831": ("45", "83"),
    "H841": ("44", "84"),
}
CONTRACTS = {"C1": "00000011", "C2": "00000011", "C3": "00000022"}
UNITS = ("01", "04", "14", "16", "82", "83", "84")
PEOPLE = ("kind-a", "kind-b", "kind-c")
BSNS = {"kind-a": "999990019", "kind-b": "999990020", "kind-c": "123456782"}
FIRST_DAY = date(2025, 1, 10)
MONTHS = [date(2025, month, 1) for month in range(1, 7)]


@dataclass(frozen=True)
class File:
    kind: str
    received_on: date
    text: str


@dataclass
class World:
    """What was sent so far, for later rows to build on and to collide with."""

    rng: Random
    as_bsn: bool
    allocations: dict[tuple[str, str], Row] = field(default_factory=dict)
    tariffs: dict[tuple[str, str], Row] = field(default_factory=dict)
    lines: list[Row] = field(default_factory=list)
    references: int = 0

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def draw(seed: int) -> list[File]:
    """The deliveries of one world, in the order in which they are received."""
    world = World(Random(seed), as_bsn=seed % 4 == 0)  # noqa: S311 -- nothing secret
    rng, day = world.rng, FIRST_DAY
    files = [File(kind, day, _text(world, kind, rows)) for kind, rows in _registers(world)]
    for _ in range(rng.randint(4, 9)):
        day += timedelta(days=rng.choice((0, 0, 1, 9, 30)))
        kind = rng.choice(("toewijzingen", "contracten", "tarieven", *["declaraties"] * 4))
        files.append(File(kind, day, _text(world, kind, _rows(world, kind, day))))
    return files


def _registers(world: World) -> list[tuple[str, list[Row]]]:
    units = {code: unit for code, (_, unit) in CODES.items()}
    return [
        ("gemeenten", [{"gemeentecode": code, "naam": code} for code in MUNICIPALITIES]),
        ("aanbieders", [{"agb": agb, "naam": agb} for agb in PROVIDERS]),
        (
            "productcodes",
            [
                {"productcode": code, "productcategorie": category, "eenheid": units[code]}
                for code, (category, _) in CODES.items()
            ],
        ),
        ("contracten", [_contract(world, number) for number in CONTRACTS] + _some(world, _any_contract, 2)),
        ("tarieven", _some(world, _tariff, 14)),
        ("toewijzingen", _some(world, _allocation, 10)),
    ]


def _rows(world: World, kind: str, day: date) -> list[Row]:
    if kind == "declaraties":
        return [_submitted(world, day) for _ in range(world.rng.randint(5, 40))]
    makers = {"toewijzingen": _allocation, "contracten": _any_contract, "tarieven": _tariff}
    return _some(world, makers[kind], 4)


def _some(world: World, maker: Any, most: int) -> list[Row]:
    return [maker(world) for _ in range(world.rng.randint(1, most))]


# -- registers


def _any_contract(world: World) -> Row:
    return _contract(world, world.rng.choice(tuple(CONTRACTS)))


def _contract(world: World, number: str) -> Row:
    rng = world.rng
    made = {
        "contractnummer": number,
        "agb": CONTRACTS[number] if world.chance(0.95) else rng.choice((*PROVIDERS, "00000099")),
        "begin": rng.choice(("2024-01-01", "2024-01-01", "2025-01-01", "2025-03-01", "2025-03-15")),
        "eind": rng.choice(("", "2025-12-31", "2025-12-31", "2025-03-31", "2025-02-28", "2024-12-31")),
        "gemeentecodes": rng.choice(("", "", "9001", "9002", "9001 9002", "9001  9002")),
    }
    if world.chance(0.05):
        made["gemeentecodes"] = "9009"
    return _spoiled(world, made, 0.04)


def _tariff(world: World) -> Row:
    rng = world.rng
    number, code = rng.choice(tuple(CONTRACTS)), rng.choice(tuple(CODES))
    unit = CODES[code][1] if world.chance(0.9) else rng.choice(UNITS)
    made = {
        "contractnummer": number if world.chance(0.97) else "C9",
        "productcode": code if world.chance(0.97) else "H999",
        "begin": rng.choice(
            ("2024-01-01", "2024-01-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-10")
        ),
        "eind": rng.choice(("", "", "2024-12-31", "2025-01-31", "2025-02-28", "2025-12-31", "2025-03-31")),
        "tarief": rng.choice((100, 119, 7_530, 7_500, 0)),
        "eenheid": unit,
    }
    world.tariffs[CONTRACTS[number], code] = made
    return _spoiled(world, made, 0.04)


def _allocation(world: World) -> Row:
    rng = world.rng
    key = (rng.choice(MUNICIPALITIES), str(rng.randint(1, 4)))
    earlier = world.allocations.get(key)
    made = (
        _new_allocation(world, key) if earlier is None or world.chance(0.3) else _next_version(world, earlier)
    )
    if earlier is not None and world.chance(0.9):
        made["client"] = earlier["client"]
    world.allocations[key] = made
    return _spoiled(world, made, 0.04)


def _new_allocation(world: World, key: tuple[str, str]) -> Row:
    rng = world.rng
    code = rng.choice(tuple(CODES))
    category, unit = CODES[code]
    made: Row = {
        "gemeentecode": key[0] if world.chance(0.97) else "9009",
        "toewijzingnummer": key[1],
        "client": rng.choice(PEOPLE),
        "agb": rng.choice(PROVIDERS) if world.chance(0.98) else "00000099",
        "productcategorie": category,
        "productcode": code,
        "toewijzingsdatum": rng.choice(("2024-12-01", "2025-01-05", "2025-01-06")),
        "toewijzingstijd": rng.choice(("", "00:00", "09:00", "09:00:00", "10:30")),
        "ingangsdatum": rng.choice(("2025-01-01", "2025-01-01", "2025-01-13", "2025-02-10", "2025-03-31")),
        "einddatum": rng.choice(("", "2025-06-30", "2025-06-30", "2025-04-13", "2025-03-05", "2025-05-31")),
    }
    omvang = {"volume": rng.choice((0, 1, 2, 5, 10)), "eenheid": unit, "frequentie": rng.choice("12446")}
    if unit == "83":
        omvang["volume"] = rng.choice((100, 1_000, 5_000))
    kind = rng.random()
    if kind < 0.6:
        made |= omvang
    elif kind < 0.75:
        made |= {"productcode": "", "budget": rng.choice((500, 5_000, 50_000))}
    elif kind < 0.9:
        made |= {"productcode": "", "productcategorie": "", "budget": rng.choice((500, 5_000, 50_000))}
    elif kind < 0.95:
        made |= {"productcode": ""}
    else:
        made |= omvang | {rng.choice(("volume", "eenheid", "frequentie", "budget")): ""}
    return made


def _next_version(world: World, earlier: Row) -> Row:
    rng = world.rng
    made = dict(earlier)
    if world.chance(0.8):
        made["toewijzingsdatum"] = rng.choice(("2025-01-06", "2025-02-01", "2025-03-01", "2025-04-01"))
    changed = rng.choice(
        ("einddatum", "volume", "reden_wijziging", "agb", "eenheid", "ingangsdatum", "niets")
    )
    values: dict[str, Any] = {
        "einddatum": ("", "2025-04-13", "2025-06-29", "2025-03-31"),
        "volume": (0, 1, 3, 20) if made.get("volume", "") != "" else ("",),
        "reden_wijziging": ("13", "04", ""),
        "agb": PROVIDERS,
        "eenheid": UNITS if made.get("eenheid", "") != "" else ("",),
        "ingangsdatum": ("2025-01-01", "2025-01-20", "2025-02-01"),
        "niets": ("",),
    }
    return made | ({changed: rng.choice(values[changed])} if changed != "niets" else {})


# -- lines


def _submitted(world: World, day: date) -> Row:
    """A line as it is sent: mostly right for an allocation, or a credit, or the same again; sometimes spoiled."""
    rng = world.rng
    draw = rng.random()
    if draw < 0.2 and world.lines:
        made = _credit(world)
    elif draw < 0.27 and world.lines:
        made = _named(world, dict(rng.choice(world.lines[-30:])), day)
    else:
        made = _line(world, day)
    for _ in range(rng.choice((0, 0, 0, 0, 0, 1, 1, 2))):
        made = _changed(world, made)
    world.lines.append(made)
    return _spoiled(world, made, 0.03)


def _line(world: World, day: date) -> Row:
    rng = world.rng
    allocation = world.allocations[rng.choice(tuple(world.allocations))]
    code = allocation.get("productcode") or _fitting_code(world, allocation)
    unit = allocation.get("eenheid") or CODES[code][1]
    if unit == "04" and world.chance(0.4):
        unit = "01"
    begin, end = _period(world, allocation)
    made: Row = {
        "agb": allocation["agb"],
        "gemeentecode": allocation["gemeentecode"],
        "client": allocation["client"],
        "toewijzingnummer": allocation["toewijzingnummer"],
        "productcategorie": CODES[code][0],
        "productcode": code,
        "periode_begin": begin,
        "periode_eind": end,
        "volume": rng.choice((0, 1, 1, 2, 3, 5, 8, 40)),
        "eenheid": unit,
        "debet_credit": "D",
    }
    return _named(world, _priced(world, made), day)


def _fitting_code(world: World, allocation: Row) -> str:
    codes = [code for code, (category, _) in CODES.items() if category == allocation.get("productcategorie")]
    return world.rng.choice(codes or list(CODES))


def _period(world: World, allocation: Row) -> tuple[date, date]:
    month = world.rng.choice(MONTHS)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    begin = max(month, date.fromisoformat(allocation["ingangsdatum"]))
    end = min(last, date.fromisoformat(allocation["einddatum"] or "2099-12-31"))
    return (begin, end) if begin <= end and world.chance(0.95) else (month, last)


def _priced(world: World, made: Row) -> Row:
    """With the tariff sent last, and the amount that follows from it."""
    volume, unit = made["volume"], made["eenheid"]
    if unit == "83":
        volume = volume * 100
        return made | {"volume": volume, "tarief": "", "bedrag": volume}
    tariff = world.tariffs.get((made["agb"], made["productcode"]), {"tarief": 100, "eenheid": unit})
    cents = tariff["tarief"]
    if tariff["eenheid"] == "04" and unit == "01":
        return made | {"tarief": (2 * cents + 60) // 120, "bedrag": (2 * cents * volume + 60) // 120}
    return made | {"tarief": cents, "bedrag": cents * volume}


def _named(world: World, made: Row, day: date) -> Row:
    """With its own reference, or one that may have been used, under one of few declarations."""
    rng = world.rng
    world.references += 1
    number = world.references if world.chance(0.93) else rng.randint(1, 40)
    dated = (
        day - timedelta(days=1)
        if world.chance(0.9)
        else rng.choice((day, day + timedelta(days=1), date(2025, 2, 1)))
    )
    if dated < made["periode_eind"]:
        dated = made["periode_eind"] if world.chance(0.95) else dated
    declaration = f"D{day:%m%d}{made['gemeentecode']}"[:12] if world.chance(0.9) else f"D{rng.randint(1, 5)}"
    return made | {"referentienummer": f"R{number}", "declaratienummer": declaration, "dagtekening": dated}


def _credit(world: World) -> Row:
    debit = world.rng.choice(world.lines)
    names = {"debet_credit": "C", "vorig_referentienummer": debit["referentienummer"]}
    return _named(world, debit | names, debit["dagtekening"] + timedelta(days=world.rng.choice((0, 1, 20))))


CHANGES: dict[str, tuple[Any, ...]] = {
    "agb": (*PROVIDERS, "00000099"),
    "gemeentecode": (*MUNICIPALITIES, "9009"),
    "declaratienummer": ("D1", "D2", "D-1", "DDDDDDDDDDDDD"),
    "dagtekening": (
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 7, 31),
        date(2030, 7, 1),
        date(2099, 1, 1),
    ),
    "vorig_referentienummer": ("", "R1", "R2", "R3", "R999"),
    "client": (*PEOPLE, ""),
    "toewijzingnummer": ("1", "2", "3", "4", "9"),
    "productcategorie": ("44", "45", "50"),
    "productcode": (*CODES, "H999"),
    "periode_begin": (
        date(2025, 2, 1),
        date(2025, 2, 10),
        date(2025, 1, 31),
        date(2020, 12, 31),
        date(2025, 3, 31),
    ),
    "periode_eind": (
        date(2025, 2, 28),
        date(2025, 2, 27),
        date(2025, 3, 5),
        date(2024, 12, 31),
        date(2025, 4, 13),
    ),
    "volume": (0, 1, 2, 60, 600, 99_999_999),
    "eenheid": UNITS,
    "tarief": ("", 0, 2, 100, 125, 126, 7_500),
    "bedrag": (0, 1, 100, 99_999_999),
    "debet_credit": ("D", "C"),
}


def _changed(world: World, made: Row) -> Row:
    column = world.rng.choice(tuple(CHANGES))
    return made | {column: world.rng.choice(CHANGES[column])}


def _spoiled(world: World, made: Row, share: float) -> Row:
    """Sometimes with a value that cannot be read."""
    if not world.chance(share):
        return made
    return made | {world.rng.choice(tuple(made)): world.rng.choice(("", "x y", "-1", "2025-02-30", "é" * 70))}


def _text(world: World, kind: str, rows: list[Row]) -> str:
    header = ";".join(dict.fromkeys(name for row in rows for name in row)) if kind != "declaraties" else ""
    text = table(kind, rows, header=header)
    as_bsn = world.as_bsn if world.chance(0.95) else not world.as_bsn
    if as_bsn and kind in ("toewijzingen", "declaraties"):
        text = text.replace(";client;", ";bsn;", 1)
        for person, bsn in BSNS.items():
            text = text.replace(f";{person};", f";{bsn};")
    return text
