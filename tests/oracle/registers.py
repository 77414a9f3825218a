"""What is kept of every kind of delivery but declarations, and which of its rows are refused.

A row is refused when a field is malformed, when it ends before it begins, when it names a
municipality, provider, contract or allocation that was not received before, and when it would make
two tariffs hold on one day. Of a key delivered again the newest row counts, except of a version of
an IBP: that never changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from contracts.rules.allocations import Allocations
from contracts.rules.facts import (
    AllocationVersion,
    CareStop,
    ContractVersion,
    IbpVersion,
    ProductCode,
    Tariff,
)
from kpis.rules.snapshot import ProductCodeVersion, ProviderVersion
from tests.oracle.fields import Fields

NEVER_SETS = "aanbieder"  # a provider never sets an IBP itself


@dataclass
class Stamp:
    """When a row was received: the day, and its place among all rows of the region."""

    received_on: date
    sequence: int


@dataclass
class Registers:
    """All accepted rows so far."""

    municipalities: set[str] = field(default_factory=set)
    providers: list[ProviderVersion] = field(default_factory=list)
    product_codes: list[ProductCodeVersion] = field(default_factory=list)
    contracts: list[ContractVersion] = field(default_factory=list)
    tariffs: list[Tariff] = field(default_factory=list)
    allocations: list[AllocationVersion] = field(default_factory=list)
    stops: list[CareStop] = field(default_factory=list)
    ibps: list[IbpVersion] = field(default_factory=list)
    versions: Allocations = field(default_factory=Allocations)
    products: dict[str, ProductCode] = field(default_factory=dict)
    agbs: set[str] = field(default_factory=set)
    clients: dict[tuple[str, str], str] = field(default_factory=dict)  # of allocations
    current_contracts: dict[str, ContractVersion] = field(default_factory=dict)
    current_tariffs: dict[tuple[str, str, date], Tariff] = field(default_factory=dict)
    ibp_owners: dict[str, tuple[str, str]] = field(default_factory=dict)  # (municipality, client)
    ibp_versions: dict[tuple[str, int], IbpVersion] = field(default_factory=dict)

    def take(self, kind: str, row: Fields, stamp: Stamp) -> bool:
        """Keeps a row; False when it is refused."""
        if row.malformed:
            return False
        return TAKERS[kind](self, row, stamp)


def take_municipality(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    kept.municipalities.add(row["gemeentecode"])
    return True


def take_provider(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    kept.agbs.add(row["agb"])
    segment = row["segment"] or ""
    kept.providers.append(ProviderVersion(row["agb"], segment, stamp.received_on, stamp.sequence))
    return True


def take_product_code(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    weight = row["gewichtsklasse"]
    product = ProductCode(
        code=row["productcode"],
        category=row["productcategorie"],
        unit=row["eenheid"],
        care_form=row["zorgvorm"],
        weight_class=int(weight) if weight else None,
        extended=row["verlengd"] == "1",
    )
    kept.products[product.code] = product
    kept.product_codes.append(ProductCodeVersion(product, stamp.received_on, stamp.sequence))
    return True


def take_contract(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    served = frozenset(row["gemeentecodes"] or ())
    earlier = kept.current_contracts.get(row["contractnummer"])
    if row["agb"] not in kept.agbs or not served <= kept.municipalities:
        return False
    if ends_before(row["begin"], row["eind"]) or (earlier and earlier.agb != row["agb"]):
        return False
    contract = ContractVersion(
        number=row["contractnummer"],
        agb=row["agb"],
        begin=row["begin"],
        end=row["eind"],
        municipalities=served,
        received_on=stamp.received_on,
        sequence=stamp.sequence,
    )
    before = dict(kept.current_contracts)
    kept.current_contracts[contract.number] = contract
    if has_clash(kept, contract):
        kept.current_contracts = before
        return False
    kept.contracts.append(contract)
    return True


def has_clash(kept: Registers, contract: ContractVersion) -> bool:
    """True when a tariff in a contract clashes with one in another contract."""
    own = [tariff for tariff in kept.current_tariffs.values() if tariff.contract == contract.number]
    return any(clash(kept, tariff, other) for tariff in own for other in kept.current_tariffs.values())


def take_tariff(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    contract = kept.current_contracts.get(row["contractnummer"])
    if contract is None or row["productcode"] not in kept.products:
        return False
    if ends_before(row["begin"], row["eind"]):
        return False
    tariff = Tariff(
        contract=row["contractnummer"],
        code=row["productcode"],
        begin=row["begin"],
        end=row["eind"],
        cents=row["tarief"],
        unit=row["eenheid"],
        received_on=stamp.received_on,
        sequence=stamp.sequence,
    )
    if any(clash(kept, tariff, other) for other in kept.current_tariffs.values()):
        return False
    kept.current_tariffs[tariff_key(tariff)] = tariff
    kept.tariffs.append(tariff)
    return True


def tariff_key(tariff: Tariff) -> tuple[str, str, date]:
    return (tariff.contract, tariff.code, tariff.begin)


def clash(kept: Registers, tariff: Tariff, other: Tariff) -> bool:
    """True when two tariffs of another key hold for one provider, code, municipality and day.

    A tariff holds on the days of its own period that lie inside the term of its contract.
    """
    if tariff.code != other.code or tariff_key(tariff) == tariff_key(other):
        return False
    one, two = kept.current_contracts[tariff.contract], kept.current_contracts[other.contract]
    if one.agb != two.agb or not shares_municipality(one, two):
        return False
    begin = max(tariff.begin, other.begin)
    ends = [end for end in (tariff.end, other.end) if end]
    if one.number != two.number:
        begin = max(begin, one.begin, two.begin)
        ends += [end for end in (one.end, two.end) if end]
    return begin <= min(ends, default=date.max)


def shares_municipality(one: ContractVersion, two: ContractVersion) -> bool:
    if not one.municipalities or not two.municipalities:
        return True
    return bool(one.municipalities & two.municipalities)


def take_allocation(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    key = (row["gemeentecode"], row["toewijzingnummer"])
    if row["gemeentecode"] not in kept.municipalities or row["agb"] not in kept.agbs:
        return False
    if ends_before(row["ingangsdatum"], row["einddatum"]) or not is_complete(row):
        return False
    if kept.clients.setdefault(key, row["person"]) != row["person"]:
        return False
    version = AllocationVersion(
        municipality=row["gemeentecode"],
        number=row["toewijzingnummer"],
        client=row["person"],
        agb=row["agb"],
        category=row["productcategorie"],
        code=row["productcode"],
        issued_on=row["toewijzingsdatum"],
        issued_at=row["toewijzingstijd"] or time(0, 0),
        begin=row["ingangsdatum"],
        end=row["einddatum"],
        volume=row["volume"],
        unit=row["eenheid"],
        frequency=row["frequentie"],
        budget=row["budget"],
        reason=row["reden_wijziging"],
        received_on=stamp.received_on,
        sequence=stamp.sequence,
        birth_month=row["geboortemaand"],
        referrer=row["verwijzer"],
        team=row["team"],
    )
    kept.allocations.append(version)
    kept.versions.add(version)
    return True


def is_complete(row: Fields) -> bool:
    """Omvang is volume, unit and frequency together, or none of them; never beside a budget."""
    given = [row[name] is not None for name in ("volume", "eenheid", "frequentie")]
    return all(given) == any(given) and not (any(given) and row["budget"] is not None)


def take_ibp(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    municipality = row["gemeentecode"]
    clients = {kept.clients.get((municipality, number)) for number in row["toewijzingnummers"]}
    if None in clients or len(clients) > 1 or ends_before(row["ingangsdatum"], row["einddatum"]):
        return False
    if (row["vastgesteld_door"] or "").lower() == NEVER_SETS:
        return False
    version = to_ibp_version(row, stamp)
    key, owner = (version.ibp, version.version), (municipality, clients.pop() or "")
    if kept.ibp_owners.get(version.ibp, owner) != owner:
        return False
    if key in kept.ibp_versions:
        return is_same_ibp(kept.ibp_versions[key], version)
    kept.ibp_owners[version.ibp] = owner
    kept.ibp_versions[key] = version
    kept.ibps.append(version)
    return True


def to_ibp_version(row: Fields, stamp: Stamp) -> IbpVersion:
    return IbpVersion(
        ibp=row["ibp"],
        version=1 if row["versie"] is None else row["versie"],
        municipality=row["gemeentecode"],
        allocations=tuple(sorted(set(row["toewijzingnummers"]))),
        amount=row["bedrag"],
        begin=row["ingangsdatum"],
        end=row["einddatum"],
        set_by=row["vastgesteld_door"] or "",
        set_on=row["vastgesteld_op"] or row["ingangsdatum"],
        child_class=row["kindklasse"],
        system_class=row["systeemklasse"],
        received_on=stamp.received_on,
        sequence=stamp.sequence,
    )


def is_same_ibp(one: IbpVersion, other: IbpVersion) -> bool:
    """True when two deliveries of a version say the same; then the second changes nothing."""
    return replace(one, received_on=other.received_on, sequence=other.sequence) == other


def take_start(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    return (row["gemeentecode"], row["toewijzingnummer"]) in kept.clients


def take_stop(kept: Registers, row: Fields, stamp: Stamp) -> bool:
    municipality, number = row["gemeentecode"], row["toewijzingnummer"]
    if (municipality, number) not in kept.clients:
        return False
    kept.stops.append(
        CareStop(
            municipality=municipality,
            allocation=number,
            end=row["einddatum"],
            reason=row["reden"],
            received_on=stamp.received_on,
            sequence=stamp.sequence,
        )
    )
    return True


def ends_before(begin: date, end: date | None) -> bool:
    return end is not None and end < begin


TAKERS: Mapping[str, Callable[[Registers, Fields, Stamp], bool]] = {
    "gemeenten": take_municipality,
    "aanbieders": take_provider,
    "productcodes": take_product_code,
    "contracten": take_contract,
    "tarieven": take_tariff,
    "toewijzingen": take_allocation,
    "ibps": take_ibp,
    "starts": take_start,
    "stops": take_stop,
}
