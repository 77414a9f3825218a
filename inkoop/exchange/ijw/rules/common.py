"""What the rules of several messages share. Dates are compared as text, which is their order."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.findings import CONTENT, Finding, shown
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.rules.texts import TEXTS

FOREVER = "9999-12-31"
NEW_FREQUENCIES_SINCE = "2020-12-31"
TIMED_UNITS = ("14", "16", "83", "84")
REMOVED = ("01", "13")


def broken(rule: str, node: Node, found: str = "") -> Finding:
    """A finding at ``node``; without ``found`` the value of the node is shown, where that may be."""
    cause, expected = TEXTS[rule]
    return Finding(
        CONTENT,
        rule,
        node.path,
        node.line,
        f"{rule}: {cause}",
        found or shown(node.name, node.text),
        expected,
    )


def at(node: Node, path: str) -> Node:
    """The element along ``path``, or the node itself where that is absent."""
    return node.find(path) or node


def dated(body: Node) -> str:
    return body.get("Header/BerichtIdentificatie/Dagtekening")


def check_bsn(client: Node) -> Iterator[Finding]:
    if not is_bsn(client.get("Bsn")):
        yield broken("CS002", at(client, "Bsn"))


def check_birth(person: Node, day: str) -> Iterator[Finding]:
    """CS139, TR002 and TR134 on the date of birth of a client or a relation."""
    birth = person.find("Geboortedatum/Datum")
    if birth is None:
        return
    known = {"1": 8, "2": 5, "3": 0}.get(person.get("Geboortedatum/DatumGebruik"), 10)
    unknown = known == 0
    if birth.text != birth.text[:known] + ("1900-01-01" if unknown else "0001-01-01")[known:]:
        yield broken("CS139", birth)
    if not unknown and birth.text < f"{int(day[:4]) - 120:04d}{day[4:]}":
        yield broken("TR002", birth)
    if birth.text > day:
        yield broken("TR134", birth)


def check_product(product: Node, *, end: str = "Einddatum", new: bool = True) -> Iterator[Finding]:
    """Product, omvang and budget of an allocated or requested product; ``new``: it names its product itself."""
    size, budget = product.find("Omvang"), product.find("Budget")
    if size and budget:
        yield broken("CD077", size, "omvang en budget")
        yield broken("CD078", budget, "omvang en budget")
    if budget and not product.has(end):
        yield broken("CD075", product, "een budget zonder einddatum")
    if product.get("Omvang/Frequentie") == "2" and not product.has(end):
        yield broken("CD076", product, "een omvang per week zonder einddatum")
    if new and not budget and not product.has("Product"):
        yield broken("CD079", product, "geen product en geen budget")
    if new and product.has("Product/Code") and not size:
        yield broken("CD041", product, "een productcode zonder omvang")


def check_size(product: Node, rule: str, *, end: str = "Einddatum") -> Iterator[Finding]:
    """CS338, CS343: these units go by week, month or in total."""
    is_timed = product.get("Omvang/Eenheid") in TIMED_UNITS and is_current(product, end)
    if is_timed and product.get("Omvang/Frequentie") not in ("2", "4", "6"):
        yield broken(rule, at(product, "Omvang/Frequentie"))


def check_no_size_without_code(product: Node, rule: str, *, end: str = "Einddatum") -> Iterator[Finding]:
    """CD080, CD095, CD096."""
    if product.has("Omvang") and not product.has("Product/Code") and is_current(product, end):
        yield broken(rule, at(product, "Omvang"), "een omvang zonder productcode")


def is_current(product: Node, end: str) -> bool:
    return (product.get(end) or FOREVER) > NEW_FREQUENCIES_SINCE


def check_order(node: Node, begin: str, end: str, rule: str = "CS003") -> Iterator[Finding]:
    if node.get(end) and node.get(end) < node.get(begin):
        yield broken(rule, at(node, end))


def check_not_after(nodes: Iterable[Node | None], day: str) -> Iterator[Finding]:
    """TR134: dates that do not lie after the dagtekening."""
    for node in nodes:
        if node and node.text > day:
            yield broken("TR134", node)


def check_unique(nodes: Iterable[Node], paths: tuple[str, ...], rule: str = "TR101") -> Iterator[Finding]:
    """The key along ``paths`` occurs once."""
    seen = set()
    for node in nodes:
        key = tuple(node.get(path) for path in paths)
        if key in seen:
            yield broken(
                rule,
                node,
                " ".join(
                    shown(path.rpartition("/")[2], part)
                    for path, part in zip(paths, key, strict=True)
                    if part
                ),
            )
        seen.add(key)


def check_no_overlap(
    products: Iterable[Node], rule: str, begin: str, end: str = "Einddatum"
) -> Iterator[Finding]:
    """TR302, TR386, TR410: no two periods of the same product share a day."""
    for one, other in combinations(products, 2):
        first, last = (
            max(one.get(begin), other.get(begin)),
            min(one.get(end) or FOREVER, other.get(end) or FOREVER),
        )
        if first <= last and _same_product(one, other):
            yield broken(rule, other, f"dezelfde dagen als {one.path.rpartition('/')[2]}, vanaf {first}")


def is_removed(product: Node) -> bool:
    ended_at_once = product.get("Einddatum") == product.get("Ingangsdatum")
    return ended_at_once and product.get("RedenWijziging") in REMOVED


def _same_product(one: Node, other: Node) -> bool:
    """A product without category is every product; one without code every code of its category."""
    category, code = (
        (one.get("Product/Categorie"), other.get("Product/Categorie")),
        (
            one.get("Product/Code"),
            other.get("Product/Code"),
        ),
    )
    if not all(category):
        return True
    return category[0] == category[1] and (not all(code) or code[0] == code[1])
