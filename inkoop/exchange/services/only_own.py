"""A file that a provider sent by itself holds declarations of that provider alone."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.models import ProviderDelivery
from inkoop.exchange.staging.tables import STAGE

DECLARED = "JW323"


def refuse_lines_of_others(cursor: Cursor, delivery: Delivery) -> None:
    """Raises BrokenFile when a staged row names another AGB-code than that of the provider who sent it."""
    own = _own_agb(delivery)
    if own is None:
        return
    cursor.execute(f"SELECT row_number, agb FROM {STAGE} WHERE agb <> %s ORDER BY row_number LIMIT 1", [own])
    if found := cursor.fetchone():
        raise BrokenFile(
            f"Rij {found[0]} noemt AGB-code {found[1]}. U levert aan voor {own}; haal regels van anderen weg."
        )


def refuse_message_of_another(delivery: Delivery, name: str, agb: str) -> None:
    """The same for a message, which may be a JW323 alone."""
    own = _own_agb(delivery)
    if own is None:
        return
    if name != DECLARED:
        raise BrokenFile(f"Dit is een {name}. In het portaal levert u declaraties aan, met een JW323.")
    if agb != own:
        raise BrokenFile(f"Het bericht is van AGB-code {agb or 'onbekend'}. U levert aan voor {own}.")


def _own_agb(delivery: Delivery) -> str | None:
    """None = not sent by a provider."""
    rows = ProviderDelivery.objects.filter(delivery=delivery.pk)
    return rows.values_list("provider__agb", flat=True).first()
