"""What one provider of the small region has: contract, allocations, ceilings, lines."""

from datetime import date, time

from contracts.models import (
    Allocation,
    AllocationVersion,
    CareRequest,
    CareStart,
    CareStop,
    Client,
    Contract,
    ContractVersion,
    Declaration,
    DeclarationLine,
    Ibp,
    IbpLink,
    IbpVersion,
    ProductCode,
    RequestDecision,
    RequestedProduct,
    Tariff,
)
from providers.models import Provider, ProviderSegment
from tests.desk.cast.ground import AMOUNT, CEILING, MONTHS, RECEIVED, Region


def add_provider(made: Region, number: int) -> None:
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
