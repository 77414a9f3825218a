"""Giving a report out: frozen, numbered, and told to who subscribed."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from inkoop.base.models import Municipality, User
from inkoop.reports.choices import ReportKind
from inkoop.reports.content import Report, from_json, to_json
from inkoop.reports.models import Publication
from inkoop.reports.queries.sources import sources_at
from inkoop.reports.services.building import municipality_report, region_report
from inkoop.reports.services.mailing import tell_subscribers
from inkoop.reports.services.shielding import key_of, shield
from inkoop.reports.services.use_sections import REGION
from kpis.models import CareUse

LOCK_NUMBER = 8401


@transaction.atomic
def publish(*, municipality: Municipality | None, peildatum: date, note: str, by: User) -> Publication:
    """Freezes the report as it is now. The first mail about it goes out when it is committed.

    ``municipality`` None = the report of the region. Raises NothingComputed without figures.
    """
    report = municipality_report(municipality, peildatum) if municipality else region_report(peildatum)
    content = {"report": to_json(report), **_figures(municipality, peildatum)}
    kind = ReportKind.MUNICIPALITY if municipality else ReportKind.REGION
    publication = Publication.objects.create(
        kind=kind,
        municipality=municipality,
        year=peildatum.year,
        number=_next_number(kind, municipality, peildatum.year),
        peildatum=peildatum,
        content=content,
        sha256=fingerprint(content),
        note=note,
        by=by,
    )
    transaction.on_commit(lambda: tell_subscribers(publication.pk), robust=True)
    return publication


def frozen(publication: Publication) -> Report:
    """The report as it was given out."""
    return from_json(publication.content["report"])


def fingerprint(content: dict[str, Any]) -> str:
    """Of the canonical JSON: keys sorted, no spaces."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _figures(municipality: Municipality | None, peildatum: date) -> dict[str, Any]:
    """Which rows of the use of care it rests on and which of them it hides, for later publications to reckon with."""
    use = sources_at(peildatum).use
    code = municipality.code if municipality else REGION
    rows = CareUse.objects.filter(computation=use, municipality_code=code)
    hidden = shield(use) if use else set()
    return {
        "use": [[*key_of(row), row.clients, row.declared] for row in rows],
        "hidden": sorted([*key] for key in hidden if key[0] == code),
    }


def _next_number(kind: ReportKind, municipality: Municipality | None, year: int) -> int:
    """Two at once get two numbers: the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_NUMBER, year])
    earlier = Publication.objects.filter(kind=kind, municipality=municipality, year=year)
    newest: int | None = earlier.aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1
