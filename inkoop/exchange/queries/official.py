"""The texts of the retourcodes as published, where an installation has the published schemas.

They are no part of this project, like the schemas themselves; without them our own causes stand alone.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from lxml import etree

FILE = "basisschema.xsd"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
CODES = f".//{SCHEMA}simpleType[@name='LDT_RetourCode']/{SCHEMA}restriction/{SCHEMA}enumeration"
TEXT = f"{SCHEMA}annotation/{SCHEMA}documentation"


def official_texts() -> Mapping[str, str]:
    """By code; empty without schemas, or when they cannot be read."""
    return _read(settings.IJW_SCHEMAS) if settings.IJW_SCHEMAS else {}


@cache
def _read(folder: str) -> Mapping[str, str]:
    try:
        tree = etree.parse(Path(folder) / FILE, etree.XMLParser(no_network=True, resolve_entities=False))
    except (OSError, etree.XMLSyntaxError):
        return {}
    found = {code.get("value", ""): code.findtext(TEXT) for code in tree.iterfind(CODES)}
    return {code: " ".join(text.split()) for code, text in found.items() if text}
