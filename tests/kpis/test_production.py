"""Productieverantwoording: what the system counts, and how it is handed in and judged."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import DeclarationLine
from contracts.services.procedures.refusal import Refused
from inkoop.base.models import User
from kpis.models import Kpi, KpiTask, Production
from kpis.queries.production import produced_per_code
from kpis.rules.production import Line, Produced, due_on, newest_year, produced
from kpis.services.kpi_tasks import add_paper, drop_paper, lay_out_tasks, submit
from kpis.services.production import Given, judge_production, save_production, submit_production
from kpis.services.starter_set import deliver_starter_set
from tests.desk.cast import region

pytestmark = pytest.mark.django_db

YEAR = 2025
LATER = date(2026, 11, 1)
ALL = {"H300": Produced(1, 1_200_000)}


@pytest.fixture
def cast():
    made = region(2)
    made.user, made.manager = User.objects.create_user("p"), User.objects.create_user("m")
    made.provider = made.providers[0]
    return made


def given(clients=1, cents=1_200_000):
    return [Given("H300", clients, cents)]


def hand_in(cast, rows, note=""):
    return submit_production(provider=cast.provider, year=YEAR, given=rows, note=note, by=cast.user)


def test_a_youth_counts_with_each_product_that_was_declared_for_on_balance():
    lines = [
        Line("H300", 1, 500),
        Line("H300", 1, -500),
        Line("H300", 2, 700),
        Line("H301", 1, 300),
        Line("H301", 1, -400),
    ]
    assert produced(lines) == {"H300": Produced(1, 700), "H301": Produced(0, -100)}
    assert (due_on(2025), newest_year(date(2026, 1, 1))) == (date(2026, 3, 1), 2025)


def test_sql_counts_what_the_rule_counts(cast):
    lines = list(DeclarationLine.objects.filter(provider=cast.provider).order_by("pk"))
    rng = Random(3)  # noqa: S311 -- no secret
    for number, line in enumerate(lines):
        line.product_code = rng.choice(["H300", "H301", "H302"])
        line.amount = rng.randint(1, 90_000)
        line.month = rng.choice([date(2024, 12, 1), date(2025, 1, 1), date(2025, 12, 1), date(2026, 1, 1)])
        line.debit_credit = rng.choice("DDDC")
        line.debit_id = lines[number - 1].pk if line.debit_credit == "C" else None
        line.allocation = rng.choice(cast.allocations)
        line.client = line.allocation.client
    DeclarationLine.objects.bulk_update(
        lines, ["product_code", "amount", "month", "debit_credit", "debit", "allocation", "client"]
    )
    known = [
        Line(one.product_code, one.client_id, one.amount if one.debit_credit == "D" else -one.amount)
        for one in lines
        if one.month.year == YEAR
    ]
    assert produced_per_code(cast.provider, YEAR, on=LATER) == produced(known) != {}
    before = min(one.received_on for one in lines) - timedelta(days=1)
    assert produced_per_code(cast.provider, YEAR, on=before) == {}


def test_a_draft_may_miss_figures_and_what_is_handed_in_may_not(cast):
    draft = save_production(provider=cast.provider, year=YEAR, given=given(None, 5), note="", by=cast.user)
    assert (draft.state, draft.lines.get().cents, draft.submitted_at) == ("concept", 5, None)
    with pytest.raises(Refused, match=r"^Vul bij elk product jeugdigen en bedrag in; nog leeg: H300\.$"):
        hand_in(cast, given(None))
    done = hand_in(cast, given())
    assert (done.state, done.lines.get().cents, Production.objects.count()) == ("ingediend", 1_200_000, 1)
    with pytest.raises(Refused, match="is ingediend; dat kan nu niet meer"):
        save_production(provider=cast.provider, year=YEAR, given=given(), note="", by=cast.user)


def test_a_difference_asks_for_an_explanation(cast):
    assert produced_per_code(cast.provider, YEAR, on=LATER) == ALL
    with pytest.raises(Refused, match="verschillen van wat wij tellen bij H300"):
        hand_in(cast, given(cents=1_200_001))
    assert hand_in(cast, given(cents=1_200_001), note="Nog een nota onderweg.").state == "ingediend"


def test_nothing_declared_and_a_year_that_runs_are_refused(cast):
    with pytest.raises(Refused, match="is niets gedeclareerd"):
        hand_in(cast, [])
    with pytest.raises(Refused, match="nog niet voorbij"):
        submit_production(provider=cast.provider, year=2999, given=given(), note="", by=cast.user)


def test_another_judges_and_what_is_sent_back_is_handed_in_anew(cast):
    done = hand_in(cast, given())
    judged = {"production": done, "on": LATER}
    with pytest.raises(Refused, match="zelf ingediend"):
        judge_production(accept=True, reason="", by=cast.user, **judged)
    with pytest.raises(Refused, match="wat er moet veranderen"):
        judge_production(accept=False, reason=" ", by=cast.manager, **judged)
    back = judge_production(accept=False, reason="Vervoer ontbreekt.", by=cast.manager, **judged)
    assert (back.state, back.judged_on) == ("teruggestuurd", LATER)
    assert hand_in(cast, given()).judgement == ""
    accepted = judge_production(accept=True, reason="Sluit aan.", by=cast.manager, **judged)
    assert (accepted.state, accepted.judgement) == ("aanvaard", "Sluit aan.")


def test_evidence_of_a_task_goes_back_only_before_it_is_handed_in(cast, settings, tmp_path):
    settings.DOCUMENTS = str(tmp_path)
    deliver_starter_set(valid_from=date(2025, 1, 1), use=True, by=None, today=date(2026, 1, 10))
    lay_out_tasks(
        kpi=Kpi.objects.get(code="K18"),
        providers=[cast.provider],
        begin=date(2025, 7, 1),
        end=date(2025, 12, 31),
        due_on=date(2026, 1, 20),
        by=cast.manager,
    )
    task = KpiTask.objects.get()
    first, second = (
        add_paper(task=task, file=SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7"), by=cast.user)
        for name in ("eerste", "tweede")
    )
    stored = [one for one in tmp_path.rglob("*") if one.is_file()]
    drop_paper(paper=first, by=cast.user)
    submit(task=task, numerator=1, denominator=2, note="", by=cast.user)
    for refused in (
        lambda: drop_paper(paper=second, by=cast.user),
        lambda: add_paper(task=task, file=SimpleUploadedFile("derde.pdf", b"%PDF-1.7"), by=cast.user),
    ):
        with pytest.raises(Refused, match="Deze opgave is ingediend"):
            refused()
    assert ([one.file_name for one in task.papers.all()], len(stored)) == (["tweede.pdf"], 2)
