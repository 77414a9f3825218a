"""Contracts under which nobody was helped in a calendar year: proposed, kept, dissolved."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from contracts.choices import ProcedureDecision
from contracts.models import (
    Allocation,
    Client,
    Contract,
    ContractVersion,
    Decision,
    Declaration,
    DeclarationLine,
    Shortage,
    Tariff,
)
from contracts.queries.procedures.use import unused_contracts
from contracts.queries.status import with_status
from contracts.services.decisions import approve
from contracts.services.procedures.use import keep, propose_dissolution
from inkoop.base.models import Municipality, Parameter
from providers.models import Provider, SurveyResult
from tests.contracts.procurement_cast import employee, make_product, make_provider, origin
from tests.contracts.test_open_house import refusal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
ON = date(2026, 5, 4)


def contract(number, *, products, form="open_house", begin=date(2024, 1, 1), end=None):
    provider = make_provider(number)
    made = Contract.objects.create(number=f"C{number}", provider=provider)
    ContractVersion.objects.create(
        contract=made, form=form, begin=begin, end=end, options="3x12", notice_months=6, **origin(number + 1)
    )
    for product in products:
        Tariff.objects.create(
            contract=made, product_code=product, begin=begin, cents=9000, unit="04", **origin()
        )
    return made


def declare(made, month, amount=10_000, *, credits_line=None, client="jeugdige"):
    municipality, _ = Municipality.objects.get_or_create(
        code="0001", defaults={"name": "Aardijk", "received_on": date(2024, 1, 2)}
    )
    youth, _ = Client.objects.get_or_create(pseudonym=client)
    allocation, _ = Allocation.objects.get_or_create(
        municipality=municipality, number=f"T{made.pk}-{client}", defaults={"client": youth}
    )
    place = DeclarationLine.objects.count() + 1
    declaration = Declaration.objects.create(
        provider=made.provider,
        municipality=municipality,
        number=f"D{place}",
        declared_on=month,
        period=month,
        delivery=origin()["delivery"],
        received_on=date(2025, 1, 1),
    )
    code = made.tariffs.order_by("product_code__code").first().product_code.code
    return DeclarationLine.objects.create(
        declaration=declaration,
        row_number=place,
        provider=made.provider,
        municipality=municipality,
        client=youth,
        allocation=allocation,
        declared_on=month,
        received_on=date(2025, 1, 1),
        month=month,
        begin=month,
        end=month,
        volume=1,
        tariff=amount,
        amount=amount,
        category="45",
        product_code=code,
        unit="04",
        debit_credit="C" if credits_line else "D",
        debit=credits_line,
        reference=f"R{place}",
    )


def listed(year=2025):
    return [(one.contract.number, one.kept_because) for one in unused_contracts(year, TODAY)]


def test_only_a_whole_year_without_net_declared_care_is_proposed():
    shared = make_product("H300")
    used, credited, silent, late, ended, tender, before = (
        contract(0, products=[shared]),
        contract(1, products=[shared]),
        contract(2, products=[shared]),
        contract(3, products=[shared], begin=date(2025, 2, 1)),
        contract(4, products=[shared], end=date(2026, 1, 31)),
        contract(5, products=[shared], form="aanbesteding"),
        contract(6, products=[shared]),
    )
    declare(used, date(2025, 12, 1))
    line = declare(credited, date(2025, 3, 1))
    declare(credited, date(2025, 3, 1), credits_line=line)
    declare(before, date(2024, 12, 1))
    assert listed() == [("C1", ""), ("C2", ""), ("C6", "")]
    assert {late.number, ended.number, tender.number, silent.number} == {"C3", "C4", "C5", "C2"}


def test_the_only_offer_and_a_shortage_keep_a_contract():
    shared, own, scarce = make_product("H300"), make_product("H301"), make_product("H302")
    contract(0, products=[shared, own])
    contract(1, products=[shared, scarce])
    contract(2, products=[shared, scarce])
    Shortage.objects.create(product_code=scarce, begin=date(2026, 1, 1), reason="wachttijd")
    assert listed() == [
        ("C0", "Niemand anders biedt H301."),
        ("C1", "Er is een tekort aan H302."),
        ("C2", "Er is een tekort aan H302."),
    ]
    Shortage.objects.update(end=date(2026, 5, 31))
    assert listed()[1] == ("C1", "")


def surveyed(made, end, answered, total, *, who="jeugdige", received_on=date(2026, 1, 5), row=1):
    begin = end.replace(month=end.month - 5, day=1)
    counts = {"invited": answered, "answered": answered, "total": total}
    SurveyResult.objects.create(
        provider=made.provider,
        begin=begin,
        end=end,
        question="nut",
        respondent=who,
        set_version=7,
        **counts,
        **(origin(row) | {"received_on": received_on}),
    )


def test_clients_who_are_satisfied_keep_a_contract():
    shared = make_product("H300")
    fond, cool, few, late = (contract(number, products=[shared]) for number in range(4))
    surveyed(fond, date(2024, 6, 30), 10, 60)
    surveyed(fond, date(2024, 12, 31), 6, 54)
    surveyed(fond, date(2024, 12, 31), 4, 20, who="ouder")
    surveyed(fond, date(2024, 12, 31), 4, 31, who="ouder", received_on=date(2026, 2, 1))
    surveyed(cool, date(2024, 12, 31), 100, 849)
    surveyed(few, date(2024, 12, 31), 9, 90)
    surveyed(late, date(2023, 12, 31), 10, 100)
    surveyed(late, date(2025, 6, 30), 10, 100, received_on=date(2026, 6, 2))
    assert listed() == [
        ("C0", "Cliënten geven gemiddeld een 8,5; vanaf 8,5 blijft een contract."),
        ("C1", ""),
        ("C2", ""),
        ("C3", ""),
    ]
    asked = {"contract": fond, "year": 2025, "on": ON, "reason": "x", "by": employee("chris")}
    assert refusal(propose_dissolution, **asked) == (
        "Dit contract blijft. Cliënten geven gemiddeld een 8,5; vanaf 8,5 blijft een contract."
    )
    Parameter.objects.create(name="kept_grade", value="8.6", valid_from=date(2026, 1, 1), reason="x")
    assert listed()[0] == ("C0", "")


def test_dissolving_ends_the_contract_and_bars_the_provider_for_two_years(monkeypatch):
    monkeypatch.setattr("contracts.services.procedures.use.timezone.localdate", lambda: TODAY)
    shared = make_product("H300")
    made, other = contract(0, products=[shared]), contract(1, products=[shared])
    declare(other, date(2025, 5, 1))
    user = employee("chris")
    asked = {"contract": made, "year": 2025, "on": ON, "reason": "geen cliënten in 2025", "by": user}
    proposal = propose_dissolution(**asked)
    assert [one.proposal for one in unused_contracts(2025, TODAY)] == [proposal]
    assert Provider.objects.get(pk=made.provider_id).excluded_until is None
    assert refusal(propose_dissolution, **asked) == "Er ligt al een voorstel om dit contract te ontbinden."
    user = employee("dirk")
    approve(decision=proposal, by=user, today=TODAY)
    decision = Decision.objects.get()
    assert (decision.kind, decision.year, decision.until) == (
        ProcedureDecision.DISSOLVE,
        2025,
        date(2028, 5, 4),
    )
    version = made.versions.order_by("-pk").first()
    assert (version.end, version.options, version.received_on, version.delivery.by) == (ON, "", TODAY, user)
    assert Provider.objects.get(pk=made.provider_id).excluded_until == date(2028, 5, 4)
    assert listed() == []
    listed_on_the_day = with_status(Contract.objects.filter(pk=made.pk), today=ON).get()
    assert (
        listed_on_the_day.status,
        with_status(Contract.objects.filter(pk=made.pk), today=TODAY).get().status,
    ) == (
        "lopend",
        "afgelopen",
    )
    assert refusal(propose_dissolution, contract=other, year=2025, on=ON, reason="x", by=user) == (
        "Dit contract is in 2025 gebruikt, liep niet het hele jaar of is al geëindigd."
    )


def test_a_contract_that_must_stay_is_not_dissolved_and_is_decided_about_once():
    own = make_product("H301")
    made = contract(0, products=[own])
    user = employee("chris")
    assert refusal(propose_dissolution, contract=made, year=2025, on=ON, reason="x", by=user) == (
        "Dit contract blijft. Niemand anders biedt H301."
    )
    keep(contract=made, year=2025, on=ON, reason="enige aanbieder", by=user)
    found = unused_contracts(2025, TODAY)
    assert [one.decision for one in found] == [Decision.objects.get()]
    assert refusal(keep, contract=made, year=2025, on=ON, reason="x", by=user) == "Over 2025 is al besloten."


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_three_contracts_as_for_one(django_assert_num_queries, rows):
    shared = make_product("H300")
    for number in range(rows):
        contract(number, products=[shared])
    with django_assert_num_queries(8):
        assert len(unused_contracts(2025, TODAY)) == rows


def test_what_is_dissolved_today_is_shown_as_ended_by_notice_until_its_last_day(monkeypatch):
    monkeypatch.setattr("contracts.services.procedures.use.timezone.localdate", lambda: TODAY)
    shared = make_product("H300")
    made, other = contract(0, products=[shared]), contract(1, products=[shared])
    declare(other, date(2025, 5, 1))
    proposal = propose_dissolution(
        contract=made, year=2025, on=TODAY, reason="geen cliënten", by=employee("chris")
    )
    approve(decision=proposal, by=employee("dirk"), today=TODAY)
    assert with_status(Contract.objects.filter(pk=made.pk), today=TODAY).get().status == "opgezegd"


def test_a_shortage_that_came_after_the_proposal_stops_the_dissolution(monkeypatch):
    monkeypatch.setattr("contracts.services.procedures.use.timezone.localdate", lambda: TODAY)
    shared = make_product("H300")
    made, _other = contract(0, products=[shared]), contract(1, products=[shared])
    proposal = propose_dissolution(
        contract=made, year=2025, on=ON, reason="geen cliënten", by=employee("chris")
    )
    Shortage.objects.create(product_code=shared, begin=date(2026, 1, 1), reason="wachttijd")
    with pytest.raises(ValidationError) as caught:
        approve(decision=proposal, by=employee("dirk"), today=TODAY)
    assert caught.value.messages == ["Dit contract blijft. Er is een tekort aan H300. Wijs het voorstel af."]
    assert Provider.objects.get(pk=made.provider_id).excluded_until is None
