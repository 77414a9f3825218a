"""Messages that were received in the small region of iJw, and the rules that a region may set."""

from datetime import date

from inkoop.exchange.models import LocalRule, Message
from tests.desk.cast import person
from tests.ijw.cast import EVA, TOM, declaration, line
from tests.ijw.ground import RECEIVED, lay_ground, load

__all__ = ["RECEIVED", "WRONG_TARIFF", "lay_ground", "load", "message_of", "received", "rule"]

WRONG_TARIFF = {"ProductTarief": "1300", "Bedrag": "5200"}
"""4 hours at 13.00, where 12.50 was agreed."""


def message_of(delivery):
    return Message.objects.select_related("delivery").get(delivery=delivery)


def received(folder, *, number=1, clients=None, received_on=RECEIVED, **changes):
    """A JW323 with two lines at the agreed tariff and one that is not, of two clients; refused is row 2."""
    names = {"identification": f"B{number}", "number": f"DN{number:03}"} | changes
    clients = clients or {
        TOM: [line(f"R{number}1"), line(f"R{number}2", ToewijzingNummer="10073", **WRONG_TARIFF)],
        EVA: [line(f"R{number}3", ToewijzingNummer="10074")],
    }
    path = declaration(folder / f"bericht-{number}.xml", clients, **names)
    return message_of(load(path, received_on))


def rule(kind, *, effect="waarschuwing", **changes):
    values = {"threshold": None, "explanation": "Artikel 4 van het contract.", "valid_from": date(2026, 1, 1)}
    author = changes.pop("author", None) or person(f"auteur-{kind}-{LocalRule.objects.count()}")
    return LocalRule.objects.create(kind=kind, effect=effect, author=author, **values | changes)
