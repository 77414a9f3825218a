"""JW325: one answer for each JW323 (IV087). Granted lines show in the total only; refused ones are sent back.

The lines are copied from the message that is answered, while it streams by once more: nothing of them, and no BSN,
is kept in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from inkoop.exchange.ijw.reading import Batch, Incoming, Node, Value, Values, open_message
from inkoop.exchange.ijw.reading.patterns import Line
from inkoop.exchange.ijw.reading.repeated import leaf_paths, specs_along
from inkoop.exchange.ijw.sources import Source
from inkoop.exchange.ijw.structure import Message, message
from inkoop.exchange.ijw.writing.outgoing import Origin, header_values
from inkoop.exchange.ijw.writing.retours import REFUSED_FOR_RULES, code_values
from inkoop.exchange.ijw.writing.xml import XmlWriter, part

NO_REMARK, GRANTED, NOT_JUDGED, OTHER_CLIENT = "0200", "8001", "0233", "8187"
OF_CLIENT = {OTHER_CLIENT, NOT_JUDGED}
SUBMITTED_SIGN = "TotaalIngediendBedrag/DebetCredit"

Refused = Iterator[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a declaration.

    ``header``: code of what is wrong with the message, or 0200. ``declaration``: code of what is wrong with the
    declaration, or empty. ``granted``: cents, credits negative; only used when nothing of both is wrong.
    """

    header: str = NO_REMARK
    declaration: str = ""
    granted: int = 0


def write_declaration_answer(
    file: TextIO, received: Source, origin: Origin, verdict: Verdict, refused: Refused
) -> None:
    """``refused`` gives number and codes of the refused lines, in the order of the message."""
    incoming = open_message(received)
    answer = message("JW325", incoming.message.release.name)
    batches = incoming.batches()
    first = next(batches)  # from here on header and declaration are known
    writer = XmlWriter(file, answer)
    writer.begin_message()
    writer.element(part(answer.root, "Header"), _header(answer, incoming, origin, verdict))
    if verdict.header == NO_REMARK:
        _Answer(writer, answer, incoming).write(verdict, chain([first], batches), refused)
    writer.end_message()


def _header(answer: Message, incoming: Incoming, origin: Origin, verdict: Verdict) -> Values:
    received = incoming.header
    values = header_values(answer, origin) | {
        "DeclaratieIdentificatie": _copied(received, "BerichtIdentificatie"),
        "XsdVersieDeclaratie": _copied(received, "XsdVersie"),
        "RetourCodes": code_values((verdict.header,)),
    }
    if verdict.header == REFUSED_FOR_RULES:
        values["XsltVersie"] = answer.release.rules
    return values


def _copied(node: Node, name: str) -> Value:
    found = node.find(name)
    return found.values() if found else {}


class _Answer:
    """The part after the header."""

    def __init__(self, writer: XmlWriter, answer: Message, incoming: Incoming) -> None:
        self._writer = writer
        self._incoming = incoming
        self._spec, self._list, self._client, self._lines, self._line = specs_along(answer)
        self._paths = leaf_paths(specs_along(incoming.message)[-1])
        self._sent_back = 0

    def write(self, verdict: Verdict, batches: Iterator[Batch], refused: Refused) -> None:
        declaration = self._incoming.body.find("Declaratie") or Node("Declaratie", "", 0)
        first = None if verdict.declaration else next(refused, None)
        self._writer.begin(self._spec)
        self._part("DeclaratieNummer", declaration.get("DeclaratieNummer"))
        self._part("TotaalIngediendBedrag", _copied(declaration, "TotaalIngediendBedrag"))
        self._part("TotaalToegekendBedrag", _total(0 if verdict.declaration else verdict.granted))
        if first:
            self._writer.begin(self._list)
            self._clients(batches, chain([first], refused))
            self._writer.end(self._list)
        code = verdict.declaration or (NO_REMARK if first else GRANTED)
        self._part("RetourCodes", code_values((code,)))
        self._writer.end(self._spec)
        submitted = _cents(
            declaration.get("TotaalIngediendBedrag/TotaalBedrag"), declaration.get(SUBMITTED_SIGN)
        )
        if not verdict.declaration and submitted - verdict.granted != self._sent_back:
            raise ValueError(
                f"Ingediend {submitted} min toegekend {verdict.granted} is niet het bedrag van de geweigerde regels, "
                f"{self._sent_back} (TR342)."
            )

    def _part(self, name: str, value: Value) -> None:
        self._writer.element(part(self._spec, name), value)

    def _clients(self, batches: Iterator[Batch], refused: Refused) -> None:
        """Both come in the order of the message, so each is passed through once."""
        number, codes = next(refused)
        written = 0
        client_code = NO_REMARK
        for batch in batches:
            while batch.number <= number < batch.number + len(batch.lines):
                if batch.owner_number != written:
                    self._end_client(written, client_code)
                    client_code = OTHER_CLIENT if OF_CLIENT & set(codes) else NO_REMARK
                    written = batch.owner_number
                    self._begin_client(batch.bsn)
                sent_back = codes if client_code == NO_REMARK else (NOT_JUDGED,)
                self._write_line(batch.lines[number - batch.number], sent_back)
                number, codes = next(refused, (0, ()))
        self._end_client(written, client_code)
        if number:
            raise ValueError(f"Regel {number} staat niet in het bericht dat wordt beantwoord.")

    def _begin_client(self, bsn: str) -> None:
        self._writer.begin(self._client)
        self._writer.element(part(self._client, "Bsn"), bsn)
        self._writer.begin(self._lines)

    def _end_client(self, written: int, code: str) -> None:
        if written:
            self._writer.end(self._lines)
            self._writer.element(part(self._client, "RetourCodes"), code_values((code,)))
            self._writer.end(self._client)

    def _write_line(self, line: Line, codes: tuple[str, ...]) -> None:
        values: Values = {}
        for path, value in zip(self._paths, line, strict=True):
            if value is not None:
                _put(values, path, value)
        self._sent_back += _cents(*line[-2:])
        self._writer.element(self._line, values | {"RetourCodes": code_values(codes)})


def _put(values: Values, path: str, value: str) -> None:
    name, _, rest = path.partition("/")
    if not rest:
        values[name] = value
        return
    inner = values.setdefault(name, {})
    if isinstance(inner, dict):
        _put(inner, rest, value)


def _cents(amount: str | None, sign: str | None) -> int:
    return -int(amount or 0) if sign == "C" else int(amount or 0)


def _total(cents: int) -> Values:
    return {"TotaalBedrag": str(abs(cents)), "DebetCredit": "C" if cents < 0 else "D"}
