"""What is known of a message while its products are judged, and what is found against them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from contracts.models import Allocation, AllocationVersion, Client, ProductCode
from contracts.retourcodes import RETOURCODES, Retourcode
from inkoop.base.models import Delivery, Finding, Municipality
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.pseudonyms import pseudonym
from providers.models import Provider

OF_THE_CLIENT = 0
"""The row number of a finding about the client; the products are numbered from 1."""

# A reason that the standard has no code for: a person must add the provider before the message can be answered.
UNKNOWN_PROVIDER = Retourcode(
    "afzender", "De aanbieder is niet bekend.", "Lever eerst de aanbieder aan en daarna dit bericht."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes to whom about which youth. The BSN goes no further than the pseudonym made of it.

    ``provider`` None = not known here; ``number`` of an allocation is unique within ``municipality``.
    """

    delivery: Delivery
    body: Node
    municipality: Municipality
    provider: Provider | None
    pseudonym: str

    @property
    def received_on(self) -> date:
        return self.delivery.received_on

    @property
    def dated_on(self) -> date:
        return date.fromisoformat(self.body.get("Header/BerichtIdentificatie/Dagtekening"))

    def in_force(self, allocations: Iterable[int] | None = None) -> list[AllocationVersion]:
        """The version in force, as known on the day of receipt, of each allocation of this youth and provider."""
        known = Allocation.objects.filter(municipality=self.municipality, client__pseudonym=self.pseudonym)
        if allocations is not None:
            known = known.filter(pk__in=allocations)
        versions = (
            AllocationVersion.objects.filter(allocation__in=known, received_on__lte=self.received_on)
            .select_related("allocation")
            .order_by("allocation_id", "-issued_on", "-issued_at", "-received_on", "-id")
            .distinct("allocation_id")
        )
        return [version for version in versions if version.provider_id == getattr(self.provider, "pk", None)]

    def by_number(self) -> dict[str, AllocationVersion]:
        return {version.allocation.number: version for version in self.in_force()}

    def client(self) -> Client:
        return Client.objects.get_or_create(pseudonym=self.pseudonym)[0]

    def origin(self, number: int) -> dict[str, Any]:
        return {"delivery": self.delivery, "row_number": number, "received_on": self.received_on}


def letter_of(delivery: Delivery, body: Node, *, municipality: str, provider: str) -> Letter:
    bsn = body.get("Client/Bsn")
    return Letter(
        delivery,
        body,
        Municipality.objects.get(code=municipality),
        Provider.objects.filter(agb=provider).first(),
        pseudonym(bsn, key=settings.PSEUDONYM_KEY.encode()) if bsn else "",
    )


def fits(category: str, code: str) -> bool:
    """TR381: the code stands in the product list, in that category. Without a code there is nothing to fit."""
    return not code or ProductCode.objects.filter(code=code, category_id=category).exists()


@dataclass
class Verdicts:
    """Findings per product, in the words of their retourcode."""

    delivery: Delivery
    found: list[Finding] = field(default_factory=list)

    def refuse(self, number: int, code: str, found: object = "", expected: object = "") -> None:
        self._add(number, code, RETOURCODES[code], found, expected)

    def refuse_unknown_provider(self, number: int, agb: str) -> None:
        self._add(number, "onbekende-aanbieder", UNKNOWN_PROVIDER, agb, "een bekende aanbieder")

    def _add(self, number: int, code: str, text: Retourcode, found: object, expected: object) -> None:
        self.found.append(
            Finding(
                delivery=self.delivery,
                row_number=number,
                field=text.field,
                code=code,
                cause=text.cause,
                found=str(found)[:200],
                expected=str(expected)[:200],
                next_step=text.next_step,
            )
        )

    def refused(self) -> set[int]:
        return {finding.row_number for finding in self.found}

    def counts(self, products: int, *, unchanged: int = 0) -> Counts:
        """Writes the findings down. What is wrong with the client refuses every product."""
        Finding.objects.bulk_create(self.found)
        refused = products if OF_THE_CLIENT in self.refused() else len(self.refused())
        return Counts(accepted=products - refused - unchanged, refused=refused, unchanged=unchanged)

    def whole(self) -> Counts:
        """Writes the findings down. The message is one thing, good or refused."""
        Finding.objects.bulk_create(self.found)
        refused = bool(self.found)
        return Counts(accepted=int(not refused), refused=int(refused))
