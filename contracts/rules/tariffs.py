"""Agreed tariffs: what a provider may charge a municipality for a code on a day."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from contracts.rules.codes import HOUR, MINUTE
from contracts.rules.facts import ContractVersion, Tariff
from contracts.rules.rounding import half_up

Row = TypeVar("Row", ContractVersion, Tariff)


class AgreedTariffs:
    """The tariffs as known at one peildatum; later deliveries do not exist for it.

    Of every contract number the newest received row counts, with its end including used options;
    of every tariff the newest received row of (contract, code, begin).
    """

    def __init__(
        self, contracts: Iterable[ContractVersion], tariffs: Iterable[Tariff], peildatum: date
    ) -> None:
        known = _newest((c for c in contracts if c.received_on <= peildatum), _contract_key)
        rows = _newest((t for t in tariffs if t.received_on <= peildatum), _tariff_key)
        self._offers = _by_provider_and_code(known, rows)
        self._found: dict[tuple[str, str, str, date], Tariff | None] = {}

    def agreed(self, agb: str, municipality: str, code: str, day: date) -> Tariff | None:
        """The tariff in force on ``day``; None when there is none.

        It lies inside a contract of the provider in force that day and open to the municipality
        (TR418). Two at once cannot be loaded; should they occur, the one that began last counts.
        """
        key = (agb, municipality, code, day)
        if key not in self._found:
            self._found[key] = self._search(*key)
        return self._found[key]

    def price(self, agb: str, municipality: str, code: str, day: date, unit: str | None) -> int | None:
        """Agreed tariff in cents per ``unit``; None without a tariff that day.

        Per minute against an hour tariff: the hour tariff / 60, rounded half up (IV081). Other
        differences of unit leave the tariff as it is.
        """
        tariff = self.agreed(agb, municipality, code, day)
        return None if tariff is None else price_per(tariff, unit)

    def _search(self, agb: str, municipality: str, code: str, day: date) -> Tariff | None:
        offers = self._offers.get((agb, code), ())
        valid = [offer.tariff for offer in offers if offer.holds(municipality, day)]
        return max(valid, key=lambda t: (t.begin, t.received_on, t.sequence), default=None)


def price_per(tariff: Tariff, unit: str | None) -> int:
    """Cents per ``unit`` of a tariff: rounded / 60 for minutes against an hour tariff (IV081)."""
    if is_minutes_against_hours(tariff, unit):
        return half_up(Fraction(tariff.cents, 60))
    return tariff.cents


def is_minutes_against_hours(tariff: Tariff, unit: str | None) -> bool:
    """True when minutes are declared or allocated and the tariff is per hour (IV081)."""
    return unit == MINUTE and tariff.unit == HOUR


@dataclass(frozen=True, slots=True)
class _Offer:
    contract: ContractVersion
    tariff: Tariff

    def holds(self, municipality: str, day: date) -> bool:
        return (
            _in_force(self.contract, day)
            and _in_force(self.tariff, day)
            and (not self.contract.municipalities or municipality in self.contract.municipalities)
        )


def _in_force(fact: ContractVersion | Tariff, day: date) -> bool:
    return fact.begin <= day and (fact.end is None or day <= fact.end)


def _contract_key(contract: ContractVersion) -> Hashable:
    return contract.number


def _tariff_key(tariff: Tariff) -> Hashable:
    return (tariff.contract, tariff.code, tariff.begin)


def _newest(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[Row]:
    """The newest received row of every key."""
    ordered = sorted(rows, key=lambda row: (row.received_on, row.sequence))
    return list({key(row): row for row in ordered}.values())


def _by_provider_and_code(
    contracts: list[ContractVersion], tariffs: list[Tariff]
) -> dict[tuple[str, str], list[_Offer]]:
    by_number = {contract.number: contract for contract in contracts}
    offers: dict[tuple[str, str], list[_Offer]] = defaultdict(list)
    for tariff in tariffs:
        contract = by_number.get(tariff.contract)
        if contract is not None:
            offers[contract.agb, tariff.code].append(_Offer(contract, tariff))
    return dict(offers)
