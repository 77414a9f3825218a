"""Staging: from a delivered table of text to typed rows in the database, and findings about their form."""

from inkoop.exchange.staging.headers import check_header, detect_kind, listed
from inkoop.exchange.staging.stager import Progress, stage

__all__ = ["Progress", "check_header", "detect_kind", "listed", "stage"]
