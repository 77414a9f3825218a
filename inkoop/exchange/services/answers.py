"""What all messages that we write share."""

from pathlib import Path

from django.conf import settings

from inkoop.exchange.ijw.official import published_versions
from inkoop.exchange.ijw.structure import message as message_named


class NoAnswer(Exception):
    """The message cannot be answered; the text says why and what to do."""


def schema_versions(name: str) -> tuple[str, str] | None:
    """Those of the published schemas, where an installation has them."""
    if not settings.IJW_SCHEMAS:
        return None
    return published_versions(Path(settings.IJW_SCHEMAS), message_named(name))
