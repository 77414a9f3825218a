"""Small regions drawn at random, lawful enough for the tables and odd enough for the rules."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from contracts.rules.facts import AllocationVersion, ContractVersion, IbpVersion, Line, Tariff
from contracts.rules.periods import last_of_month
from kpis.rules.snapshot import Ledger, ProviderVersion, SubmittedRow

FIRST, DAYS = date(2023, 11, 1), 800
CATEGORIES = ("45", "54", None)
CODES = ("45A04", "54B01", "54B02")
TIMES = (time(0, 0), time(9, 30))


@dataclass
class Draft:
    """Draws one region; every fact gets the next sequence, so later facts were loaded later."""

    rng: Random
    providers: list[ProviderVersion] = field(default_factory=list)
    contracts: list[ContractVersion] = field(default_factory=list)
    tariffs: list[Tariff] = field(default_factory=list)
    allocations: list[AllocationVersion] = field(default_factory=list)
    ibps: list[IbpVersion] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    refused: list[SubmittedRow] = field(default_factory=list)
    sequence: int = 0

    def day(self, first: date = FIRST, days: int = DAYS) -> date:
        return first + timedelta(days=self.rng.randrange(days))

    def next(self) -> int:
        self.sequence += 1
        return self.sequence

    def ledger(self) -> Ledger:
        accepted = [
            SubmittedRow(
                line.agb,
                line.municipality,
                line.declaration,
                line.reference,
                line.allocation,
                line.category,
                line.code,
                line.begin,
                line.declared_on,
                line.received_on,
                (),
            )
            for line in self.lines
        ]
        return Ledger(
            providers=self.providers,
            contracts=self.contracts,
            tariffs=self.tariffs,
            allocations=self.allocations,
            ibps=self.ibps,
            lines=self.lines,
            submitted=accepted + self.refused,
        )


def random_ledger(rng: Random) -> Ledger:
    """A region of a few providers in two municipalities, over about two years."""
    draft = Draft(rng)
    agbs = [f"9900000{n}" for n in range(rng.randint(1, 5))]
    for agb in agbs:
        draw_provider(draft, agb)
        for number in range(rng.randint(0, 2)):
            draw_contract(draft, agb, f"C{agb}-{number}")
    for number in range(rng.randint(1, 12)):
        draw_allocation(draft, agbs, str(1000 + number))
    for number in range(rng.randint(0, 3)):
        draw_ibp(draft, f"IBP-{number}")
    draw_declarations(draft)
    return draft.ledger()


def draw_provider(draft: Draft, agb: str) -> None:
    for received_on in (FIRST, draft.day())[: draft.rng.randint(1, 2)]:
        segment = draft.rng.choice(("groot", "groot", "overig"))
        draft.providers.append(ProviderVersion(agb, segment, received_on, draft.next()))


def draw_contract(draft: Draft, agb: str, number: str) -> None:
    """One or two versions of the contract, and tariffs of which some days have none or two (of two contracts)."""
    rng = draft.rng
    served = rng.choice((frozenset(), frozenset({"0363"}), frozenset({"0363", "0518"})))
    for received_on in sorted({FIRST, draft.day()})[: rng.randint(1, 2)]:
        begin = draft.day(date(2023, 1, 1), 500)
        end = None if rng.random() < 0.4 else begin + timedelta(days=rng.randrange(900))
        draft.contracts.append(ContractVersion(number, agb, begin, end, served, received_on, draft.next()))
    for code in rng.sample(CODES, rng.randint(1, 3)):
        draw_tariffs(draft, number, code)


def draw_tariffs(draft: Draft, contract: str, code: str) -> None:
    """Tariffs of one contract and code: periods that never overlap, with gaps; some are delivered again."""
    rng = draft.rng
    begin, received_on = draft.day(date(2023, 6, 1), 300), FIRST
    for _ in range(rng.randint(1, 3)):
        end = begin + timedelta(days=rng.randrange(400))
        unit = rng.choice(("01", "04", "04", "14"))
        tariff = Tariff(contract, code, begin, end, rng.randint(1, 9_999), unit, received_on, draft.next())
        draft.tariffs.append(tariff)
        if rng.random() < 0.3:
            again = replace(
                tariff, cents=rng.randint(1, 9_999), received_on=draft.day(), sequence=draft.next()
            )
            draft.tariffs.append(again)
        begin = end + timedelta(days=1 + rng.choice((0, 0, 0, 3, 45)))


def draw_allocation(draft: Draft, agbs: list[str], number: str) -> None:
    rng = draft.rng
    municipality, client = rng.choice(("0363", "0518")), f"kind-{rng.randrange(5)}"
    received_on = draft.day(days=500)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        begin = draft.day(days=600)
        draft.allocations.append(
            AllocationVersion(
                municipality=municipality,
                number=number,
                client=client,
                agb=rng.choice(agbs),
                category=rng.choice(CATEGORIES),
                code=rng.choice((*CODES, *CODES, None)),
                issued_on=draft.day(date(2023, 11, 1), 3),
                issued_at=rng.choice(TIMES),
                begin=begin,
                end=None if rng.random() < 0.3 else begin + timedelta(days=rng.randrange(400)),
                **draw_size(rng),
                reason=rng.choice((None, None, None, None, "04", "13")),
                received_on=received_on,
                sequence=draft.next(),
            )
        )
        received_on += timedelta(days=rng.randrange(200))


def draw_size(rng: Random) -> dict[str, Any]:
    nothing: dict[str, Any] = {"volume": None, "unit": None, "frequency": None, "budget": None}
    size = rng.random()
    if size < 0.1:
        return nothing
    if size < 0.25:
        return nothing | {"budget": rng.randrange(900_000)}
    unit, frequency = rng.choice(("01", "04", "14", "83")), rng.choice("1246")
    return nothing | {"volume": rng.randrange(200), "unit": unit, "frequency": frequency}


def draw_ibp(draft: Draft, name: str) -> None:
    """Versions of a ceiling over allocations of one municipality and one client."""
    rng = draft.rng
    first = rng.choice(draft.allocations)
    siblings = sorted(
        {
            other.number
            for other in draft.allocations
            if (other.municipality, other.client) == (first.municipality, first.client)
        }
    )
    known = [
        min(
            other.received_on
            for other in draft.allocations
            if (other.municipality, other.number) == (first.municipality, number)
        )
        for number in siblings
    ]
    received_on = max(known) + timedelta(days=rng.randrange(100))
    for version in range(1, rng.randint(2, 4)):
        begin = draft.day(days=250)
        draft.ibps.append(
            IbpVersion(
                ibp=name,
                version=version,
                municipality=first.municipality,
                allocations=tuple(rng.sample(siblings, rng.randint(1, len(siblings)))),
                amount=rng.choice((None, 0, 10_000, 50_000, 100_000, 400_000)),
                begin=begin,
                end=None if rng.random() < 0.3 else begin + timedelta(days=rng.randrange(900)),
                set_by=rng.choice(("gemeente", "verwijzer")),
                set_on=begin,
                child_class=rng.choice((None, "laag", "hoog")),
                system_class=rng.choice((None, "laag")),
                received_on=received_on,
                sequence=draft.next(),
            )
        )
        received_on += timedelta(days=rng.randrange(150))


def draw_declarations(draft: Draft) -> None:
    """Deliveries of one day each, with debits, credits of earlier debits, higher debits again, and refusals."""
    rng = draft.rng
    for delivery, offset in enumerate(sorted(rng.sample(range(60, DAYS), rng.randint(1, 8)))):
        received_on, sequence = FIRST + timedelta(days=offset), draft.next()
        known = [version for version in draft.allocations if version.received_on <= received_on]
        standing = [line for line in draft.lines if is_standing(line, draft.lines)]
        for debit in rng.sample(standing, min(len(standing), rng.randint(0, 3))):
            draw_credit(draft, debit, received_on, sequence, delivery)
        for _ in range(rng.randint(0, 25)):
            if known:
                draw_debit(draft, rng.choice(known), received_on, sequence, delivery)
            draw_refusal(draft, received_on, delivery)


def is_standing(line: Line, lines: list[Line]) -> bool:
    credited = {(other.agb, other.previous_reference) for other in lines if other.debit_credit == "C"}
    return line.debit_credit == "D" and (line.agb, line.reference) not in credited


def draw_debit(
    draft: Draft, version: AllocationVersion, received_on: date, sequence: int, delivery: int
) -> Line:
    rng = draft.rng
    begin = max(version.begin, received_on.replace(day=1) - timedelta(days=rng.randrange(200))).replace(day=1)
    begin = min(begin, received_on)
    agb = version.agb
    line = Line(
        agb=agb,
        municipality=version.municipality,
        declaration=f"D{version.municipality}{delivery}",
        declared_on=received_on,
        reference=f"R{len(draft.lines)}",
        previous_reference=None,
        client=version.client,
        allocation=version.number,
        category=version.category or "45",
        code=version.code or rng.choice(CODES),
        begin=begin,
        end=last_of_month(begin),
        volume=1,
        unit="04",
        tariff=100,
        amount=rng.choice((0, 1, 3_333, 10_000, rng.randrange(90_000))),
        debit_credit="D",
        received_on=received_on,
        sequence=sequence,
        row=len(draft.lines) + 1,
    )
    draft.lines.append(line)
    return line


def draw_credit(draft: Draft, debit: Line, received_on: date, sequence: int, delivery: int) -> None:
    """A credit, often followed by a debit of the same key with another amount."""
    common: dict[str, Any] = {
        "declaration": f"D{debit.municipality}{delivery}",
        "declared_on": received_on,
        "received_on": received_on,
        "sequence": sequence,
    }
    draft.lines.append(
        replace(
            debit,
            **common,
            reference=f"R{len(draft.lines)}",
            previous_reference=debit.reference,
            debit_credit="C",
            row=len(draft.lines) + 1,
        )
    )
    if draft.rng.random() < 0.6:
        amount = max(0, debit.amount + draft.rng.choice((-5, 0, 1, 700)))
        draft.lines.append(
            replace(
                debit, **common, amount=amount, reference=f"R{len(draft.lines)}", row=len(draft.lines) + 1
            )
        )


def draw_refusal(draft: Draft, received_on: date, delivery: int) -> None:
    rng = draft.rng
    if rng.random() < 0.8:
        return
    version = rng.choice(draft.allocations)
    begin = received_on.replace(day=1) - timedelta(days=rng.randrange(300))
    draft.refused.append(
        SubmittedRow(
            agb=rng.choice((version.agb, version.agb, "88888888", "")),
            municipality=rng.choice((version.municipality, "9999", "")),
            declaration=f"D{delivery}",
            reference=f"X{len(draft.refused)}",
            allocation=rng.choice((version.number, "onbekend", "")),
            category=rng.choice(("45", "54", "")),
            code=rng.choice((*CODES, "XXXXX", "")),
            begin=rng.choice((begin, begin, None)),
            declared_on=rng.choice((received_on, received_on, None)),
            received_on=received_on,
            codes=tuple(rng.sample(("0001", "0611", "9338", "9341"), rng.randint(1, 2))),
        )
    )
