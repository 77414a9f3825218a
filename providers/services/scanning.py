"""Documents are looked at by a scanner of the installation before anything is kept."""

import logging
import subprocess

from django.conf import settings

logger = logging.getLogger(__name__)

CLEAN, FOUND = 0, 1
HARMFUL = "De virusscanner houdt dit bestand tegen. Er is niets bewaard; kijk het op uw eigen computer na."
NOT_SCANNED = (
    "Het bestand kon niet op virussen worden nagekeken en is niet bewaard. Probeer het later opnieuw."
)


def scan_fault(content: bytes) -> str:
    """What the scanner of ``SCAN_COMMAND`` says of a document, as a sentence; empty = clean, or no scanner is set.

    The command gets the document on its standard input. A command that is missing, ends otherwise or takes longer
    than ``SCAN_SECONDS`` lets nothing through.
    """
    if not settings.SCAN_COMMAND:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 -- the command of the installation, without a shell
            settings.SCAN_COMMAND,
            input=content,
            capture_output=True,
            timeout=settings.SCAN_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        logger.exception("De virusscanner gaf geen antwoord.")
        return NOT_SCANNED
    if done.returncode == CLEAN:
        return ""
    if done.returncode == FOUND:
        logger.warning("De virusscanner hield een document tegen.")
        return HARMFUL
    logger.error("De virusscanner eindigde met %s.", done.returncode)
    return NOT_SCANNED
