"""Settings: proposed by one, approved by another with the rehearsal beside it, and then in the figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import Parameter, ParameterProposal
from inkoop.base.parameters import DEFINITIONS, value_at
from inkoop.base.services.parameters import approve_parameters, propose_parameters
from inkoop.desk.roles import CONTRACT_MANAGER
from kpis.models import Computation, IbpStatus
from tests.desk.cast import auditor, contract_manager, outsider, person, region

pytestmark = pytest.mark.django_db

LIST = reverse("admin:parameters_page")
TODAY = timezone.localdate()


@pytest.fixture
def connie():
    return contract_manager()


@pytest.fixture
def other():
    return person("piet", CONTRACT_MANAGER)


def propose(by, **changes):
    values = {name: Decimal(value) for name, value in changes.pop("values", {"signal_z": "3"}).items()}
    given = {"valid_from": TODAY, "reason": "Te veel signalen.", "today": TODAY, "by": by}
    return propose_parameters(values=values, **given | changes)


def of_setting(name):
    return reverse("admin:parameter_page", args=[name])


def page_of(proposal):
    return reverse("admin:parameter_proposal", args=[proposal.pk])


def test_a_value_holds_after_another_person_approves_and_the_one_before_stays(connie, other):
    proposal = propose(connie, values={"signal_z": "3", "peer_clients": "12"})
    assert value_at("signal_z", TODAY) == Decimal("3.5")
    with pytest.raises(ValidationError, match="zelf voorgesteld"):
        approve_parameters(decision=proposal, by=connie, today=TODAY)
    approve_parameters(decision=proposal, by=other, today=TODAY)
    with pytest.raises(ValidationError, match="al vastgesteld"):
        approve_parameters(decision=proposal, by=other, today=TODAY)
    rows = Parameter.objects.filter(proposal=proposal).order_by("name")
    assert [(row.name, row.value, row.author, row.reason) for row in rows] == [
        ("peer_clients", 12, connie, "Te veel signalen."),
        ("signal_z", 3, connie, "Te veel signalen."),
    ]
    assert [value_at("signal_z", TODAY + timedelta(days=step)) for step in (-1, 0)] == [Decimal("3.5"), 3]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by) == ("vastgesteld", other)


def test_the_database_keeps_two_people_apart(connie):
    proposal = propose(connie)
    with pytest.raises(Error, match="approved_by_another"), transaction.atomic():
        ParameterProposal.objects.filter(pk=proposal.pk).update(
            state="vastgesteld", settled_by=connie, settled_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("values", "changes", "fault"),
    [
        ({"signal_z": "3.5"}, {}, "geldt op die dag al"),
        ({"signal_z": "0"}, {}, "groter dan nul"),
        ({"signal_z": "NaN"}, {}, "groter dan nul"),
        ({"peer_clients": "2.5"}, {}, "Schrijf een heel getal"),
        ({"peer_grouping": "5"}, {}, "Kies een van: segment en grootste categorie, segment"),
        ({"ibp_warning": "80"}, {}, "deel van 1"),
        ({"ibp_warning": "1"}, {}, "moet onder"),
        ({"alert_second": "9"}, {}, "moet onder"),
        ({"signal_z": "3"}, {"reason": " "}, "Zeg waarom"),
        ({"signal_z": "3"}, {"valid_from": TODAY - timedelta(days=1)}, "is voorbij"),
    ],
)
def test_a_proposal_that_cannot_be_says_why(connie, values, changes, fault):
    with pytest.raises(ValidationError, match=fault):
        propose(connie, values=values, **changes)
    assert ParameterProposal.objects.count() == 0


def test_one_proposal_at_a_time_and_one_value_a_day(connie, other):
    proposal = propose(connie)
    with pytest.raises(ValidationError, match="ligt al een voorstel"):
        propose(other, values={"signal_z": "4", "peer_clients": "12"})
    with pytest.raises(ValidationError, match="is voorbij"):
        approve_parameters(decision=proposal, by=other, today=TODAY + timedelta(days=1))
    approve_parameters(decision=proposal, by=other, today=TODAY)
    with pytest.raises(ValidationError, match="Vanaf die dag is al 3 vastgesteld"):
        propose(other, values={"signal_z": "4"})


def test_on_the_pages_one_proposes_and_the_other_approves(client, connie, other):
    client.force_login(connie)
    day = TODAY + timedelta(days=7)
    wrong = client.post(
        of_setting("ibp_warning"), {"value": "1,2", "valid_from": day, "reason": "Eerder zien."}
    )
    assert "moet onder" in str(wrong.context["form"].errors)
    sent = client.post(
        of_setting("ibp_warning"), {"value": "0,7", "valid_from": day, "reason": "Eerder zien."}
    )
    proposal = ParameterProposal.objects.get()
    assert (sent.url, proposal.values) == (page_of(proposal), {"ibp_warning": "0.7"})
    client.post(page_of(proposal), {"doe": "vaststellen"})
    assert Parameter.objects.filter(name="ibp_warning").count() == 0
    assert f"{proposal}" in client.get(reverse("admin:proposals_page")).content.decode()
    client.force_login(other)
    shown = client.get(page_of(proposal)).context
    assert shown["changes"] == [("Vanaf deze benutting is een IBP oranje.", "80%", "70%")]
    client.post(page_of(proposal), {"doe": "vaststellen", "reason": "Akkoord."})
    history = client.get(of_setting("ibp_warning")).context["values"]
    assert [(row.value, row.proposal.settled_by, later) for row, _, later in history] == [
        (Decimal("0.7"), other, True)
    ]


def test_a_proposal_is_turned_down_with_a_reason(client, connie, other):
    proposal = propose(connie)
    client.force_login(other)
    client.post(page_of(proposal), {"doe": "afwijzen"})
    assert ParameterProposal.objects.get().state == "voorstel"
    assert client.post(page_of(proposal), {"doe": "intrekken", "reason": "x"}).status_code == 403
    client.post(page_of(proposal), {"doe": "afwijzen", "reason": "Eerst bespreken."})
    assert ParameterProposal.objects.get().state == "afgewezen"
    again = propose(connie)
    client.force_login(connie)
    client.post(page_of(again), {"doe": "intrekken", "reason": "Toch niet."})
    assert ParameterProposal.objects.get(pk=again.pk).state == "ingetrokken"


def test_who_may_look_or_may_not(client, connie):
    proposal = propose(connie)
    client.force_login(auditor())
    pages = (LIST, of_setting("signal_z"), page_of(proposal))
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert client.post(of_setting("peer_clients"), {"value": "3"}).status_code == 403
    assert client.post(page_of(proposal), {"doe": "vaststellen"}).status_code == 403
    client.force_login(outsider())
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_other_peers_that_were_tried_are_proposed_as_they_were_tried(client, connie, other):
    region(3)
    client.force_login(connie)
    address = reverse("admin:signal_rehearsal") + "?grens=3,5&groep=alle&aanbieders=3"
    sent = client.post(address, {"valid_from": TODAY, "reason": "Kleine segmenten."})
    proposal = ParameterProposal.objects.get()
    assert (sent.url, proposal.values) == (page_of(proposal), {"peer_grouping": "4", "peer_minimum": "3"})
    client.force_login(other)
    shown = client.get(page_of(proposal)).context
    assert [row.is_regrouped for row in shown["tried"]] == [True]
    client.post(page_of(proposal), {"doe": "vaststellen"})
    assert value_at("peer_grouping", TODAY) == 4
    rehearsed = client.get(reverse("admin:signal_rehearsal")).context
    assert (rehearsed["now_group"], rehearsed["changed"]) == ("alle aanbieders", {})


def test_colours_of_ibps_are_tried(client, connie, other):
    made = region(2)
    computation = Computation.objects.filter(name="ibp", fingerprint__gt="").latest("peildatum")
    assert IbpStatus.objects.filter(computation=computation).count() == len(made.ceilings)
    rows = list(IbpStatus.objects.filter(computation=computation).order_by("pk"))
    for row, used in zip(rows, (75, 79), strict=True):
        IbpStatus.objects.filter(pk=row.pk).update(status="groen", used=used, amount_current=100)
    client.force_login(other)
    shown = client.get(page_of(propose(connie, values={"ibp_warning": "0.78"}))).context["lights"]
    assert (shown.moves, shown.changed) == ([("groen", "groen", 1), ("groen", "oranje", 1)], 1)
    fits = client.get(page_of(propose(connie, values={"ibp_fit_minimum": "30"}))).context["matrix"]
    assert fits.changed == []
    assert client.get(page_of(propose(connie, values={"review_days": "30"}))).context["is_tried"] is False


def test_settings_are_found(client, connie):
    Parameter.objects.create(name="signal_z", value=3, valid_from=date(2020, 1, 1), reason="x")
    client.force_login(connie)
    assert len(client.get(LIST).context["rows"]) == len(DEFINITIONS)
    found = client.get(LIST, {"zoek": "oranje IBP"}).context["rows"]
    assert [one["definition"].name for one in found] == ["ibp_warning"]
    own = client.get(LIST, {"eigen": "1"}).context["rows"]
    assert [(one["definition"].name, one["now"]) for one in own] == [("signal_z", "robuuste z 3")]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, connie, other, rows, django_assert_num_queries):
    region(rows)
    names = ("ibp_warning", "peer_clients", "review_days")[:rows]
    for name in names:
        value = DEFINITIONS[name].default - Decimal("0.5" if name == "ibp_warning" else "1")
        propose(connie, values={name: value})
    waiting = propose(connie, values={"peer_grouping": "4", "peer_minimum": "2"})
    client.force_login(other)
    for page, expected in ((LIST, 7), (of_setting("ibp_warning"), 7), (page_of(waiting), 12)):
        client.get(page)
        with django_assert_num_queries(expected):
            client.get(page)
