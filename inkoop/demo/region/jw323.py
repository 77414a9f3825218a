"""Declarations as JW323 messages of iJw 3.2, beside the CSV of the same delivery.

A message holds only what it can express: rows that break a rule inside the message are left out,
since they would get the whole message refused.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from inkoop.demo.region import days

_SPACES = (
    'xmlns:jw323="http://www.istandaarden.nl/ijw/3_2/jw323/schema"'
    ' xmlns:ijw="http://www.istandaarden.nl/ijw/3_2/basisschema/schema"'
)
_XSD_VERSION = "1.0.0"
_LINE_END = "\r\n"
Fields = list[str]  # one row of ``declaraties``, in the order of its columns


def write(
    directory: Path, delivery: int, rows: list[str], codes: dict[int, str]
) -> Iterator[tuple[str, str, str]]:
    """Yields file, reference and codes of the refusals to expect. ``codes`` by position in ``rows``."""
    fields = [row.split(";") for row in rows]
    kept = [(row, codes.get(place, "")) for place, row in enumerate(fields) if codes.get(place) != "0001"]
    kept.sort(key=lambda one: one[0][:4])
    directory.mkdir(exist_ok=True)
    for count, (_, group) in enumerate(groupby(kept, key=lambda one: one[0][:4]), 1):
        lines = _without_clashes(list(group))
        agb, place, number = lines[0][0][:3]
        name = f"{agb}-{place}-{number}.xml"
        identification = f"B{number[1:3]}{days.iso_month(delivery)[2:4]}{days.iso_month(delivery)[5:]}{count}"
        text = _message([line for line, _ in lines], identification, delivery)
        (directory / name).write_text(text, encoding="utf-8", newline="")
        for line, refused in lines:
            if refused:
                yield f"jw323/{name}", line[4], refused


def _without_clashes(lines: list[tuple[Fields, str]]) -> list[tuple[Fields, str]]:
    """References, credited debits and debits of one key may occur once in a message; accepted lines go first."""
    seen: set[object] = set()
    kept = []
    for line, refused in sorted(lines, key=lambda one: bool(one[1])):
        marks = _marks(line)
        if seen.isdisjoint(marks):
            seen.update(marks)
            kept.append((line, refused))
    return kept


def _marks(line: Fields) -> set[object]:
    marks: set[object] = {("reference", line[4])}
    if line[16] == "C":
        marks |= {("credited", line[5]), ("reference", line[5])}
    else:
        marks.add(("debit", line[7], line[8], line[9], line[10], line[11]))
    return marks


def _message(lines: list[Fields], identification: str, delivery: int) -> str:
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<jw323:Bericht {_SPACES}>",
        _header(lines[0], identification),
        _declaration(lines, delivery - 1),
        "<jw323:Clienten>",
    ]
    by_client = sorted(lines, key=lambda line: line[6])
    for bsn, group in groupby(by_client, key=lambda line: line[6]):
        parts.append(f"<jw323:Client><jw323:Bsn>{bsn}</jw323:Bsn><jw323:Prestaties>")
        parts += [_line(line) for line in group]
        parts.append("</jw323:Prestaties></jw323:Client>")
    parts.append("</jw323:Clienten></jw323:Declaratie></jw323:Bericht>")
    return _LINE_END.join(parts) + _LINE_END


def _header(line: Fields, identification: str) -> str:
    agb, place, _, signed_on = line[:4]
    return (
        "<jw323:Header><jw323:BerichtCode>490</jw323:BerichtCode><jw323:BerichtVersie>3</jw323:BerichtVersie>"
        "<jw323:BerichtSubversie>2</jw323:BerichtSubversie>"
        f"<jw323:Afzender>{agb}</jw323:Afzender><jw323:Ontvanger>{place}</jw323:Ontvanger>"
        f"<jw323:BerichtIdentificatie><ijw:Identificatie>{identification}</ijw:Identificatie>"
        f"<ijw:Dagtekening>{signed_on}</ijw:Dagtekening></jw323:BerichtIdentificatie>"
        f"<jw323:XsdVersie><ijw:BasisschemaXsdVersie>{_XSD_VERSION}</ijw:BasisschemaXsdVersie>"
        f"<ijw:BerichtXsdVersie>{_XSD_VERSION}</ijw:BerichtXsdVersie></jw323:XsdVersie></jw323:Header>"
    )


def _declaration(lines: list[Fields], month: int) -> str:
    """Up to the clients; the element stays open."""
    _, _, number, signed_on = lines[0][:4]
    total = sum(int(line[15]) if line[16] == "D" else -int(line[15]) for line in lines)
    period = _period(days.iso(days.month_start(month)), days.iso(days.month_end(month)))
    return (
        f"<jw323:Declaratie><jw323:DeclaratieNummer>{number}</jw323:DeclaratieNummer>"
        f"<jw323:DeclaratiePeriode>{period}</jw323:DeclaratiePeriode>"
        f"<jw323:DeclaratieDagtekening>{signed_on}</jw323:DeclaratieDagtekening>"
        f"<jw323:TotaalIngediendBedrag><ijw:TotaalBedrag>{abs(total)}</ijw:TotaalBedrag>"
        f"<ijw:DebetCredit>{'C' if total < 0 else 'D'}</ijw:DebetCredit></jw323:TotaalIngediendBedrag>"
    )


def _line(line: Fields) -> str:
    previous = f"<ijw:VorigReferentieNummer>{line[5]}</ijw:VorigReferentieNummer>" if line[5] else ""
    tariff = f"<jw323:ProductTarief>{line[14]}</jw323:ProductTarief>" if line[14] else ""
    return (
        f"<jw323:Prestatie><jw323:ProductReferentie><ijw:ReferentieNummer>{line[4]}</ijw:ReferentieNummer>{previous}"
        f"</jw323:ProductReferentie><jw323:ToewijzingNummer>{line[7]}</jw323:ToewijzingNummer>"
        f"<jw323:ProductCategorie>{line[8]}</jw323:ProductCategorie><jw323:ProductCode>{line[9]}</jw323:ProductCode>"
        f"<jw323:ProductPeriode>{_period(line[10], line[11])}</jw323:ProductPeriode>"
        f"<jw323:GeleverdVolume>{line[12]}</jw323:GeleverdVolume><jw323:Eenheid>{line[13]}</jw323:Eenheid>{tariff}"
        f"<jw323:IngediendBedrag><ijw:Bedrag>{line[15]}</ijw:Bedrag><ijw:DebetCredit>{line[16]}</ijw:DebetCredit>"
        "</jw323:IngediendBedrag></jw323:Prestatie>"
    )


def _period(begin: str, end: str) -> str:
    return f"<ijw:Begindatum>{begin}</ijw:Begindatum><ijw:Einddatum>{end}</ijw:Einddatum>"
