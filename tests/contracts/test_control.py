"""Control plans: the order of the law, the two people, and which lines are open to whom."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from contracts.choices import ControlGround, ControlStep
from contracts.models import ControlPlan, DeclarationLine
from contracts.queries.control import line_access, state_of
from contracts.rules.control import GENERAL, SPECIFIC, is_published, next_steps, opens_lines
from contracts.services.control import draw_up_general_plan, draw_up_specific_plan, take_control_step
from contracts.services.procedures.refusal import Refused
from inkoop.base.models import ClientRead
from tests.desk.cast import auditor, contract_manager, message_manager, open_lines, outsider, person, region

DAY = date(2026, 1, 15)
BEGIN, UNTIL = date(2026, 1, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("kind", "taken", "following"),
    [
        (GENERAL, [], ["vastgesteld", "ingetrokken"]),
        (GENERAL, ["vastgesteld"], ["gepubliceerd", "ingetrokken"]),
        (GENERAL, ["vastgesteld", "gepubliceerd", "afgerond"], []),
        (SPECIFIC, ["vastgesteld"], ["aangekondigd", "ingetrokken"]),
        (SPECIFIC, ["vastgesteld", "aangekondigd"], ["concept", "ingetrokken"]),
        (SPECIFIC, ["vastgesteld", "ingetrokken"], []),
    ],
)
def test_one_step_follows_another(kind, taken, following):
    assert next_steps(kind, dict.fromkeys(taken, DAY)) == following


@pytest.mark.parametrize(
    ("taken", "day", "is_open"),
    [
        (["vastgesteld"], DAY, False),
        (["vastgesteld", "aangekondigd"], DAY, True),
        (["vastgesteld", "aangekondigd"], BEGIN, True),
        (["vastgesteld", "aangekondigd"], UNTIL, True),
        (["vastgesteld", "aangekondigd"], UNTIL + timedelta(days=1), False),
        (["vastgesteld", "aangekondigd"], BEGIN - timedelta(days=1), False),
        (["vastgesteld", "aangekondigd", "concept"], DAY, True),
        (["vastgesteld", "aangekondigd", "concept", "afgerond"], DAY, False),
        (["vastgesteld", "aangekondigd", "ingetrokken"], DAY, False),
    ],
)
def test_lines_are_open_while_an_announced_plan_runs(taken, day, is_open):
    days = dict.fromkeys(taken, BEGIN)
    assert opens_lines(SPECIFIC, days, BEGIN, UNTIL, day) is is_open
    assert not opens_lines(GENERAL, days, BEGIN, UNTIL, day)


def test_a_general_plan_carries_others_once_it_is_published():
    assert not is_published({"vastgesteld": BEGIN}, BEGIN, UNTIL, DAY)
    assert is_published({"vastgesteld": BEGIN, "gepubliceerd": BEGIN}, BEGIN, UNTIL, DAY)
    assert not is_published({"gepubliceerd": BEGIN, "afgerond": DAY}, BEGIN, UNTIL, DAY)


TEXTS = {"name": "Plan", "risks": "r", "goal": "g", "begin": BEGIN, "until": UNTIL}


def specific(provider, by, **changes):
    given = {"material": "geen antwoord", "ground": ControlGround.INDICATIONS, **TEXTS, **changes}
    return draw_up_specific_plan(provider=provider, **given, by=by, today=DAY)


def step(plan, kind, by, on=DAY, note="in het dossier"):
    return take_control_step(plan=plan, step=kind, on=on, note=note, by=by, today=DAY)


@pytest.mark.django_db
def test_the_order_of_the_law_is_kept():
    (provider,) = region().providers
    author, colleague = person("auteur", "contractmanager"), person("collega", "contractmanager")
    with pytest.raises(Refused, match="geen gepubliceerd algemeen controleplan"):
        specific(provider, author)
    general = draw_up_general_plan(**TEXTS, by=author)
    with pytest.raises(Refused, match="stelt het niet zelf vast"):
        step(general, ControlStep.ADOPTED, author)
    with pytest.raises(Refused, match="niet aan de beurt"):
        step(general, ControlStep.PUBLISHED, colleague)
    step(general, ControlStep.ADOPTED, colleague)
    with pytest.raises(Refused, match="geen gepubliceerd"):
        specific(provider, author)
    step(general, ControlStep.PUBLISHED, author)
    with pytest.raises(Refused, match="materiële controle opleverde"):
        specific(provider, author, material=" ")
    with pytest.raises(Refused, match="staat een BSN"):
        specific(provider, author, risks="over 999900018")
    with pytest.raises(Refused, match="laatste dag ligt voor de eerste"):
        specific(provider, author, until=BEGIN - timedelta(days=1))
    plan = specific(provider, author)
    assert plan.general == general
    with pytest.raises(Refused, match="loopt al een controleplan"):
        specific(provider, colleague)
    step(plan, ControlStep.ADOPTED, colleague, on=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="ligt in de toekomst"):
        step(plan, ControlStep.ANNOUNCED, author, on=DAY + timedelta(days=1))
    with pytest.raises(Refused, match="van een latere dag"):
        step(plan, ControlStep.ANNOUNCED, author, on=DAY - timedelta(days=2))
    with pytest.raises(Refused, match="Schrijf op wat er is gedaan"):
        step(plan, ControlStep.ANNOUNCED, author, note="")
    step(plan, ControlStep.ANNOUNCED, author)
    assert state_of(plan, DAY).is_in_force


@pytest.mark.django_db
@pytest.mark.parametrize("until", [BEGIN, UNTIL, UNTIL + timedelta(days=40)])
def test_the_database_opens_what_the_rule_opens(until):
    """For every row of steps and some days: the same plans as by the rule."""
    providers = region(3).providers
    author, colleague = person("auteur", "contractmanager"), person("collega", "contractmanager")
    general = draw_up_general_plan(**TEXTS, by=author)
    step(general, ControlStep.ADOPTED, colleague, on=BEGIN)
    step(general, ControlStep.PUBLISHED, author, on=BEGIN)
    rows = [
        [ControlStep.ADOPTED],
        [ControlStep.ADOPTED, ControlStep.ANNOUNCED],
        [ControlStep.ADOPTED, ControlStep.ANNOUNCED, ControlStep.DRAFTED, ControlStep.CLOSED],
    ]
    for provider, kinds in zip(providers, rows, strict=True):
        plan = specific(provider, author, until=until)
        for kind in kinds:
            step(plan, kind, colleague, on=BEGIN)
    for day in (BEGIN - timedelta(days=1), BEGIN, DAY, UNTIL, UNTIL + timedelta(days=1)):
        expected = {plan for plan in ControlPlan.objects.all() if state_of(plan, day).is_in_force}
        found = {*ControlPlan.objects.opening_lines(day), *ControlPlan.objects.carrying(day)}
        assert found == expected, day


@pytest.mark.django_db
def test_lines_are_closed_without_a_plan_but_not_to_those_who_process_them():
    made = region(2)
    manager, processor = contract_manager(), message_manager()
    assert DeclarationLine.objects.visible_to(manager).count() == 0
    assert DeclarationLine.objects.visible_to(processor).count() == 24
    assert DeclarationLine.objects.visible_to(auditor()).count() == 24
    open_lines(made.providers[1])
    assert set(DeclarationLine.objects.visible_to(manager).values_list("provider", flat=True)) == {
        made.providers[1].pk
    }
    today = timezone.localdate()
    assert not line_access(made.providers[0], user=manager, today=today).is_open
    assert line_access(made.providers[1], user=manager, today=today).plan is not None
    assert line_access(made.providers[0], user=processor, today=today).is_open
    plan = ControlPlan.objects.get(provider=made.providers[1])
    take_control_step(
        plan=plan, step=ControlStep.WITHDRAWN, on=today, note="opgelost", by=manager, today=today
    )
    assert DeclarationLine.objects.visible_to(manager).count() == 0


@pytest.mark.django_db
def test_the_list_and_the_page_of_a_line_follow_the_plan_and_keep_the_look(client):
    made = region(2)
    manager = contract_manager()
    client.force_login(manager)
    lines = reverse("admin:contracts_declarationline_changelist")
    closed = client.get(lines)
    assert list(closed.context["cl"].result_list) == []
    assert "alleen prestaties van aanbieders met een aangekondigd" in closed.content.decode()
    line = DeclarationLine.objects.filter(provider=made.providers[0]).first()
    page = reverse("admin:contracts_declarationline_change", args=[line.pk])
    assert client.get(page).status_code == 302
    open_lines(made.providers[0])
    shown = client.get(f"{lines}?agb={made.providers[0].agb}")
    assert len(shown.context["cl"].result_list) == 12
    assert client.get(page).status_code == 200
    kept = ClientRead.objects.filter(by=manager).order_by("pk").values_list("path", flat=True)
    assert list(kept) == [lines, f"{lines}?agb={made.providers[0].agb}", page]


@pytest.mark.django_db
def test_a_specific_plan_without_its_provider_cannot_be_kept():
    by = person("auteur", "contractmanager")
    with pytest.raises(IntegrityError, match="control_specific_is_complete"), transaction.atomic():
        ControlPlan.objects.create(kind="specifiek", **TEXTS, by=by)


@pytest.mark.django_db
def test_the_way_through_the_pages(client):
    """From the page of a provider to open lines, with two people."""
    (provider,) = region().providers
    author, colleague = contract_manager(), person("collega", "contractmanager")
    client.force_login(author)
    today = timezone.localdate()
    days = {"plan-begin": today, "plan-until": today + timedelta(days=60)}
    page = client.get(reverse("admin:provider_page", args=[provider.agb])).content.decode()
    own = reverse("admin:provider_control", args=[provider.agb])
    assert own in page
    assert "ontbreekt nog" in client.get(own).content.decode()
    general = {"plan-name": "Controleplan 2026", "plan-risks": "r", "plan-goal": "g", **days}
    plans = reverse("admin:control_plans")
    assert client.post(plans, {"actie": "plan", **general}).status_code == 302
    first = reverse("admin:control_plan", args=[ControlPlan.objects.get().pk])

    def go(address, name, user):
        client.force_login(user)
        values = {"actie": "stap", "stap-step": name, "stap-on": today, "stap-note": "stuk 1"}
        return client.post(address, values)

    assert "stelt het niet zelf vast" in go(first, "vastgesteld", author).content.decode()
    assert go(first, "vastgesteld", colleague).status_code == 302
    assert go(first, "gepubliceerd", author).status_code == 302
    asked = {
        "plan-name": "Zorggroep 0",
        "plan-risks": "r",
        "plan-goal": "g",
        **days,
        "plan-material": "geen antwoord",
        "plan-ground": "doel",
    }
    assert client.post(own, {"actie": "plan", **asked}).status_code == 302
    second = reverse("admin:control_plan", args=[ControlPlan.objects.get(provider=provider).pk])
    go(second, "vastgesteld", colleague)
    go(second, "aangekondigd", author)
    assert "prestaties open" in client.get(plans).content.decode()
    assert (
        "elke inzage wordt vastgelegd"
        in client.get(reverse("admin:provider_page", args=[provider.agb])).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_many_queries_for_three_plans_as_for_one(client, django_assert_num_queries, rows):
    made = region(rows)
    open_lines(*made.providers)
    client.force_login(contract_manager())
    for name, args, queries in (
        ("control_plans", [], 7),
        ("provider_control", [made.providers[0].agb], 10),
        ("control_plan", [ControlPlan.objects.get(provider=made.providers[0]).pk], 7),
    ):
        address = reverse(f"admin:{name}", args=args)
        client.get(address)
        with django_assert_num_queries(queries, info=name):
            assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_who_only_looks_draws_up_nothing(client):
    (provider,) = region().providers
    client.force_login(auditor())
    answer = client.get(reverse("admin:provider_control", args=[provider.agb]))
    assert (answer.status_code, answer.context["actions"]) == (200, [])
    client.force_login(outsider())
    assert client.get(reverse("admin:control_plans")).status_code == 403
