"""A row of everything else that the admin lists."""

from datetime import date

from contracts.models import Lot, MunicipalExclusion, Procedure, ProductCode, RefusedLine, Shortage
from inkoop.base.choices import PrivacyKind
from inkoop.base.models import ClientRead, Finding, Parameter, PrivacyRecord, Team, User
from inkoop.exchange.models import LocalRule, Message
from kpis.models import Budget, Computation
from providers.models import CapacityReport, Contact, Evidence, Location, Subcontracting
from tests.desk.cast.figures import add_figures
from tests.desk.cast.ground import MONTHS, PEILDATUM, RECEIVED, Region, make_computation, make_delivery
from tests.desk.cast.people import person


def add_lists(made: Region, number: int, series: Computation) -> None:
    provider, origin = made.providers[number], {"delivery": made.delivery, "row_number": 100 + number}
    RefusedLine.objects.create(
        provider=provider,
        municipality=made.municipality,
        agb=provider.agb,
        declaration_number=f"D{number}",
        reference=f"X{number}",
        amount=5_000,
        debit_credit="D",
        codes=["0611", "9307"],
        received_on=RECEIVED,
        **origin,
    )
    Finding.objects.create(field="tarief", code="0611", cause="Niet het afgesproken tarief.", **origin)
    Team.objects.create(municipality=made.municipality, name=f"Team {number}")
    Parameter.objects.create(
        name=f"grens-{number}", value=1, valid_from=RECEIVED, reason="begin", author=person(f"auteur{number}")
    )
    Budget.objects.create(
        municipality=made.municipality,
        year=2040 + number,
        cents=100_000,
        set_on=RECEIVED,
        source="begroting",
        reason="vastgesteld",
    )
    PrivacyRecord.objects.create(
        kind=PrivacyKind.ACCESS, reason="verzoek", by=User.objects.get(username=f"auteur{number}")
    )
    ClientRead.objects.create(by=User.objects.get(username=f"auteur{number}"), subject="cliënten", path="/x/")
    make_computation(
        "ibp", made.delivery, status="bezig", fingerprint="", peildatum=date(2026, 1, number + 1)
    )
    make_delivery(f"kapot-{number}.csv", status="geweigerd", message="De kop klopt niet.")
    Message.objects.create(
        delivery=make_delivery(f"bericht-{number}.xml", is_trial=True, status="proef"),
        name="JW323",
        sender=provider.agb,
        receiver=made.municipality.code,
        identification=f"B{number}",
        dated_on=RECEIVED,
        kept_as=f"kluis-{number}",
    )
    LocalRule.objects.create(
        kind="geen start",
        effect="waarschuwing",
        explanation="Artikel 4.",
        valid_from=MONTHS[number],
        author=User.objects.get(username=f"auteur{number}"),
    )
    add_figures(made, number, series)


def add_register(made: Region, number: int) -> None:
    """What people keep: details of the provider, the catalogue, a procedure with a lot."""
    provider, product = made.providers[number], ProductCode.objects.get(code=f"H30{number}")
    Location.objects.create(provider=provider, name="Hoofdlocatie", city="Aardijk")
    Contact.objects.create(provider=provider, name=f"Contact {number}", email=f"contact{number}@zorg.example")
    Subcontracting.objects.create(
        provider=provider, name=f"Onderaannemer {number}", kvk=f"1234567{number}", begin=RECEIVED
    )
    CapacityReport.objects.create(
        provider=provider,
        product="verblijf",
        reported_on=RECEIVED,
        capacity=8,
        free=1,
        by=User.objects.get(username=f"auteur{number}"),
    )
    Evidence.objects.create(provider=provider, kind="kvk", issued_on=RECEIVED, expires_on=date(2025, 7, 10))
    MunicipalExclusion.objects.create(
        municipality=made.municipality, product_code=product, begin=PEILDATUM, reason="raadsbesluit"
    )
    Shortage.objects.create(product_code=product, begin=RECEIVED, reason="wachttijd van een half jaar")
    procedure = Procedure.objects.create(
        code=f"OH-{number}", title=f"Ronde {number}", form="open_house", begin=date(2026, 1, 1)
    )
    Lot.objects.create(procedure=procedure, number=1, name="regio")
