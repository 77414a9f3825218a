"""The log of reads of data about youths: who looked at what, in which role, and whether the log is whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from inkoop.base.choices import PrivacyKind, Role
from inkoop.base.models import ClientRead, PrivacyRecord
from inkoop.base.rules.chain import BEGIN, Anchor, Link, Outcome, verified

AT_ONCE = 5_000
SHOWN = 100
COLUMNS = "id, by_id, at, subject, object_id, path, roles, hash"

PURPOSES = {
    Role.CONTRACT_MANAGER: "contractbeheer, controle van declaraties en gesprekken met aanbieders",
    Role.MESSAGE_MANAGER: "verwerken en beantwoorden van berichten en aanleveringen",
    Role.MUNICIPALITY: "sturen op gebruik en kosten van de eigen gemeente",
    Role.TEAM: "volgen van de hulp die het team zelf toewees of naar verwees",
    Role.BOARD: "regionale sturing",
    Role.PROVIDER: "hulp en declaraties van de eigen aanbieder",
    Role.AUDITOR: "toezicht op rechtmatigheid",
    Role.ADMINISTRATOR: "technisch beheer",
}
"""Why somebody in a role looks at data of youths."""
NO_ROLE = "geen rol op dat moment"


@dataclass(frozen=True, slots=True)
class Sought:
    """What an auditor asks for; empty = all. ``before``: only rows with a lower number."""

    name: str = ""
    number: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


def reads(sought: Sought) -> QuerySet[ClientRead]:
    """The newest first, with who it was."""
    found = ClientRead.objects.select_related("by").order_by("-pk")
    if sought.name:
        found = found.filter(by__username__icontains=sought.name)
    if sought.number:
        found = found.filter(object_id=sought.number)
    if sought.first:
        found = found.filter(at__date__gte=sought.first)
    if sought.last:
        found = found.filter(at__date__lte=sought.last)
    return found.filter(pk__lt=sought.before) if sought.before else found


def purpose_of(roles: str) -> str:
    """Of roles as they are kept with a read."""
    known = [PURPOSES[Role(name)] for name in roles.split(", ") if name in Role.values]
    return "; ".join(known) or NO_ROLE


def check(*, known: Anchor | None = None) -> Outcome:
    """Walks the whole log, in memory a few thousand rows at a time; about ten seconds for a million rows."""
    return verified(_links(), start=removed_up_to(), known=known)


def removed_up_to() -> Anchor:
    """The last row that was removed because its term had passed."""
    kept = PrivacyRecord.objects.filter(
        kind=PrivacyKind.RETENTION, is_trial=False, outcome__reads_removed_to__isnull=False
    )
    newest = kept.order_by("-pk").values_list("outcome", flat=True).first()
    return Anchor(*newest["reads_removed_to"]) if newest else BEGIN


def newest() -> Anchor:
    """What to note elsewhere: later on the log must still hold this row."""
    row = ClientRead.objects.order_by("-pk").values_list("pk", "hash").first()
    return Anchor(*row) if row else BEGIN


def _links() -> Iterator[Link]:
    after = 0
    while rows := _page(after):
        for row in rows:
            yield Link(*row)
        after = rows[-1][0]


def _page(after: int) -> Sequence[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM base_clientread WHERE id > %s ORDER BY id LIMIT {AT_ONCE}", [after]
        )
        rows: Sequence[tuple] = cursor.fetchall()
        return rows
