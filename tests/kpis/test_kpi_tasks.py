from datetime import date

import pytest
from django.core import mail

from contracts.services.procedures.refusal import Refused
from inkoop.base.models import User
from kpis.models import Kpi, KpiTask
from kpis.queries.kpis import open_tasks
from kpis.services import kpi_tasks
from kpis.services.starter_set import deliver_starter_set
from providers.models import Provider
from tests.desk.cast import region

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 10)
PERIOD = {"begin": date(2025, 7, 1), "end": date(2025, 12, 31)}
DUE = date(2026, 1, 20)


@pytest.fixture
def cast():
    made = region(2)
    Provider.objects.filter(pk=made.providers[0].pk).update(email="kpi@zorg.example")
    deliver_starter_set(valid_from=date(2025, 1, 1), use=True, by=None, today=TODAY)
    made.manager, made.provider_user = User.objects.create_user("m"), User.objects.create_user("p")
    made.kpi = Kpi.objects.get(code="K18")
    kpi_tasks.lay_out_tasks(kpi=made.kpi, providers=made.providers, **PERIOD, due_on=DUE, by=made.manager)
    made.task = KpiTask.objects.get(provider=made.providers[0])
    return made


def submitted(cast, numerator=9, denominator=10):
    return kpi_tasks.submit(
        task=cast.task, numerator=numerator, denominator=denominator, note="steekproef", by=cast.provider_user
    )


def test_a_period_is_asked_once(cast):
    again = kpi_tasks.lay_out_tasks(
        kpi=cast.kpi, providers=cast.providers, **PERIOD, due_on=DUE, by=cast.manager
    )
    assert (again, KpiTask.objects.count()) == (0, 2)
    assert list(open_tasks(cast.providers[0])) == [cast.task]


def test_only_a_kpi_of_providers_is_asked(cast):
    with pytest.raises(Refused, match=r"^K01 Uitval komt niet van aanbieders: berekend uit berichten\.$"):
        kpi_tasks.lay_out_tasks(
            kpi=Kpi.objects.get(code="K01"), providers=cast.providers, **PERIOD, due_on=DUE, by=None
        )


def test_a_draft_is_kept_and_then_submitted_and_accepted_by_another(cast):
    kpi_tasks.save_draft(task=cast.task, numerator=9, denominator=None, note="", by=cast.provider_user)
    submitted(cast)
    with pytest.raises(Refused, match="zelf ingediend"):
        kpi_tasks.judge(task=cast.task, accept=True, reason="", on=TODAY, by=cast.provider_user)
    task = kpi_tasks.judge(task=cast.task, accept=True, reason="", on=TODAY, by=cast.manager)
    assert (task.state, task.numerator, task.denominator, task.judged_on) == ("aanvaard", 9, 10, TODAY)
    with pytest.raises(
        Refused, match=r"^Deze opgave is aanvaard; dat kan nu niet meer\. Ververs de pagina\.$"
    ):
        submitted(cast)


def test_what_is_sent_back_says_why_and_can_be_handed_in_again(cast):
    submitted(cast)
    with pytest.raises(Refused, match="wat er moet veranderen"):
        kpi_tasks.judge(task=cast.task, accept=False, reason=" ", on=TODAY, by=cast.manager)
    kpi_tasks.judge(task=cast.task, accept=False, reason="Steekproef te klein.", on=TODAY, by=cast.manager)
    assert list(open_tasks(cast.providers[0])) == [cast.task]
    assert (submitted(cast).state, submitted_reason(cast)) == ("ingediend", "")


def submitted_reason(cast):
    return KpiTask.objects.get(pk=cast.task.pk).judgement


@pytest.mark.parametrize(
    ("numerator", "denominator", "fault"),
    [
        (None, 10, "Vul de teller en de noemer in."),
        (0, 0, "De teller is 0 of meer en de noemer ten minste 1."),
        (11, 10, "De teller is een deel van de noemer en kan niet groter zijn."),
    ],
)
def test_a_figure_must_be_whole(cast, numerator, denominator, fault):
    with pytest.raises(Refused) as refused:
        submitted(cast, numerator, denominator)
    assert str(refused.value).startswith(fault)
    assert KpiTask.objects.get(pk=cast.task.pk).state == "open"


def test_cbs_figures_are_replaced_and_name_their_table(cast):
    kpi = Kpi.objects.get(code="K22")
    for numerator in (100, 105):
        kpi_tasks.record_cbs(
            kpi=kpi,
            **PERIOD,
            numerator=numerator,
            denominator=1000,
            note="85099NED",
            on=TODAY,
            by=cast.manager,
        )
    found = KpiTask.objects.filter(kpi=kpi)
    assert list(found.values_list("provider", "numerator", "state")) == [(None, 105, "aanvaard")]


def test_a_reminder_comes_once_a_fortnight_and_tells_no_figure(cast):
    kpi_tasks.save_draft(task=cast.task, numerator=987, denominator=None, note="", by=cast.provider_user)
    days = [date(2026, 1, 5), TODAY, TODAY, date(2026, 1, 24)]
    assert [kpi_tasks.send_task_reminders(today=day) for day in days] == [0, 1, 0, 1]
    assert [message.to for message in mail.outbox] == [["kpi@zorg.example"]] * 2
    assert "987" not in mail.outbox[0].body
    assert (
        "Verklarende analyse in het dossier, in te leveren voor of op 20 januari 2026" in mail.outbox[0].body
    )
