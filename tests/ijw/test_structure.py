"""Our tables against the published schemas, element by element and facet by facet."""

import pytest
from lxml import etree

from inkoop.exchange.ijw.structure import BY_NAMESPACE, MESSAGES, Group, message
from tests.ijw.reference import REFERENCE, SAMPLES, needs_reference

XS = "{http://www.w3.org/2001/XMLSchema}"

# Patterns that we write in another way, because the two dialects of regular expressions differ.
SAME_PATTERN = {
    r".*[^\s].*": r"[^\n\r]*[^ \t\n\r][^\n\r]*",
    r"([.\s]*\S+[.\s]*)+": r"(?s:.*[^ \t\n\r].*)",
    r"([a-zA-ZÀ-ỳ])+": r"[a-zA-ZÀ-ỳ]+",
    r"([a-zA-Z0-9])+": r"[a-zA-Z0-9]+",
}
BASES = {"xs:string": "tekst", "xs:integer": "geheel getal", "xs:date": "datum", "xs:time": "tijd"}


class Schemas:
    def __init__(self, name):
        self.own = etree.parse(REFERENCE / "xsd" / f"{name.lower()}.xsd").getroot()
        self.shared = etree.parse(REFERENCE / "xsd" / "basisschema.xsd").getroot()

    def kind(self, reference):
        prefix, name = reference.split(":")
        root = self.shared if prefix == "ijw" else self.own
        return next(node for node in root if node.get("name") == name)


def published(schemas, node, *, shared):
    """(name, minimum, maximum, shared, facets or children) of every element of a complex type."""
    return [
        (
            element.get("name"),
            int(element.get("minOccurs", 1)),
            {"unbounded": None}.get(element.get("maxOccurs", "1"), 1),
            shared,
            published_content(schemas, element),
        )
        for element in node.iterfind(f"{XS}sequence/{XS}element")
    ]


def published_content(schemas, element):
    kind = element.find(f"{XS}simpleType")
    if kind is None:
        kind = schemas.kind(element.get("type"))
        if kind.tag == f"{XS}complexType":
            return published(schemas, kind, shared=element.get("type").startswith("ijw:"))
    return facets(schemas, kind)


def facets(schemas, kind):
    restriction = kind.find(f"{XS}restriction")
    base = restriction.get("base")
    found = {"base": BASES[base]} if base in BASES else facets(schemas, schemas.kind(base))
    values = [node.get("value") for node in restriction.iterfind(f"{XS}enumeration")]
    if values:
        found = {"base": found["base"], "values": sorted(values)}
    for node in restriction:
        facet = etree.QName(node).localname
        if facet == "pattern":
            found["pattern"] = SAME_PATTERN.get(node.get("value"), node.get("value"))
        elif facet in ("minInclusive", "maxInclusive", "minLength", "maxLength") and not values:
            found[facet] = int(node.get("value"))
    pattern = found.get("pattern", "")
    if pattern.isdigit() or pattern.startswith("[0-9]{"):  # says all that the other facets say
        found = {"base": found["base"], "pattern": found["pattern"]}
    return found


def ours(group):
    return [
        (
            element.name,
            element.minimum,
            element.maximum,
            element.shared,
            ours(element.content) if isinstance(element.content, Group) else our_facets(element.content),
        )
        for element in group.elements
    ]


def our_facets(simple):
    if simple.values:
        return {"base": simple.base.value, "values": sorted(simple.values)}
    if simple.pattern.isdigit() or simple.pattern.startswith("[0-9]{"):
        return {"base": simple.base.value, "pattern": simple.pattern}
    facets = {
        "minInclusive": simple.lowest,
        "maxInclusive": simple.highest,
        "minLength": simple.shortest or None,
        "maxLength": simple.longest,
        "pattern": simple.pattern or None,
    }
    return {"base": simple.base.value} | {name: value for name, value in facets.items() if value is not None}


@pytest.mark.parametrize("name", SAMPLES)
class TestAgainstSchemas:
    pytestmark = needs_reference

    def test_structure_equals_the_schema(self, name):
        schemas = Schemas(name)
        assert ours(message(name).root.content) == published(schemas, schemas.kind("own:Root"), shared=False)

    def test_namespace_equals_that_of_the_schema(self, name):
        assert Schemas(name).own.get("targetNamespace") == message(name).namespace


def test_messages_are_found_by_namespace():
    assert BY_NAMESPACE["http://www.istandaarden.nl/ijw/3_2/jw323/schema"] == message("JW323")
    assert {name for _, name in MESSAGES} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_messages_and_their_answers_point_to_each_other(name):
    here = message(name)
    if here.answer:
        assert message(here.answer).answers == name
    if here.answers:
        assert message(here.answers).answer == name
