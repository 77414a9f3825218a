"""Writes the plain facts of the rules into the tables, so that SQL and rules see the same region.

Nothing is judged here: the lines of a ledger are accepted, its submitted rows with codes are refused.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from contracts import models
from contracts.rules.facts import Line
from inkoop.base.models import Delivery, Municipality, Team
from kpis.rules.snapshot import Ledger, SubmittedRow
from providers.models import Provider, ProviderSegment


class Tables:
    """Writes ledgers; keeps the rows that later facts point to."""

    def __init__(self) -> None:
        self.municipalities: dict[str, Municipality] = {}
        self.providers: dict[str, Provider] = {}
        self.codes: dict[str, models.ProductCode] = {}
        self.clients: dict[str, models.Client] = {}
        self.contracts: dict[str, models.Contract] = {}
        self.allocations: dict[tuple[str, str], models.Allocation] = {}
        self.ibps: dict[str, models.Ibp] = {}
        self.lines: dict[tuple[str, str], models.DeclarationLine] = {}
        self._deliveries: dict[tuple[str, date, int], Delivery] = {}
        self._rows: dict[int, int] = defaultdict(int)

    def write(self, ledger: Ledger) -> None:
        """Adds all facts of a ledger, in the order in which they were received."""
        self._write_municipalities(ledger)
        self._write_providers(ledger)
        self._write_codes(ledger)
        self._write_contracts(ledger)
        self._write_tariffs(ledger)
        self._write_allocations(ledger)
        self._write_ibps(ledger)
        self._write_lines(ledger)

    def received(self, kind: str, fact: Any, sequence: int = 0) -> dict[str, Any]:
        """Delivery, row number and day of a fact; facts of one kind, day and sequence share a delivery."""
        key = (kind, fact.received_on, sequence)
        if key not in self._deliveries:
            self._deliveries[key] = Delivery.objects.create(
                kind=kind,
                file_name=f"{kind}.csv",
                sha256=f"{len(self._deliveries):064}",
                received_on=fact.received_on,
                status="geladen",
                rows_total=0,
                rows_accepted=0,
                rows_refused=0,
                rows_unchanged=0,
            )
        delivery = self._deliveries[key]
        self._rows[delivery.pk] += 1
        return {"delivery": delivery, "row_number": self._rows[delivery.pk], "received_on": fact.received_on}

    def _write_municipalities(self, ledger: Ledger) -> None:
        codes = {version.municipality for version in ledger.allocations}
        codes |= {code for contract in ledger.contracts for code in contract.municipalities}
        for code in sorted(codes - set(self.municipalities)):
            self.municipalities[code] = Municipality.objects.create(
                code=code, name=code, received_on=date(2000, 1, 1)
            )

    def _write_providers(self, ledger: Ledger) -> None:
        for fact in in_order(ledger.providers):
            received = self.received("aanbieders", fact)
            if fact.agb not in self.providers:
                self.providers[fact.agb] = Provider.objects.create(
                    agb=fact.agb, name=fact.agb, segment=fact.segment, **received
                )
            ProviderSegment.objects.update_or_create(
                provider=self.providers[fact.agb],
                delivery=received["delivery"],
                defaults={"segment": fact.segment, **received},
            )

    def _write_codes(self, ledger: Ledger) -> None:
        for fact in in_order(ledger.product_codes):
            product = fact.product_code
            self.codes[product.code], _ = models.ProductCode.objects.update_or_create(
                code=product.code,
                defaults={
                    "category_id": product.category,
                    "unit": product.unit or "",
                    "care_form": product.care_form or "",
                    "weight_class": product.weight_class,
                    "extended": product.extended,
                    **self.received("productcodes", fact),
                },
            )

    def _code(self, code: str) -> models.ProductCode:
        if code not in self.codes:
            delivery = self.received("productcodes", FirstDay)
            self.codes[code] = models.ProductCode.objects.create(code=code, category_id="45", **delivery)
        return self.codes[code]

    def _write_contracts(self, ledger: Ledger) -> None:
        for fact in in_order(ledger.contracts):
            contract = self._contract(fact.number, fact.agb)
            models.ContractVersion.objects.create(
                contract=contract,
                form="open_house",
                begin=fact.begin,
                end=fact.end,
                municipality_ids=[self.municipalities[code].pk for code in sorted(fact.municipalities)],
                **self.received("contracten", fact),
            )

    def _contract(self, number: str, agb: str) -> models.Contract:
        if number not in self.contracts:
            self.contracts[number] = models.Contract.objects.create(
                number=number, provider=self.providers[agb]
            )
        return self.contracts[number]

    def _write_tariffs(self, ledger: Ledger) -> None:
        for fact in in_order(ledger.tariffs):
            key = {"contract": self.contracts[fact.contract], "product_code": self._code(fact.code)}
            earlier = models.Tariff.objects.filter(**key, begin=fact.begin, superseded_on=None)
            earlier.update(superseded_on=fact.received_on)
            models.Tariff.objects.create(
                **key,
                begin=fact.begin,
                end=fact.end,
                cents=fact.cents,
                unit=fact.unit,
                **self.received("tarieven", fact),
            )

    def _write_allocations(self, ledger: Ledger) -> None:
        facts = in_order(ledger.allocations)
        for fact in facts:
            self._allocation(fact.municipality, fact.number, fact.client)
        models.AllocationVersion.objects.bulk_create(
            models.AllocationVersion(
                allocation=self.allocations[fact.municipality, fact.number],
                provider=self.providers[fact.agb],
                category=fact.category or "",
                product_code=fact.code or "",
                issued_on=fact.issued_on,
                issued_at=fact.issued_at,
                begin=fact.begin,
                end=fact.end,
                volume=fact.volume,
                unit=fact.unit or "",
                frequency=fact.frequency or "",
                budget=fact.budget,
                reason=fact.reason or "",
                referrer_type=fact.referrer or "",
                referrer_name=fact.referrer_name or "",
                team=self._team(fact.municipality, fact.team),
                **self.received("toewijzingen", fact),
            )
            for fact in facts
        )

    def _team(self, municipality: str, name: str | None) -> Team | None:
        place = self.municipalities[municipality]
        return Team.objects.get_or_create(municipality=place, name=name)[0] if name else None

    def _allocation(self, municipality: str, number: str, client: str) -> None:
        if (municipality, number) not in self.allocations:
            if client not in self.clients:
                self.clients[client] = models.Client.objects.create(pseudonym=client)
            self.allocations[municipality, number] = models.Allocation.objects.create(
                municipality=self.municipalities[municipality], number=number, client=self.clients[client]
            )

    def _write_ibps(self, ledger: Ledger) -> None:
        for fact in in_order(ledger.ibps):
            linked = [
                self.allocations[fact.municipality, number] for number in dict.fromkeys(fact.allocations)
            ]
            if fact.ibp not in self.ibps:
                self.ibps[fact.ibp] = models.Ibp.objects.create(
                    code=fact.ibp,
                    municipality=self.municipalities[fact.municipality],
                    client=linked[0].client,
                )
            version = models.IbpVersion.objects.create(
                ibp=self.ibps[fact.ibp],
                version=fact.version,
                amount=fact.amount,
                begin=fact.begin,
                end=fact.end,
                set_by=fact.set_by,
                set_on=fact.set_on,
                child_class=fact.child_class or "",
                system_class=fact.system_class or "",
                **self.received("ibps", fact),
            )
            models.IbpLink.objects.bulk_create(
                models.IbpLink(ibp_version=version, allocation=allocation) for allocation in linked
            )

    def _write_lines(self, ledger: Ledger) -> None:
        """Debits before credits, which point to them; a delivery is known by its day and sequence."""
        declarations: dict[tuple[str, str], models.Declaration] = {}
        lines = sorted(ledger.lines, key=lambda line: (line.received_on, line.sequence))
        for line in lines:
            self.received("declaraties", line, line.sequence)  # deliveries get their ids in order
        for kind in "DC":
            chosen = [line for line in lines if line.debit_credit == kind]
            rows = [self._line(line, declarations) for line in chosen]
            models.DeclarationLine.objects.bulk_create(rows, batch_size=5_000)
            self.lines |= {(line.agb, line.reference): row for line, row in zip(chosen, rows, strict=True)}
        models.RefusedLine.objects.bulk_create(
            [self._refused(row) for row in ledger.submitted if row.codes], batch_size=5_000
        )

    def _line(
        self, line: Line, declarations: dict[tuple[str, str], models.Declaration]
    ) -> models.DeclarationLine:
        received = self.received("declaraties", line, line.sequence)
        key = (line.agb, line.declaration)
        if key not in declarations:
            declarations[key] = models.Declaration.objects.create(
                provider=self.providers[line.agb],
                municipality=self.municipalities[line.municipality],
                number=line.declaration,
                declared_on=line.declared_on,
                delivery=received["delivery"],
                received_on=line.received_on,
            )
        allocation = self.allocations[line.municipality, line.allocation]
        return models.DeclarationLine(
            declaration=declarations[key],
            row_number=line.row,
            provider=self.providers[line.agb],
            municipality=self.municipalities[line.municipality],
            client_id=allocation.client_id,
            allocation=allocation,
            declared_on=line.declared_on,
            received_on=line.received_on,
            month=line.begin.replace(day=1),
            begin=line.begin,
            end=line.end,
            volume=line.volume,
            tariff=line.tariff,
            amount=line.amount,
            debit=self.lines[line.agb, line.previous_reference or ""] if line.debit_credit == "C" else None,
            category=line.category,
            product_code=line.code,
            unit=line.unit,
            debit_credit=line.debit_credit,
            reference=line.reference,
        )

    def _refused(self, row: SubmittedRow) -> models.RefusedLine:
        return models.RefusedLine(
            provider=self.providers.get(row.agb),
            municipality=self.municipalities.get(row.municipality),
            municipality_code=row.municipality,
            agb=row.agb,
            declaration_number=row.declaration,
            declared_on=row.declared_on,
            reference=row.reference,
            allocation_number=row.allocation,
            category=row.category,
            product_code=row.code,
            month=row.service_month,
            codes=sorted(set(row.codes)),
            **self.received("declaraties", row, -1),
        )


class FirstDay:
    """A fact that was there before everything else."""

    received_on = date(2000, 1, 1)


def in_order(facts: Iterable[Any]) -> list[Any]:
    """Facts in the order in which they were received."""
    return sorted(facts, key=lambda fact: (fact.received_on, fact.sequence))
