"""A small region with as many rows of everything as a test asks for, and the people who look at it."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from django.contrib.auth.models import Group
from django.utils import timezone

from contracts.choices import ControlGround, ControlStep
from contracts.models import (
    Allocation,
    AllocationVersion,
    CareRequest,
    CareStart,
    CareStop,
    Client,
    Contract,
    ContractVersion,
    ControlPlan,
    Declaration,
    DeclarationLine,
    Ibp,
    IbpLink,
    IbpVersion,
    Lot,
    MunicipalExclusion,
    Procedure,
    ProductCode,
    RefusedLine,
    RequestDecision,
    RequestedProduct,
    Shortage,
    Tariff,
)
from contracts.services.control import draw_up_general_plan, draw_up_specific_plan, take_control_step
from inkoop.base.choices import PrivacyKind
from inkoop.base.models import (
    ClientRead,
    Delivery,
    Finding,
    Municipality,
    Parameter,
    PrivacyRecord,
    Team,
    User,
)
from inkoop.desk.roles import AUDITOR, CONTRACT_MANAGER, MESSAGE_MANAGER
from inkoop.exchange.models import LocalRule, Message
from kpis.models import Budget, Computation, IbpOverrunRate, IbpStatus, IndicatorValue, MonthValue, Signal
from providers.models import (
    CapacityReport,
    Contact,
    Evidence,
    Location,
    Provider,
    ProviderSegment,
    Subcontracting,
)

PEILDATUM = date(2025, 12, 31)
RECEIVED = date(2025, 1, 10)
WINDOW = (date(2024, 10, 1), date(2025, 9, 1))
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
AMOUNT = 100_000
CEILING = 900_000


def person(name: str, *roles: str, superuser: bool = False) -> User:
    user = User.objects.create_user(name, password="geheim-genoeg", is_staff=True, is_superuser=superuser)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def contract_manager() -> User:
    return person("connie", CONTRACT_MANAGER)


def message_manager() -> User:
    return person("berend", MESSAGE_MANAGER)


def auditor() -> User:
    return person("tineke", AUDITOR)


def outsider() -> User:
    """May log in and has no role: must see nothing."""
    return person("otto")


@dataclass
class Region:
    municipality: Municipality
    delivery: Delivery
    behaviour: Computation
    ibps: Computation
    providers: list[Provider] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    ceilings: list[Ibp] = field(default_factory=list)


def region(rows: int = 1) -> Region:
    """``rows`` of everything. The first provider has used twice what its first ceiling allows by December."""
    municipality = Municipality.objects.create(code="0001", name="Aardijk", received_on=RECEIVED)
    delivery = make_delivery("declaraties.csv")
    made = Region(
        municipality,
        delivery,
        make_computation("declaratiegedrag", delivery, window_from=WINDOW[0], window_to=WINDOW[1]),
        make_computation("ibp", delivery),
    )
    series = make_computation("maandreeks", delivery, window_from=WINDOW[0], window_to=WINDOW[1])
    for number in range(rows):
        _add_provider(made, number)
        _add_lists(made, number, series)
        _add_register(made, number)
    return made


def make_delivery(name: str, *, status: str = "geladen", **extra: object) -> Delivery:
    counts = {"rows_total": 4, "rows_accepted": 3, "rows_refused": 1, "rows_unchanged": 0}
    values = {"kind": "declaraties", "received_on": RECEIVED, "sha256": name.ljust(64, "0")}
    if status in {"geladen", "proef"}:
        values |= counts
    return Delivery.objects.create(file_name=name, status=status, **values | extra)


def make_computation(name: str, delivery: Delivery, **extra: object) -> Computation:
    values = {"peildatum": PEILDATUM, "status": "klaar", "fingerprint": "f", "finished_at": timezone.now()}
    return Computation.objects.create(name=name, newest_delivery=delivery, **values | extra)


def _add_provider(made: Region, number: int) -> None:
    origin = {"delivery": made.delivery, "row_number": number + 1, "received_on": RECEIVED}
    provider = Provider.objects.create(
        agb=f"9900000{number}", name=f"Zorggroep {number}", segment="overig", city="Aardijk", **origin
    )
    ProviderSegment.objects.create(provider=provider, segment="overig", **origin)
    product = ProductCode.objects.create(code=f"H30{number}", category_id="45", description="hulp", **origin)
    contract = Contract.objects.create(number=f"C{number}", provider=provider)
    ContractVersion.objects.create(
        contract=contract,
        form="open_house",
        begin=date(2024, 1, 1),
        end=date(2026, 12, 31),
        options="3x12",
        notice_months=6,
        **origin,
    )
    Tariff.objects.create(
        contract=contract, product_code=product, begin=date(2024, 1, 1), cents=7_500, unit="04", **origin
    )
    allocation = _add_allocation(made, provider, number)
    _add_ceiling(made, allocation, number)
    _add_lines(made, provider, allocation, number)
    made.providers.append(provider)


def _add_allocation(made: Region, provider: Provider, number: int) -> Allocation:
    origin = {"delivery": made.delivery, "row_number": number + 1, "received_on": RECEIVED}
    client = Client.objects.create(pseudonym=f"jeugdige-{number}")
    allocation = Allocation.objects.create(municipality=made.municipality, number=f"T{number}", client=client)
    AllocationVersion.objects.create(
        allocation=allocation,
        provider=provider,
        category="45",
        product_code=f"H30{number}",
        issued_on=date(2024, 12, 1),
        issued_at=time(12),
        begin=date(2025, 1, 1),
        end=date(2025, 12, 31),
        volume=20,
        unit="04",
        frequency="4",
        **origin,
    )
    CareStart.objects.create(allocation=allocation, begin=date(2025, 1, 1), **origin)
    CareStop.objects.create(allocation=allocation, end=date(2025, 12, 31), reason="31", **origin)
    _add_request(allocation, provider, number, origin)
    made.allocations.append(allocation)
    return allocation


def _add_request(allocation: Allocation, provider: Provider, number: int, origin: dict[str, object]) -> None:
    request = CareRequest.objects.create(
        kind="wijziging",
        municipality=allocation.municipality,
        provider=provider,
        client=allocation.client,
        reference=f"V{number}",
        dated_on=RECEIVED,
        reason="1",
        status="afgewezen",
        decided_on=RECEIVED,
        **origin,
    )
    RequestedProduct.objects.create(
        request=request,
        place=1,
        change="gewijzigd",
        allocation=allocation,
        begin=date(2025, 2, 1),
        budget=100,
    )
    RequestDecision.objects.create(
        request=request, status="afgewezen", decided_on=RECEIVED, refusal_reason="3"
    )


def _add_ceiling(made: Region, allocation: Allocation, number: int) -> None:
    ibp = Ibp.objects.create(code=f"IBP-{number}", municipality=made.municipality, client=allocation.client)
    version = IbpVersion.objects.create(
        ibp=ibp,
        version=1,
        amount=CEILING,
        begin=date(2025, 1, 1),
        end=date(2026, 6, 30),
        set_by="huisarts",
        delivery=made.delivery,
        row_number=number + 1,
        received_on=RECEIVED,
    )
    IbpLink.objects.create(ibp_version=version, allocation=allocation)
    made.ceilings.append(ibp)


def _add_lines(made: Region, provider: Provider, allocation: Allocation, number: int) -> None:
    for place, month in enumerate(MONTHS):
        declaration = Declaration.objects.create(
            provider=provider,
            municipality=made.municipality,
            number=f"D{number}-{place}",
            declared_on=month,
            period=month,
            delivery=made.delivery,
            received_on=RECEIVED,
        )
        DeclarationLine.objects.create(
            declaration=declaration,
            row_number=place + 1,
            provider=provider,
            municipality=made.municipality,
            client=allocation.client,
            allocation=allocation,
            declared_on=month,
            received_on=RECEIVED,
            month=month,
            begin=month,
            end=month,
            volume=20,
            tariff=7_500,
            amount=AMOUNT,
            category="45",
            product_code=f"H30{number}",
            unit="04",
            debit_credit="D",
            reference=f"R{number}-{place}",
        )


def _add_lists(made: Region, number: int, series: Computation) -> None:
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
    _add_figures(made, number, series)


def _add_register(made: Region, number: int) -> None:
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


def open_lines(*providers: Provider) -> ControlPlan:
    """The general plan of the region, and a specific plan that opens the lines of these providers."""
    today = timezone.localdate()
    by, adopts = person("opsteller", CONTRACT_MANAGER), person("vaststeller", CONTRACT_MANAGER)

    def go(plan: ControlPlan, *steps: ControlStep) -> None:
        for step in steps:
            take_control_step(plan=plan, step=step, on=today, note="stuk", by=adopts, today=today)

    general = draw_up_general_plan(name="Plan", risks="r", goal="g", begin=today, until=today, by=by)
    go(general, ControlStep.ADOPTED, ControlStep.PUBLISHED)
    for provider in providers:
        plan = draw_up_specific_plan(
            provider=provider,
            name="Plan",
            risks="r",
            goal="g",
            material="de cijfers gaven geen antwoord",
            ground=ControlGround.GOAL_MISSED,
            begin=today,
            until=today,
            by=by,
            today=today,
        )
        go(plan, ControlStep.ADOPTED, ControlStep.ANNOUNCED)
    return general


def _add_figures(made: Region, number: int, series: Computation) -> None:
    provider, ibp = made.providers[number], made.ceilings[number]
    for code, value in (("DG01", 1_200_000), ("DG02", 1), ("DG03", 1_200_000), ("DG04", Decimal("0.8"))):
        compared = (
            {"n_peers": 12, "median_peers": Decimal(600_000), "robust_z": Decimal(4)}
            if code == "DG03"
            else {}
        )
        IndicatorValue.objects.create(
            computation=made.behaviour,
            provider=provider,
            indicator=code,
            value=value,
            status="ok",
            signal=code == "DG03",
            **compared,
        )
    make_signal(made, provider)
    IbpStatus.objects.create(
        computation=made.ibps,
        ibp=ibp,
        version=ibp.versions.get(),
        municipality=made.municipality,
        provider_ids=[provider.pk],
        amount_original=CEILING,
        amount_current=CEILING,
        used=1_200_000,
        utilisation=Decimal("1.333333"),
        utilisation_original=Decimal("1.333333"),
        status="rood",
        month_80=date(2025, 8, 1),
        month_100=date(2025, 10, 1),
        overrun=300_000,
        overrun_original=300_000,
        elapsed=Decimal("0.67"),
    )
    IbpOverrunRate.objects.create(
        computation=made.ibps,
        dimension="aanbieder",
        key=provider.agb,
        provider=provider,
        window_from=WINDOW[0],
        window_to=WINDOW[1],
        ended=4,
        overrun=1,
        overrun_rate=Decimal("0.25"),
        overrun_sum=10_000,
        median_utilisation=Decimal("0.9"),
    )
    MonthValue.objects.create(
        computation=series,
        municipality=made.municipality,
        category=f"4{number}",
        month=MONTHS[0],
        clients=1,
        value=150_000,
        declared=AMOUNT,
        clients_without_invoice=0,
        value_without_invoice=0,
    )


def make_signal(made: Region, provider: Provider, **extra: object) -> Signal:
    values = {
        "indicator": "DG03",
        "value": Decimal(1_200_000),
        "median_peers": Decimal(600_000),
        "robust_z": Decimal(4),
        "reading": f"Kosten per cliënt van {provider.name} zijn veel hoger.",
        "cause": str(extra.get("indicator", "DG03"))[:4],
        "stake": 600_000,
    }
    return Signal.objects.create(
        provider=provider,
        rule="vergelijking",
        rule_version=1,
        window_from=WINDOW[0],
        window_to=WINDOW[1],
        first_seen_on=PEILDATUM,
        peildatum=PEILDATUM,
        computation=made.behaviour,
        newest_delivery=made.delivery,
        peer_group="segment overig, categorie 45",
        n_peers=12,
        threshold=Decimal("3.5"),
        direction="beide",
        **values | extra,
    )
