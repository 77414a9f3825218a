"""A small region for the tests of messages, and how a message is delivered to it."""

from datetime import date

from django.db import connection

from inkoop.exchange.services import receive
from tests.ijw.cast import AGB, EVA, PLACE, TOM

RECEIVED = date(2026, 5, 7)
EARLIER = date(2026, 4, 2)

GROUND = {
    "gemeenten": f"gemeentecode;naam\n{PLACE};Aarveld\n",
    "aanbieders": f"agb;naam\n{AGB};Een\n",
    "productcodes": "productcode;productcategorie;eenheid\n45A03;45;04\n45A04;45;04\n",
    "contracten": f"contractnummer;agb;begin;eind\nC1;{AGB};2025-01-01;2027-12-31\n",
    "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid\nC1;45A03;2025-01-01;2027-12-31;1250;04\n",
    "toewijzingen": (
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;productcode;toewijzingsdatum;ingangsdatum;einddatum;"
        "volume;eenheid;frequentie\n"
        + "".join(
            f"{PLACE};{number};{bsn};{AGB};45;45A03;2026-01-01;2026-01-01;2026-12-31;100;04;4\n"
            for number, bsn in (("10072", TOM), ("10073", TOM), ("10074", EVA), ("10075", EVA))
        )
    ),
}


def lay_ground(folder):
    """One municipality, one provider, two youths with two allocations each: ten thousand and so many."""
    for kind, content in GROUND.items():
        path = folder / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        assert load(path, EARLIER).rows_refused == 0


def load(path, received_on=RECEIVED):
    """As if it were a transaction of its own: the temporary tables of the load before are taken away first."""
    forget_tables()
    return receive(path, received_on=received_on).delivery


def forget_tables():
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def counts(delivery):
    return delivery.status, delivery.rows_accepted, delivery.rows_refused
