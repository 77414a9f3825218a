"""Proposals of providers as people read them: what it was, what it would be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.choices import ProposalKind
from contracts.models import ProviderProposal
from inkoop.base.dutch import long_date
from inkoop.base.models import Municipality
from providers.choices import ContactRole
from providers.models import Contact, Location

NAMES = {
    "name": "naam",
    "role": "waarvoor",
    "email": "e-mail",
    "phone": "telefoon",
    "branch": "vestigingsnummer",
    "street": "straat en nummer",
    "postcode": "postcode",
    "city": "plaats",
    "has_stay": "verblijf",
    "closed_on": "gesloten per",
    "kvk": "KvK-nummer",
    "is_self_employed": "zzp'er",
    "begin": "vanaf",
    "end": "tot en met",
    "add": "producten erbij",
    "remove": "producten eraf",
    "municipality_ids": "gemeenten",
}
NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One value. ``before`` None: nothing is replaced."""

    name: str
    before: str | None
    after: str


def changes_of(proposal: ProviderProposal) -> list[Change]:
    """At most two queries."""
    subject = _subject(proposal)
    return [
        Change(
            NAMES[name],
            None if subject is None else _written(name, getattr(subject, name)),
            _written(name, value),
        )
        for name, value in proposal.details.items()
    ]


def _subject(proposal: ProviderProposal) -> Any:
    models: dict[ProposalKind, Any] = {ProposalKind.CONTACT: Contact, ProposalKind.LOCATION: Location}
    model = models.get(ProposalKind(proposal.kind))
    if model is None or proposal.subject_id is None:
        return None
    return model.objects.filter(provider=proposal.provider_id, pk=proposal.subject_id).first()


def _written(name: str, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if name == "role":
        return str(ContactRole(value).label)
    if name in {"begin", "end", "closed_on"}:
        return long_date(value if isinstance(value, date) else date.fromisoformat(value))
    if name == "municipality_ids":
        found = Municipality.objects.filter(pk__in=value).order_by("name")
        return ", ".join(found.values_list("name", flat=True))
    return ", ".join(value) if isinstance(value, list) else str(value)
