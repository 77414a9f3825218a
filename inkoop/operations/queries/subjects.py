"""Everything that is kept about some clients, found by following the relations between the tables.

Nothing names the tables one by one, so what is added later is found, shown and removed as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from contracts.models import Client
from inkoop.base.bsn import WEIGHTS
from inkoop.base.models import ClientRead
from inkoop.exchange.pseudonyms import pseudonym
from kpis.models import AllocationMonth

OVER = """
SELECT c.id FROM contracts_client c
WHERE NOT EXISTS (
        SELECT FROM contracts_declarationline l
        WHERE l.client_id = c.id AND (l."end" >= %(cutoff)s OR l.received_on >= %(cutoff)s))
    AND NOT EXISTS (
        SELECT FROM contracts_allocation a JOIN contracts_allocationversion v ON v.allocation_id = a.id
        WHERE a.client_id = c.id AND (coalesce(v."end", v.issued_on) >= %(cutoff)s OR v.received_on >= %(cutoff)s))
    AND NOT EXISTS (
        SELECT FROM contracts_allocation a JOIN contracts_carestart s ON s.allocation_id = a.id
        WHERE a.client_id = c.id AND s.begin >= %(cutoff)s)
    AND NOT EXISTS (
        SELECT FROM contracts_allocation a JOIN contracts_carestop s ON s.allocation_id = a.id
        WHERE a.client_id = c.id AND s."end" >= %(cutoff)s)
    AND NOT EXISTS (
        SELECT FROM contracts_ibp i JOIN contracts_ibpversion v ON v.ibp_id = i.id
        WHERE i.client_id = c.id AND (v."end" >= %(cutoff)s OR v.received_on >= %(cutoff)s))
    AND NOT EXISTS (SELECT FROM contracts_carerequest r WHERE r.client_id = c.id AND r.received_on >= %(cutoff)s)
ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one model that lead to clients along one path of relations."""

    model: type[Model]
    path: str

    def of(self, clients: Iterable[int]) -> QuerySet:
        """In no order, and more than once when several paths lead to a row."""
        return self.model._meta.base_manager.filter(**{f"{self.path}__in": list(clients)}).order_by()


def kinds() -> list[Kind]:
    """What leads to clients, what depends on others before them, the clients themselves last."""
    found = [Kind(AllocationMonth, "client_id"), *_leading_to(Client, ""), Kind(Client, "pk")]
    return list(dict.fromkeys(found))


def _leading_to(model: type[Model], path: str) -> Iterator[Kind]:
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        other, name = relation.related_model, relation.field.name
        if other is model or not relation.field.concrete:  # a correction of a line is of the same client
            continue
        there = f"{name}__{path}" if path else name
        yield from _leading_to(other, there)
        yield Kind(other, there)


def clients_over(cutoff: date) -> list[int]:
    """Clients of whom nothing reaches to the day or was received since. One query over all clients."""
    with connection.cursor() as cursor:
        cursor.execute(OVER, {"cutoff": cutoff})
        return [client for (client,) in cursor.fetchall()]


def find_client(text: str, *, key: str) -> Client:
    """By pseudonym, or by BSN, which is only held in memory. Raises Client.DoesNotExist."""
    bsn = text.isascii() and text.isdigit() and len(text) == len(WEIGHTS)
    return Client.objects.get(pseudonym=pseudonym(text, key=key.encode()) if bsn else text)


def everything_about(client: Client) -> dict[str, list[dict[str, Any]]]:
    """Per kind of data its rows, with names and codes as people read them; and when in which role it was looked at."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for kind in reversed(kinds()):
        name = str(kind.model._meta.verbose_name_plural)
        for row in kind.of([client.pk]).iterator(1_000):
            found.setdefault(name, {})[row.pk] = _readable(row)
    reads = ClientRead.objects.filter(subject=str(Client._meta.verbose_name_plural), object_id=str(client.pk))
    seen = [{"op": read.at, "in de rol van": read.roles} for read in reads]
    return {name: list(rows.values()) for name, rows in found.items()} | {"inzage door medewerkers": seen}


def _readable(row: Model) -> dict[str, Any]:
    return {
        str(field.verbose_name): _value(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def _value(row: Model, field: Field) -> Any:
    if field.is_relation:
        other = getattr(row, field.name)
        return None if other is None else str(other)
    display = getattr(row, f"get_{field.name}_display", None)
    return display() if display else getattr(row, field.attname)
