"""A PDF made in the background: asked for, made by a worker, fetched by who asked. Kept for an hour, in the cache."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache

from inkoop.base.models import Municipality, User
from inkoop.reports.content import Report
from inkoop.reports.files import as_pdf
from inkoop.reports.models import Publication
from inkoop.reports.services.building import NothingComputed, municipality_report, region_report
from inkoop.reports.services.publishing import frozen

KEPT = timedelta(hours=1)
WAITING, RUNNING, DONE, FAILED = "wacht", "bezig", "klaar", "mislukt"


@dataclass(frozen=True)
class Paper:
    """``of``: a municipality code, empty for the region; ``edition`` None = not an edition.

    ``done`` of ``total`` parts are there.
    """

    by: int
    of: str
    peildatum: str
    edition: int | None
    name: str
    reference: str
    state: str = WAITING
    done: int = 0
    total: int = 0
    why: str = ""

    @property
    def is_ready(self) -> bool:
        return self.state == DONE

    @property
    def has_ended(self) -> bool:
        return self.state in {DONE, FAILED}


def ask_paper(
    *, municipality: Municipality | None, peildatum: date, edition: Publication | None, by: User
) -> str:
    """Notes what is asked; returns the key by which a worker makes it and ``by`` fetches it."""
    place = municipality.code if municipality else ""
    if edition:
        name, reference = f"{edition.kind}-{edition.year}-{edition.number}", str(edition)
    else:
        name, reference = f"{place or 'regio'}-{peildatum}", "concept"
    key = secrets.token_urlsafe(16)
    _keep(key, Paper(by.pk, place, peildatum.isoformat(), edition.pk if edition else None, name, reference))
    return key


def paper_of(key: str, user: User) -> Paper | None:
    """None = not asked by this user, or too long ago."""
    found = _paper(key)
    return found if found and found.by == user.pk else None


def content_of(key: str) -> bytes | None:
    found: bytes | None = cache.get(_file_key(key))
    return found


def make_paper(key: str) -> bool:
    """False = nobody waits for it any more. What goes wrong is told on the page."""
    paper = _paper(key)
    if paper is None or paper.has_ended:
        return False
    try:
        report = _report(paper)
    except NothingComputed as error:
        _keep(key, replace(paper, state=FAILED, why=str(error)))
        return True
    total = len(report.sections) + 1
    content = as_pdf(report, paper.reference, told=_telling(key, paper, total))
    cache.set(_file_key(key), content, KEPT.total_seconds())
    _keep(key, replace(paper, state=DONE, done=total, total=total))
    return True


def _telling(key: str, paper: Paper, total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        _keep(key, replace(paper, state=RUNNING, done=done, total=total))

    return tell


def _report(paper: Paper) -> Report:
    if paper.edition is not None:
        return frozen(Publication.objects.get(pk=paper.edition))
    peildatum = date.fromisoformat(paper.peildatum)
    if paper.of:
        return municipality_report(Municipality.objects.get(code=paper.of), peildatum)
    return region_report(peildatum)


def _keep(key: str, paper: Paper) -> None:
    cache.set(_paper_key(key), asdict(paper), KEPT.total_seconds())


def _paper(key: str) -> Paper | None:
    kept: dict[str, Any] | None = cache.get(_paper_key(key))
    return Paper(**kept) if kept else None


def _paper_key(key: str) -> str:
    return f"paper-{key}"


def _file_key(key: str) -> str:
    return f"paper-file-{key}"
