"""The parts of the documents that follow from the code: tables between the comments ``begin: ...`` and ``eind: ...``.

``make exec CMD='python -m tests.documents'`` writes them; ``test_docs`` checks that they are up to date.
"""

import ast
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import django

from contracts import choices
from contracts.retourcodes import RETOURCODES, RULES
from inkoop.base.choices import Role
from inkoop.exchange.columns import COLUMNS, Column
from inkoop.operations.rules import retention
from tests.ijw.return_codes import NOT_PRODUCED, PRODUCED, Produced

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "begrippenlijst.md"
RETURN_CODES = ROOT / "docs" / "retourcodes.md"
FILES = ROOT / "docs" / "bestanden.md"
API = ROOT / "docs" / "api.md"
RIGHTS = ROOT / "docs" / "rechten.md"
DATA = ROOT / "docs" / "gegevens.md"
PRIVACY = ROOT / "docs" / "privacy.md"
THRESHOLDS = ROOT / "docs" / "howto" / "drempel-wijzigen.md"
LOADERS = ROOT / "inkoop" / "exchange" / "loaders"
BLOCK = re.compile(r"(<!-- begin: (?P<name>[a-z-]+) -->\n)(?P<text>.*?)(<!-- eind: (?P=name) -->)", re.DOTALL)

CODE_LISTS = {
    "eenheid": choices.Unit,
    "frequentie": choices.Frequency,
    "debet_credit": choices.DebitCredit,
    "inkoopvorm": choices.ProcurementForm,
    "bekostiging": choices.Funding,
    "verwijzer": choices.ReferrerType,
    "reden_wijziging": choices.ChangeReason,
    "reden (stops)": choices.StopReason,
}
CODE_LIST_COLUMNS = {
    "eenheid",
    "frequentie",
    "debet_credit",
    "verwijzer",
    "reden_wijziging",
    "reden",
    "productcategorie",
}

CLIENT = '''"""Leest Inkoop. Adres en sleutel staan in de omgeving: INKOOP_API en INKOOP_SLEUTEL."""

import json
import os
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def rijen(pad, vraag):
    """Alle rijen van een lijst, pagina na pagina."""
    volgende = f"{os.environ['INKOOP_API']}{pad}?{urlencode(vraag)}"
    while volgende:
        aanvraag = Request(volgende, headers={"Authorization": f"Bearer {os.environ['INKOOP_SLEUTEL']}"})
        with urlopen(aanvraag, timeout=60) as antwoord:
            pagina = json.load(antwoord)
        yield from pagina["resultaten"]
        volgende = pagina["volgende"]

'''

GENERAL = {
    "0001": "Het bericht is afgekeurd om een regel binnen het bericht.",
    "0200": "Geen opmerking over deze klasse.",
    "8001": "De declaratie is volledig toegewezen.",
}

# Which kinds a function of a loader serves.
KINDS_OF = {
    "load_contracts": "contracten",
    "load_tariffs": "tarieven",
    "_refuse_out_of_order": "contracten, tarieven",
    "overlaps": "contracten, tarieven",
    "allocations": "toewijzingen",
    "care": "starts, stops",
    "ibps": "ibps",
    "satisfaction": "tevredenheid",
}


def table(header: str, rows: Sequence[tuple[str, ...]]) -> str:
    names = [name.strip() for name in header.split("|")]
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def columns() -> str:
    parts = []
    for kind in COLUMNS:
        rows = [(f"`{column.name}`", _required(column), _expected(column)) for column in COLUMNS[kind]]
        parts.append(f"### {kind.value}\n\n{table('kolom | verplicht | inhoud', rows)}")
    return "\n" + "\n".join(parts) + "\n"


def _required(column: Column) -> str:
    return "één van beide" if column.name in ("client", "bsn") else "ja" if column.required else "nee"


def _expected(column: Column) -> str:
    return "een code uit de codelijst hieronder" if column.name in CODE_LIST_COLUMNS else column.expected


def code_lists() -> str:
    rows = [("`productcategorie`", _listed(choices.CATEGORIES.items()))]
    rows += [(f"`{name}`", _listed(members.choices)) for name, members in CODE_LISTS.items()]
    return table("codelijst | codes", rows)


def _listed(pairs) -> str:
    return "; ".join(code if code == label else f"{code} {label}" for code, label in pairs)


def return_codes() -> str:
    rows = [("0001", "", "De rij zelf klopt niet; zie de regels binnen een rij.", RULES[""].next_step)]
    rows += [
        (code, _field(text.field), text.cause, text.next_step) for code, text in sorted(RETOURCODES.items())
    ]
    return table("code | veld | oorzaak | wat nu", rows)


def origins() -> str:
    rows = [
        (
            code,
            RETOURCODES[code].cause if code in RETOURCODES else GENERAL[code],
            one.rule,
            one.where,
            _test(one),
        )
        for code, one in PRODUCED.items()
    ]
    return table("code | betekenis | regel | waar | test", rows)


def _test(produced: Produced) -> str:
    return f"[`{produced.function}`](../{produced.path})"


def not_produced() -> str:
    return table("code | waarom niet", list(NOT_PRODUCED.items()))


def row_rules() -> str:
    rows = [(_field(rule.field) or "elk veld", rule.cause, rule.expected) for rule in RULES.values()]
    return table("veld | oorzaak | verwacht", rows)


def _field(name: str) -> str:
    return f"`{name}`" if name else ""


def findings() -> str:
    return table("soort | code | veld | oorzaak | wat nu", sorted(_findings()))


