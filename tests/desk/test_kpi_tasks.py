"""Figures of providers on the desk: asked, judged by another, compared with before; and the figure of CBS."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract
from kpis.models import Kpi, KpiTask
from kpis.services.kpi_tasks import add_paper, judge, submit
from providers.models import Provider
from tests.desk.cast import auditor, contract_manager, outsider, person, region
from tests.desk.quality import quality
from tests.desk.test_quality_pages import post, queries_of
from tests.portal.cast import PDF, pdf

pytestmark = pytest.mark.django_db

TASKS = reverse("admin:kpi_tasks")


@pytest.fixture
def made():
    return quality(region())


@pytest.fixture
def manager(client, made):
    made.manager = contract_manager()
    client.force_login(made.manager)
    return client


def page_of(task):
    return reverse("admin:kpi_task", args=[task.pk])


def handed_in(made, numerator=41, denominator=50):
    task = KpiTask.objects.get(provider=made.providers[0])
    return submit(
        task=task,
        numerator=numerator,
        denominator=denominator,
        note="Peildatum 30 juni.",
        by=person("aanbieder"),
    )


def test_what_was_handed_in_is_accepted_and_can_still_be_sent_back(manager, made):
    assert "K18" in manager.get(TASKS).content.decode()  # late
    task = handed_in(made)
    shown = manager.get(TASKS).content.decode()
    assert "Te beoordelen (1)" in shown
    assert "82,0%" in shown
    said = post(manager, page_of(task), "aanvaarden", reason="").content.decode()
    assert "Aanvaard: het cijfer telt vanaf vandaag mee." in said
    task.refresh_from_db()
    assert (task.state, task.judged_on, task.judged_by) == ("aanvaard", timezone.localdate(), made.manager)
    post(manager, page_of(task), "terugsturen", reason="De noemer mist zzp'ers.")
    task.refresh_from_db()
    assert (task.state, task.judgement) == ("teruggestuurd", "De noemer mist zzp'ers.")
    assert "Te laat (1)" in manager.get(TASKS).content.decode()


def test_sending_back_needs_words_and_nobody_judges_the_own_figure(manager, made):
    task = handed_in(made)
    (back,) = [
        one
        for one in post(manager, page_of(task), "terugsturen", reason="").context["actions"]
        if one.name == "terugsturen"
    ]
    assert list(back.form.errors) == ["reason"]
    KpiTask.objects.update(submitted_by=made.manager)
    shown = manager.get(page_of(task)).content.decode()
    assert "een ander beoordeelt haar" in shown
    assert "Terugsturen" not in shown
    post(manager, page_of(task), "aanvaarden", reason="")
    task.refresh_from_db()
    assert task.state == "ingediend"


def test_earlier_figures_stand_beside_the_new_one(manager, made):
    task = handed_in(made)
    before = KpiTask.objects.create(
        kpi=task.kpi,
        provider=task.provider,
        period_from=date(2024, 7, 1),
        period_to=date(2024, 12, 31),
        due_on=date(2025, 2, 1),
    )
    submit(task=before, numerator=30, denominator=40, note="", by=person("collega"))
    shown = manager.get(page_of(task)).content.decode()
    assert "geen eerder cijfer" in shown
    judge(task=before, accept=True, reason="", on=timezone.localdate(), by=made.manager)
    shown = manager.get(page_of(task)).content.decode()
    assert "01-07-2024 t/m 31-12-2024" in shown
    assert "75,0%" in shown


def test_tasks_are_asked_of_providers_of_a_segment_once(manager, made):
    kpi = KpiTask.objects.get().kpi
    values = {
        "kpi": kpi.pk,
        "begin": "2025-07-01",
        "end": "2025-12-31",
        "due_on": "2026-02-01",
        "segments": ["strategisch", "groot", "overig"],
    }
    contracted = Contract.objects.values("provider").distinct().count()
    assert contracted == Provider.objects.count() == 1
    assert "1 nieuwe opgave gevraagd." in post(manager, TASKS, "vragen", **values).content.decode()
    assert "0 nieuwe opgaven gevraagd." in post(manager, TASKS, "vragen", **values).content.decode()
    wrong = values | {"due_on": "2025-12-31"}
    assert "De inleverdatum ligt na het einde" in post(manager, TASKS, "vragen", **wrong).content.decode()


def test_a_figure_of_cbs_is_written_down_with_its_source(manager, made):
    kpi = Kpi.objects.filter(source="cbs").order_by("code").first()
    values = {"kpi": kpi.pk, "begin": "2025-01-01", "end": "2025-06-30", "numerator": 12, "denominator": 400}
    said = post(manager, TASKS, "cbs", **values, note="Tabel 85099NED, 30 oktober 2025").content.decode()
    assert "Het cijfer van het CBS is vastgelegd." in said
    task = KpiTask.objects.get(provider=None)
    assert (task.kpi, task.state, task.numerator, task.denominator) == (kpi, "aanvaard", 12, 400)
    assert "hele regio" in manager.get(page_of(task)).content.decode()


def test_who_only_looks_does_not_judge_and_an_outsider_sees_nothing(client, made):
    task = handed_in(made)
    client.force_login(auditor())
    assert "Aanvaarden" not in client.get(page_of(task)).content.decode()
    post(client, page_of(task), "aanvaarden", reason="")
    task.refresh_from_db()
    assert task.state == "ingediend"
    client.force_login(outsider())
    assert [client.get(path).status_code for path in (TASKS, page_of(task))] == [403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_three_tasks_as_for_one(client, rows):
    quality(region(rows), rows)
    client.force_login(contract_manager())
    late = queries_of(client, TASKS)
    handing = person("aanbieder")
    for task in KpiTask.objects.all():
        submit(task=task, numerator=1, denominator=2, note="", by=handing)
    KpiTask.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    assert (late, queries_of(client, TASKS)) == (9, 9)


def test_evidence_lies_beside_the_figure_and_is_saved_not_shown(manager, made, settings, tmp_path):
    settings.DOCUMENTS = str(tmp_path)
    task = KpiTask.objects.get(provider=made.providers[0])
    paper = add_paper(task=task, file=pdf("steekproef.pdf"), by=person("anne"))
    handed_in(made)
    url = reverse("admin:kpi_task_paper", args=[task.pk, paper.pk])
    assert f'<a href="{url}">steekproef.pdf</a>' in manager.get(page_of(task)).content.decode()
    file = manager.get(url)
    assert b"".join(file.streaming_content) == PDF
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="steekproef.pdf"',
    )
    other = KpiTask.objects.create(
        kpi=task.kpi,
        provider=task.provider,
        period_from=date(2020, 1, 1),
        period_to=date(2020, 6, 30),
        due_on=date(2020, 8, 1),
    )
    assert manager.get(reverse("admin:kpi_task_paper", args=[other.pk, paper.pk])).status_code == 404
    paper.file.storage.delete(paper.file.name)
    assert manager.get(url).status_code == 404


def test_without_evidence_the_page_says_so(manager, made):
    task = handed_in(made)
    assert "De aanbieder voegde geen bewijs toe." in manager.get(page_of(task)).content.decode()
