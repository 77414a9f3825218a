"""Level 2: the rules inside a message. A message that breaks one is answered with 0001."""

from collections.abc import Callable, Iterator

from inkoop.exchange.ijw.findings import Finding
from inkoop.exchange.ijw.reading import Incoming, Node
from inkoop.exchange.ijw.rules.allocations import allocation_findings
from inkoop.exchange.ijw.rules.care import start_findings, stop_findings
from inkoop.exchange.ijw.rules.declaration_answers import AnswerRules
from inkoop.exchange.ijw.rules.declarations import DeclarationRules
from inkoop.exchange.ijw.rules.requests import answer_findings, change_findings, request_findings

__all__ = ["LineRules", "line_rules", "whole_findings"]

LineRules = DeclarationRules | AnswerRules

OF_LINES: dict[str, Callable[[Incoming], LineRules]] = {"JW323": DeclarationRules, "JW325": AnswerRules}
OF_WHOLE: dict[str, Callable[[Node], Iterator[Finding]]] = {
    "JW301": allocation_findings,
    "JW305": start_findings,
    "JW307": stop_findings,
    "JW315": request_findings,
    "JW317": change_findings,
    "JW319": answer_findings,
}


def line_rules(incoming: Incoming) -> LineRules | None:
    """The rules to test while the lines of the message stream by; None for a message without lines."""
    made = OF_LINES.get(incoming.message.name)
    return made(incoming) if made else None


def whole_findings(incoming: Incoming) -> Iterator[Finding]:
    """What a message without lines breaks, once its form is good. A retour message has no rules."""
    test = OF_WHOLE.get(incoming.message.name)
    return test(incoming.body) if test else iter(())