def _findings() -> Iterator[tuple[str, ...]]:
    """The calls of ``find`` in the loaders of all kinds but declarations."""
    for path in sorted(LOADERS.glob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        names = _constants(module)
        for function in (node for node in module.body if isinstance(node, ast.FunctionDef)):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "find":
                    found = {word.arg: _text(word.value, names) for word in call.keywords}
                    kind = KINDS_OF.get(function.name) or KINDS_OF.get(path.stem, path.stem)
                    accepted = "Let op (wel geladen): " if found.get("severity") == "let op" else ""
                    yield (
                        kind,
                        found["code"],
                        f"`{found['field']}`",
                        accepted + found["cause"],
                        found["next_step"],
                    )


def _constants(module: ast.Module) -> dict[str, str]:
    return {
        node.targets[0].id: str(node.value.value)
        for node in module.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def _text(node: ast.expr, names: dict[str, str]) -> str:
    return names[node.id] if isinstance(node, ast.Name) else str(ast.literal_eval(node))


def parameters() -> str:
    from inkoop.base.parameters import DEFINITIONS, plain  # noqa: PLC0415 -- models must be loaded first

    rows = [
        (f"`{item.name}`", plain(item.default), item.unit, item.description) for item in DEFINITIONS.values()
    ]
    return table("naam | standaard | eenheid | betekenis", rows)


def rights_on_data() -> str:
    from tests.rights import matrix  # noqa: PLC0415 -- models must be loaded first

    return table(f"gegevens | {' | '.join(Role)}", list(matrix.model_rows()))


def rights_on_pages() -> str:
    from tests.rights import matrix  # noqa: PLC0415 -- models must be loaded first

    return table(f"pagina | adres | {' | '.join(matrix.STAFF)}", list(matrix.page_rows()))


def rights_on_actions() -> str:
    from tests.rights import matrix  # noqa: PLC0415 -- models must be loaded first

    return table(f"lijst | actie | {' | '.join(matrix.STAFF)}", list(matrix.action_rows()))


def rights_on_api() -> str:
    from tests.rights import matrix  # noqa: PLC0415 -- models must be loaded first

    return table(f"vraag | sleutel | {' | '.join(Role)}", list(matrix.api_rows()))


def api_resources() -> str:
    rows = []
    for path, name, operation in _api_operations():
        names = ", ".join(
            f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"
        )
        rows.append((f"`{name.upper()} {path}`", operation["description"].splitlines()[0], names))
    return table("vraag | geeft | namen in het adres", rows)


def _api_operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 -- models must be loaded first

    described = SchemaGenerator().get_schema(request=None, public=True)
    for path, found in described["paths"].items():
        for name, operation in found.items():
            yield path, name, operation


def api_client() -> str:
    """A client with a function per list, in plain Python."""
    lists = [path for path, name, _ in _api_operations() if name == "get" and "{" not in path]
    functions = [_function(path) for path in lists]
    return "```python\n" + CLIENT.rstrip() + "\n\n\n" + "\n\n\n".join(functions) + "\n```\n"


def retention_terms() -> str:
    rows = [(term.what, term.term, term.since, term.ground) for term in retention.TERMS]
    return table("gegevens | termijn | na | grond", rows)


def kept_elsewhere() -> str:
    return table("gegevens | termijn | wanneer", list(retention.ELSEWHERE))


def data_dictionary() -> str:
    from tests.dictionary import tables  # noqa: PLC0415 -- models must be loaded first

    return "\n" + "\n".join(
        f"### {heading}\n\n{said}\n\n{table('gegeven | kolom | soort | leeg | betekenis', rows)}"
        for heading, said, rows in tables()
    )


def _function(path: str) -> str:
    name = path[1:].replace("-", "_")
    return f'def {name}(**vraag):\n    return rijen("{path}", vraag)'


def terms() -> str:
    """The glossary the other way round."""
    rows = [(code, term) for term, code, _ in glossary()]
    return table("in de code | begrip", sorted(rows, key=lambda row: row[0].strip("`").lower()))


def glossary() -> list[tuple[str, str, str]]:
    text = block(GLOSSARY, "begrippen")
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines()[2:]]
    return [(term, code, meaning) for term, code, meaning in rows]


WRITTEN: dict[Path, dict[str, Callable[[], str]]] = {
    GLOSSARY: {"terms": terms},
    FILES: {
        "kolommen": columns,
        "codelijsten": code_lists,
        "retourcodes": return_codes,
        "rijregels": row_rules,
        "bevindingen": findings,
    },
    RETURN_CODES: {"herkomst": origins, "niet": not_produced},
    THRESHOLDS: {"parameters": parameters},
    API: {"vragen": api_resources, "client": api_client},
    DATA: {"gegevens": data_dictionary},
    PRIVACY: {"termijnen": retention_terms, "elders": kept_elsewhere},
    RIGHTS: {
        "gegevens": rights_on_data,
        "paginas": rights_on_pages,
        "acties": rights_on_actions,
        "api": rights_on_api,
    },
}


def block(path: Path, name: str) -> str:
    found = {match["name"]: match["text"] for match in BLOCK.finditer(path.read_text(encoding="utf-8"))}
    return found[name]


def write() -> None:
    for path, parts in WRITTEN.items():
        text = path.read_text(encoding="utf-8")
        path.write_text(BLOCK.sub(lambda found: _replaced(found, parts), text), encoding="utf-8")  # noqa: B023


def _replaced(found: re.Match[str], parts: dict[str, Callable[[], str]]) -> str:
    name = found["name"]
    return found[1] + parts[name]() + found[4] if name in parts else found[0]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")
    django.setup()
    write()
