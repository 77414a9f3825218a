"""Contracts with their extensions, and the tariffs agreed in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import PRODUCTS, Product, tariff_in
from inkoop.demo.region.people import Provider

TENDERED = ("43", "46", "48")  # categories bought by aanbesteding
_YEARS = 3  # tariffs of the year after the last service month are agreed too


@dataclass(frozen=True, slots=True)
class Term:
    """The contract as it stands after a delivery."""

    delivery: int
    end: str
    options: str


@dataclass(frozen=True, slots=True)
class Contract:
    number: str
    form: str
    begin: str
    terms: tuple[Term, ...]
    notice: int
    products: tuple[Product, ...]

    def end_at(self, delivery: int) -> int:
        return max(days.ordinal(term.end) for term in self.terms if term.delivery <= delivery)


class Agreements:
    """The contracts of one provider; answers what a product costs in a month."""

    def __init__(self, provider: Provider, rng: Random) -> None:
        self._provider = provider
        self.contracts = list(self._draw(provider, rng))
        self._priced_years = {
            product.code: self._years(contract)
            for contract in self.contracts
            for product in contract.products
            if product.priced
        }

    def cents(self, product: Product, month: int) -> int | None:
        """The agreed tariff on the first day of the month."""
        if month < 0 or days.year_of(month) not in self._priced_years.get(product.code, ()):
            return None
        return tariff_in(product, self._provider.factor, days.year_of(month))

    def missing(self, category: str, month: int) -> list[Product]:
        """Products of the category that this provider has no tariff for."""
        return [
            product
            for product in PRODUCTS
            if product.category == category and product.priced and self.cents(product, month) is None
        ]

    def contract_rows(self) -> Iterator[tuple[int, str]]:
        served = " ".join(sorted(place.code for place in self._provider.municipalities))
        for contract in self.contracts:
            head = f"{contract.number};{self._provider.agb};{contract.form};{contract.begin}"
            codes = served if contract.form == "incidenteel" else ""
            for term in contract.terms:
                yield term.delivery, f"{head};{term.end};{term.options};{contract.notice};{codes}"

    def tariff_rows(self) -> Iterator[tuple[int, str]]:
        for contract in self.contracts:
            for year in self._years(contract):
                delivery = max(contract.terms[0].delivery, (year - days.first_year()) * 12 - 1)
                for product in contract.products:
                    if product.priced:
                        cents = tariff_in(product, self._provider.factor, year)
                        yield (
                            delivery,
                            f"{contract.number};{product.code};{year}-01-01;{year}-12-31;{cents};{product.unit}",
                        )

    def _years(self, contract: Contract) -> range:
        first = max(int(contract.begin[:4]), days.first_year())
        last = min(int(contract.terms[-1].end[:4]), days.first_year() + _YEARS)
        return range(first, last + 1)

    def _draw(self, provider: Provider, rng: Random) -> Iterator[Contract]:
        tendered = tuple(product for product in provider.products if product.category in TENDERED)
        others = tuple(product for product in provider.products if product.category not in TENDERED)
        if tendered:
            yield _tendered(provider, tendered)
        if others:
            yield _open_house(provider, others, rng)


def _tendered(provider: Provider, products: tuple[Product, ...]) -> Contract:
    begin, terms = _joined(provider) or (
        days.first_of(-12),
        (Term(0, days.last_of(35), "2x24"), Term(29, days.last_of(59), "1x24")),
    )
    return Contract(
        f"AB{provider.index + 1:05d}", "aanbesteding", begin, _until(provider, terms), 6, products
    )


def _open_house(provider: Provider, products: tuple[Product, ...], rng: Random) -> Contract:
    form = "incidenteel" if provider.segment == "overig" and rng.random() < 0.06 else "open_house"
    begin = rng.choice((days.first_of(0), days.first_of(-18)))
    yearly = (
        Term(0, days.last_of(11), "3x12"),
        Term(9, days.last_of(23), "2x12"),
        Term(21, days.last_of(35), "1x12"),
        Term(33, days.last_of(47), ""),
    )
    begin, terms = _joined(provider) or (begin, yearly)
    return Contract(f"OH{provider.index + 1:05d}", form, begin, _until(provider, terms), 3, products)


def _joined(provider: Provider) -> tuple[str, tuple[Term, ...]] | None:
    if not provider.joined:
        return None
    begin = days.month_start(provider.joined)
    end = days.add_months(begin, 36) - 1
    return days.iso(begin), (Term(provider.joined - 1, days.iso(end), "2x12"),)


def _until(provider: Provider, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """A provider that leaves has no term that ends later."""
    if provider.left is None:
        return terms
    end = days.iso(days.month_end(provider.left))
    kept = tuple(term for term in terms if term.end <= end)
    return kept or (Term(0, end, ""),)
