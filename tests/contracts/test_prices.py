"""Prices by hand: proposed by one person, approved by another, laid over what was agreed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import ProcurementForm
from contracts.models import Contract, MunicipalExclusion, PriceDecision, Tariff
from contracts.queries.exclusions import exclusions_within
from contracts.rules.prices import Priced, first_later, remainders
from contracts.rules.terms import Terms
from contracts.services import decisions
from contracts.services.prices import Price, approve_prices, propose_prices
from inkoop.base.models import Municipality
from tests.contracts.procurement_cast import employee, make_product, make_provider, origin
from tests.contracts.test_use import contract

TODAY = date(2026, 6, 1)
DAY = date(2026, 1, 1)
JULY = date(2026, 7, 1)
spans = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))


def priced(span, cents):
    begin = DAY + timedelta(span[0])
    return Priced(begin, None if span[1] is None else begin + timedelta(span[1]), cents, "04")


def price_on(pieces, day):
    return [one.cents for one in pieces if one.begin <= day <= one.last]


@given(spans, spans)
def test_a_price_counts_on_its_own_days_and_leaves_every_other_day_as_it_was(old_span, new_span):
    old, new = priced(old_span, 1), priced(new_span, 2)
    pieces = [*remainders(old, new), new]
    for step in range(125):
        day = DAY + timedelta(step)
        expected = [2] if new.begin <= day <= new.last else price_on([old], day)
        assert price_on(pieces, day) == expected


@given(st.lists(spans, max_size=4), spans)
def test_an_open_ended_price_names_the_first_later_one(agreed, new_span):
    listed, new = [priced(span, 1) for span in agreed], priced(new_span, 2)
    later = [one.begin for one in listed if one.begin > new.begin]
    found = first_later(listed, new)
    assert (found.begin if found else None) == (min(later) if later and new.end is None else None)


def ask(found, *prices, by, reason="Afgesproken in het overleg."):
    return propose_prices(contract=found, prices=prices, reason=reason, decided_on=TODAY, by=by, today=TODAY)


def fault(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return " ".join(caught.value.messages)


def current(found):
    rows = Tariff.objects.filter(contract=found, superseded_on=None).order_by("begin")
    return [(one.product_code.code, one.begin, one.end, one.cents) for one in rows]


@pytest.mark.django_db
def test_another_price_from_a_day_on_holds_once_another_person_approves_it():
    product = make_product("H300")
    made, chris, dirk = contract(0, products=[product]), employee("chris"), employee("dirk")
    begin = date(2024, 1, 1)
    proposal = ask(made, Price(product, JULY, None, 9500, "04"), by=chris)
    assert current(made) == [("H300", begin, None, 9000)]
    assert fault(approve_prices, decision=proposal, by=chris, today=TODAY) == (
        "U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af."
    )
    delivery = approve_prices(decision=proposal, by=dirk, today=TODAY, reason="Akkoord.")
    assert (delivery.kind, delivery.rows_accepted, delivery.received_on, delivery.is_decision) == (
        "tarieven",
        2,
        TODAY,
        True,
    )
    assert current(made) == [
        ("H300", begin, date(2026, 6, 30), 9000),
        ("H300", JULY, None, 9500),
    ]
    assert Tariff.objects.get(superseded_on=TODAY).end is None
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by, proposal.settle_reason) == ("vastgesteld", dirk, "Akkoord.")
    event = PriceDecision.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert event.pgh_context.metadata == {"user": dirk.pk, "reason": "Afgesproken in het overleg."}
    assert fault(approve_prices, decision=proposal, by=dirk, today=TODAY) == "Dit voorstel is al vastgesteld."


@pytest.mark.django_db
def test_a_price_for_some_months_gives_way_to_the_old_one_again():
    product = make_product("H300")
    made = contract(0, products=[product])
    proposal = ask(made, Price(product, JULY, date(2026, 9, 30), 9500, "04"), by=employee("chris"))
    approve_prices(decision=proposal, by=employee("dirk"), today=TODAY)
    assert current(made) == [
        ("H300", date(2024, 1, 1), date(2026, 6, 30), 9000),
        ("H300", JULY, date(2026, 9, 30), 9500),
        ("H300", date(2026, 10, 1), None, 9000),
    ]
    chris = employee("chris2")
    assert fault(ask, made, Price(product, date(2026, 6, 15), None, 9900, "04"), by=chris) == (
        "Voor H300 is vanaf 01-07-2026 al een tarief afgesproken. Vul als einde de dag ervoor in, of wijzig eerst "
        "dat tarief."
    )


@pytest.mark.django_db
def test_a_new_product_is_refused_where_it_may_not_be_agreed_on():
    product, ended, other = make_product("H300"), make_product("H400"), make_product("H500")
    ended.valid_until, ended.merged_into = date(2026, 5, 31), product
    ended.save()
    other.valid_from = date(2027, 1, 1)
    other.save()
    made, chris = contract(0, products=[product]), employee("chris")
    assert fault(ask, made, Price(ended, TODAY, None, 1, "04"), by=chris) == (
        "H400 is na 31-05-2026 niet meer af te spreken. Gebruik H300 hulp H300."
    )
    assert fault(ask, made, Price(other, TODAY, None, 1, "04"), by=chris) == (
        "H500 is pas vanaf 01-01-2027 af te spreken. Kies een latere dag."
    )
    assert fault(ask, made, by=chris) == ("Er is geen tarief. Noem ten minste één product met zijn tarief.")
    second = Contract.objects.create(number="C0-2", provider=made.provider)
    assert fault(ask, second, Price(product, TODAY, None, 1, "04"), by=chris) == (
        "Dit contract heeft nog geen vastgestelde voorwaarden. Stel eerst het contract vast."
    )


@pytest.mark.django_db
def test_a_product_that_another_contract_of_the_provider_prices_is_refused():
    product, second = make_product("H300"), make_product("H301")
    made = contract(0, products=[product])
    other = Contract.objects.create(number="A0", provider=made.provider)
    version = made.versions.get()
    version.pk, version.contract, version.row_number = None, other, 77
    version.save(force_insert=True)
    Tariff.objects.create(
        contract=other, product_code=second, begin=date(2024, 1, 1), cents=1, unit="04", **origin(7)
    )
    assert fault(ask, made, Price(second, JULY, None, 1, "04"), by=employee("chris")) == (
        "Op 01-07-2026 zouden de contracten A0 en C0 allebei een tarief geven voor productcode H301. Laat het ene "
        "contract eindigen voor het andere begint."
    )


def places(*codes):
    received = date(2024, 1, 2)
    return [
        Municipality.objects.create(code=code, name=f"Plaats {code}", received_on=received) for code in codes
    ]


@pytest.mark.django_db
def test_what_a_named_municipality_no_longer_buys_is_not_agreed_on_for_it():
    one, other = places("0001", "0002")
    product = make_product("H300")
    exclusion = MunicipalExclusion.objects.create(
        municipality=one, category_id="45", begin=date(2026, 3, 1), reason="eigen team"
    )
    asked = {
        "number": "N-1",
        "provider": make_provider(0),
        "form": ProcurementForm.INCIDENTAL,
        "terms": Terms(JULY, date(2027, 6, 30)),
        "reason": "spoed",
        "decided_on": TODAY,
        "by": employee("chris"),
        "prices": [Price(product, JULY, None, 9000, "04")],
    }
    told = (
        "Plaats 0001 koopt H300 niet meer in vanaf 01-03-2026 (eigen team). Haal de gemeente uit de lijst of laat dit "
        "product weg."
    )
    assert fault(decisions.propose_contract, municipalities=[one, other], **asked) == told
    assert Contract.objects.count() == 0
    proposal = decisions.propose_contract(municipalities=[other], **asked)
    dirk = employee("dirk")
    decisions.approve(decision=proposal, by=dirk, today=TODAY)
    addendum = decisions.propose_addendum(
        contract=proposal.contract,
        terms=Terms(JULY, date(2027, 6, 30)),
        municipalities=[one, other],
        reason="ook daar",
        decided_on=TODAY,
        by=asked["by"],
        today=TODAY,
    )
    assert fault(decisions.approve, decision=addendum, by=dirk, today=TODAY) == told
    exclusion.end = date(2026, 6, 30)
    exclusion.save()
    decisions.approve(decision=addendum, by=dirk, today=TODAY)


@pytest.mark.django_db
def test_a_contract_for_all_means_those_that_buy_and_says_which_do_not():
    one, other = places("0001", "0002")
    product = make_product("H300")
    MunicipalExclusion.objects.create(
        municipality=one, product_code=product, begin=date(2026, 3, 1), reason="eigen team"
    )
    made, chris = contract(0, products=[]), employee("chris")
    ask(made, Price(product, JULY, None, 9000, "04"), by=chris)
    found = exclusions_within([product], [], JULY, None)
    assert [(one.municipality.code, one.product.code, one.begin) for one in found] == [
        ("0001", "H300", date(2026, 3, 1))
    ]
    assert exclusions_within([product], [other.pk], JULY, None) == []
    MunicipalExclusion.objects.create(
        municipality=other, product_code=product, begin=date(2026, 3, 1), reason="eigen team"
    )
    assert fault(ask, made, Price(product, JULY, None, 9000, "04"), by=chris) == (
        "Geen enkele gemeente koopt H300 op 01-07-2026 nog in. Laat dit product weg."
    )


@pytest.mark.django_db
def test_prices_of_a_contract_are_settled_with_the_contract():
    product = make_product("H300")
    chris, dirk = employee("chris"), employee("dirk")
    proposal = decisions.propose_contract(
        number="N-1",
        provider=make_provider(0),
        form=ProcurementForm.INCIDENTAL,
        terms=Terms(JULY, date(2027, 6, 30)),
        municipalities=[],
        reason="spoed",
        decided_on=TODAY,
        by=chris,
        prices=[Price(product, JULY, None, 9000, "04")],
    )
    prices = PriceDecision.objects.get()
    assert fault(approve_prices, decision=prices, by=dirk, today=TODAY) == (
        "Deze tarieven worden samen met het contract vastgesteld. Doe dat daar."
    )
    assert fault(decisions.reject, decision=prices, by=dirk, reason="nee") == (
        "Deze tarieven horen bij het voorstel voor het contract. Beslis daarover."
    )
    decisions.withdraw(decision=proposal, by=chris, reason="toch niet")
    prices.refresh_from_db()
    assert (prices.state, Tariff.objects.count()) == ("ingetrokken", 0)
    again = {
        "number": "N-1",
        "form": ProcurementForm.INCIDENTAL,
        "terms": Terms(JULY, None),
        "municipalities": [],
    }
    other = decisions.propose_contract(
        provider=make_provider(1), reason="nu zij", decided_on=TODAY, by=chris, **again
    )
    assert (other.contract_id, other.contract.provider.agb) == (proposal.contract_id, "99110001")
    assert (
        fault(
            decisions.propose_contract,
            provider=make_provider(2),
            reason="x",
            decided_on=TODAY,
            by=chris,
            **again,
        )
        == "Contractnummer N-1 bestaat al. Kies een ander nummer, of wijzig dat contract."
    )
