"""The admin site of the region: its start page is the worklist, with a page per provider and per IBP."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.text import slugify

from inkoop.desk.access import guarded

OVERVIEW, PER_MUNICIPALITY = "vergelijken", "gemeenten"
FORMS, USE, FEWER, SEGMENTS = "inkoopvormen", "inzet", "minder-producten", "segmenten"
MASTER_DATA, DEADLINES = "stamgegevens", "termijnen"
INDEXATION, PORTFOLIO, PROPOSALS = "indexatie", "portefeuille", "voorstellen"
ASKING = "vragen"
KPIS, REVIEWS, SATISFACTION, POLICY = "kpis", "beoordelingsrondes", "tevredenheid", "beleidsdoelen"
TASKS = "kpi-opgaven"
CHANGE, FLOW, FORECAST, REPORTS = "verandering", "stromen", "prognose", "rapportages"
SIGNALS = "signalen"
TALKS, AGREEMENTS, LADDER, BOARD = "gesprekken", "verbeterafspraken", "escalatie", "kwartaal"
QUEUE, READS = "wachtrij", "inzagen"
SHIFT, REFERRERS, EXPLAINED = "verschuiving", "verwijzers", "uitleg"
IBP_WORK, IBP_OVERVIEW = "ibp-werk", "ibp-overzicht"
RESIDENTIAL, CONTROL, ROOMS = "verblijf", "controleplannen", "bestedingsruimte"
PARAMETERS = "instellingen"
MENU = {
    "Inkoop": ["contracts.procedure", "contracts.lot", USE, FORMS],
    "Aanbieders": [
        "providers.provider",
        OVERVIEW,
        SEGMENTS,
        "providers.evidence",
        "providers.subcontracting",
        "providers.location",
        "providers.contact",
        "providers.capacityreport",
        SIGNALS,
        CONTROL,
        ASKING,
        "kpis.indicatorvalue",
    ],
    "Gesprekken": [TALKS, AGREEMENTS, LADDER, BOARD, "kpis.escalationstep"],
    "Contracten": [
        "contracts.contract",
        PORTFOLIO,
        PROPOSALS,
        ROOMS,
        DEADLINES,
        "contracts.tariff",
        INDEXATION,
    ],
    "IBP's": [IBP_WORK, IBP_OVERVIEW, "kpis.ibpstatus", "kpis.ibpoverrunrate", "contracts.ibp"],
    "Kwaliteit": [KPIS, TASKS, REVIEWS, "kpis.reviewer", SATISFACTION, POLICY],
    "Berichten": ["exchange.message", "exchange.localrule"],
    "Aanleveringen": [
        "base.delivery",
        "base.finding",
        "contracts.refusedline",
        "contracts.declaration",
        "contracts.declarationline",
    ],
    "Toewijzingen": [
        RESIDENTIAL,
        "contracts.allocation",
        "contracts.allocationversion",
        "contracts.carerequest",
        "contracts.client",
    ],
    "Cijfers": [
        PER_MUNICIPALITY,
        CHANGE,
        FLOW,
        SHIFT,
        REFERRERS,
        FORECAST,
        EXPLAINED,
        REPORTS,
        "kpis.budget",
        "kpis.monthvalue",
        "kpis.computation",
    ],
    "Producten": [
        "contracts.productcode",
        FEWER,
        "contracts.municipalexclusion",
        "contracts.shortage",
        "contracts.standardcode",
        "contracts.productcategory",
    ],
    "Basis": [MASTER_DATA, "base.municipality", "base.team", PARAMETERS],
}
MACHINE_ROOM = "Beheer"


class DeskSite(admin.AdminSite):
    site_title = "Inkoop"
    site_header = "Inkoop jeugdhulp"
    index_title = "Werkblad"
    site_url = None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from contracts.admin import deadlines, indexation, proposals  # noqa: PLC0415 -- models must be loaded first
        from inkoop.desk.views import (  # noqa: PLC0415 -- models must be loaded first
            change,
            control,
            explained,
            flow,
            forecast,
            ibp,
            ibps,
            masterdata,
            municipalities,
            overview,
            parameters,
            provider,
            reads,
            referrers,
            rehearsal,
            residential,
            rooms,
            running,
            segments,
            shift,
            signals,
        )
        from inkoop.desk.views.asking import judging, people, production  # noqa: PLC0415 -- models must be loaded first
        from inkoop.desk.views.catalogue import products  # noqa: PLC0415 -- models must be loaded first
        from inkoop.desk.views.kpis import kpis, policy, reviews, tasks  # noqa: PLC0415 -- models must be loaded first
        from inkoop.desk.views.procedures import (  # noqa: PLC0415 -- models must be loaded first
            applications,
            forms,
            lots,
            procedure,
            use,
        )
        from inkoop.desk.views.talks import (  # noqa: PLC0415 -- models must be loaded first
            agreements,
            board,
            ladder,
            meeting,
        )
        from inkoop.desk.views.talks import overview as talks  # noqa: PLC0415 -- models must be loaded first

        pages = [
            path("vergelijken/", overview.provider_overview, name="provider_overview"),
            path("aanbieder/<str:agb>/", provider.provider_page, name="provider_page"),
            path("controle/", control.plans_page, name="control_plans"),
            path("controle/<int:pk>/", control.plan_page, name="control_plan"),
            path("aanbieder/<str:agb>/controle/", control.provider_plans, name="provider_control"),
            path("aanbieder/<str:agb>/portaal/", people.portal_people, name="portal_people"),
            path("vragen/", judging.asking_page, name="asking_page"),
            path("vragen/<slug:kind>/<int:pk>/", judging.judge_asked, name="judge_asked"),
            path("vragen/procedure/<int:pk>/antwoord/", judging.answer_asked, name="answer_asked"),
            path(
                "vragen/verantwoording/<int:pk>/oordeel/", production.judge_handed_in, name="judge_handed_in"
            ),
            path("ibp/<int:ibp_id>/", ibp.ibp_page, name="ibp_page"),
            path("bestedingsruimte/", rooms.rooms_page, name="spending_rooms"),
            path("bestedingsruimte/<int:pk>/", rooms.room_page, name="spending_room"),
            path("gemeenten/", municipalities.municipalities_page, name="municipalities_page"),
            path("procedure/<int:pk>/", procedure.procedure_page, name="procedure_page"),
            path("perceel/<int:pk>/", lots.lot_page, name="lot_page"),
            path("perceel/<int:lot_id>/inschrijven/", applications.application_add, name="application_add"),
            path("inschrijving/<int:pk>/", applications.application_page, name="application_page"),
            path("stamgegevens/", masterdata.masterdata_page, name="masterdata_page"),
            path("stamgegevens/<slug:kind>/", masterdata.masterdata_kind, name="masterdata_kind"),
            path("segmenten/", segments.segments_page, name="segments_page"),
            path("inkoopvormen/", forms.forms_page, name="forms_page"),
            path("inzet/", use.use_page, name="use_page"),
            path("product/<str:code>/", products.product_page, name="product_page"),
            path("minder-producten/", products.proposals_page, name="product_proposals"),
            path("brief/<int:pk>/", applications.letter_file, name="letter_file"),
            path("bewijs/<int:pk>/", applications.evidence_file, name="evidence_file"),
            path("indexatie/", indexation.indexation_page, name="indexation_page"),
            path("indexatie/cijfers/", indexation.publish_page, name="indexation_publish"),
            path("indexatie/voorstel/", indexation.propose_page, name="indexation_propose"),
            path("indexatie/<int:pk>/", indexation.run_page, name="indexation_run"),
            path("indexatie/<int:pk>/tarieven.csv", indexation.run_file, name="indexation_file"),
            path("indexatie/<int:pk>/besluit/", indexation.settle_run, name="indexation_settle"),
            path("voorstellen/", proposals.proposals_page, name="proposals_page"),
            path("voorstellen/<slug:kind>/<int:pk>/", proposals.proposal_page, name="proposal_page"),
            path("product/", proposals.product_proposal_page, name="product_propose"),
            path("product/<str:code>/wijzigen/", proposals.product_proposal_page, name="product_change"),
            path("termijnen/", deadlines.deadlines_page, name="deadlines_page"),
            path("termijnen/agenda.ics", deadlines.calendar_file, name="deadlines_calendar"),
            path("termijnen/agenda-adres/", deadlines.calendar_key, name="calendar_key"),
            path("verandering/", change.change_page, name="change_page"),
            path("stromen/", flow.flow_page, name="flow_page"),
            path("verblijf/", residential.residential_page, name="residential_page"),
            path("verblijf/<int:pk>/", residential.talk_page, name="throughflow_talk"),
            path("verschuiving/", shift.shift_page, name="shift_page"),
            path("verwijzers/", referrers.referrers_page, name="referrers_page"),
            path("kpi-opgaven/", tasks.tasks_page, name="kpi_tasks"),
            path("kpi-opgave/<int:pk>/", tasks.task_page, name="kpi_task"),
            path("kpi-opgave/<int:pk>/bewijs/<int:paper>/", tasks.paper_file, name="kpi_task_paper"),
            path("kpi/", kpis.kpis_page, name="kpis_page"),
            path("kpi/<str:code>/", kpis.kpi_page, name="kpi_page"),
            path("kpi/<str:code>/versie/<int:number>/", kpis.version_page, name="kpi_version"),
            path("beoordelingen/", reviews.rounds_page, name="review_rounds"),
            path("beoordelingen/<int:pk>/", reviews.round_page, name="review_round"),
            path("bijzonderheid/<int:pk>/", reviews.incident_page, name="review_incident"),
            path("tevredenheid/", reviews.satisfaction_page, name="satisfaction_page"),
            path("beleid/", policy.policy_page, name="policy_page"),
            path("beleid/doel/<int:pk>/", policy.goal_page, name="policy_goal"),
            path("beleid/<slug:kind>/toevoegen/", policy.edit_page, name="policy_add"),
            path("beleid/<slug:kind>/<int:pk>/wijzigen/", policy.edit_page, name="policy_edit"),
            path("prognose/", forecast.forecast_page, name="forecast_page"),
            path("ibp-werk/", ibps.work_page, name="ibp_work"),
            path("ibp-overzicht/", ibps.overview_page, name="ibp_overview"),
            path("signalen/proef/", rehearsal.rehearsal_page, name="signal_rehearsal"),
            path("signalen/", signals.signals_page, name="signals_page"),
            path("signaal/<int:pk>/", signals.signal_page, name="signal_page"),
            path("signaal/<int:pk>/bijlage/<int:reply>/", signals.attachment_file, name="signal_attachment"),
            path("gesprekken/", talks.talks_page, name="talks_page"),
            path("gesprekken/kwartaal/", board.board_page, name="talks_board"),
            path("aanbieder/<str:agb>/gesprek/", meeting.talk_add, name="talk_add"),
            path("gesprek/<int:pk>/", meeting.talk_page, name="talk_page"),
            path("gesprek/<int:pk>/dossier/", meeting.talk_dossier, name="talk_dossier"),
            path("gesprek/<int:pk>/dossier.pdf", meeting.talk_dossier_file, name="talk_dossier_file"),
            path("gesprek/<int:pk>/uitnodiging.ics", meeting.talk_invitation, name="talk_invitation"),
            path("verbeterafspraken/", agreements.agreements_page, name="agreements_page"),
            path("verbeterafspraak/<int:pk>/", agreements.agreement_page, name="agreement_page"),
            path("escalatie/", ladder.ladder_page, name="ladder_page"),
            path("escalatie/<int:pk>/brief.pdf", ladder.letter_of_step, name="escalation_letter"),
            path("aanbieder/<str:agb>/escalatie/", ladder.provider_ladder, name="provider_ladder"),
            path("inzage/", reads.reads_page, name="reads_page"),
            path("instellingen/", parameters.parameters_page, name="parameters_page"),
            path("instellingen/voorstel/<int:pk>/", parameters.proposal_page, name="parameter_proposal"),
            path("instellingen/<slug:name>/", parameters.parameter_page, name="parameter_page"),
            path("wachtrij/", running.running_page, name="running_page"),
            path("uitleg/", explained.explained_page, name="explained_page"),
        ]
        # a calendar program cannot sign in; the secret in the address is all it has
        feed = path("agenda/<str:key>.ics", deadlines.calendar_feed, name="calendar_feed")
        return [feed, *(self._guarded(page) for page in pages), *super().get_urls()]

    def _guarded(self, page: URLPattern) -> URLPattern:
        page.callback = self.admin_view(guarded(page.name, page.callback))
        return page

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The login of everybody, with its second factor, leads to the desk as well."""
        page: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return page

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from inkoop.desk.views.worklist import worklist  # noqa: PLC0415 -- models must be loaded first

        return worklist(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By task instead of by app; the page of one app stays as it is."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
        if "providers.provider" in models:
            models[OVERVIEW] = _entry("Aanbieders vergelijken", reverse("admin:provider_overview"))
            models[IBP_WORK] = _entry("Werk aan IBP's", reverse("admin:ibp_work"))
            models[IBP_OVERVIEW] = _entry("Per aanbieder, cel en gemeente", reverse("admin:ibp_overview"))
            models[SIGNALS] = _entry("Signalen", reverse("admin:signals_page"))
            models.pop("kpis.signal", None)  # our own list says more
            models[CONTROL] = _entry("Controleplannen", reverse("admin:control_plans"))
            models[ASKING] = _entry("Vragen van aanbieders", reverse("admin:asking_page"))
            models[FORMS] = _entry("Inkoopvormen vergelijken", reverse("admin:forms_page"))
            models[MASTER_DATA] = _entry("Stamgegevens in- en uitvoeren", reverse("admin:masterdata_page"))
            models[SEGMENTS] = _entry("Segmenten voorstellen", reverse("admin:segments_page"))
            models[USE] = _entry("Onvoldoende inzet", reverse("admin:use_page"))
            models[FEWER] = _entry("Minder producten", reverse("admin:product_proposals"))
            models[PORTFOLIO] = _entry("Portefeuille", reverse("admin:contract_portfolio"))
            models[PROPOSALS] = _entry("Voorstellen", reverse("admin:proposals_page"))
            models[ROOMS] = _entry("Bestedingsruimte", reverse("admin:spending_rooms"))
            models[DEADLINES] = _entry("Termijnen", reverse("admin:deadlines_page"))
            models[INDEXATION] = _entry("Indexatie", reverse("admin:indexation_page"))
            models[KPIS] = _entry("KPI's", reverse("admin:kpis_page"))
            models[TASKS] = _entry("KPI-opgaven", reverse("admin:kpi_tasks"))
            models.pop("kpis.kpitask", None)  # our own list leads to it
            models[REVIEWS] = _entry("Beoordelingsrondes", reverse("admin:review_rounds"))
            models[SATISFACTION] = _entry("Cliënttevredenheid", reverse("admin:satisfaction_page"))
            models[POLICY] = _entry("Beleidsdoelen", reverse("admin:policy_page"))
            models[PER_MUNICIPALITY] = _entry("Per gemeente", reverse("admin:municipalities_page"))
            models[CHANGE] = _entry("Waarom veranderden de uitgaven", reverse("admin:change_page"))
            models[FLOW] = _entry("In-, door- en uitstroom", reverse("admin:flow_page"))
            models[RESIDENTIAL] = _entry("Doorstroom uit verblijf", reverse("admin:residential_page"))
            models[SHIFT] = _entry("Verschuiving van hulp", reverse("admin:shift_page"))
            models[REFERRERS] = _entry("Verwijzers en teams", reverse("admin:referrers_page"))
            models[FORECAST] = _entry("Prognose van het jaar", reverse("admin:forecast_page"))
            models[TALKS] = _entry("Gesprekken", reverse("admin:talks_page"))
            models[AGREEMENTS] = _entry("Verbeterafspraken", reverse("admin:agreements_page"))
            models[LADDER] = _entry("Escalatieladder", reverse("admin:ladder_page"))
            models[BOARD] = _entry("Kwartaalbeeld", reverse("admin:talks_board"))
            models[PARAMETERS] = _entry("Instellingen", reverse("admin:parameters_page"))
            models.pop("base.parameter", None)  # our own list says more
            models[EXPLAINED] = _entry("Wat de cijfers zeggen", reverse("admin:explained_page"))
            models[REPORTS] = _entry("Rapportages", reverse("reports:index"))
        if "django_celery_results.taskresult" in models:
            models[QUEUE] = _entry("Wachtrij en taken", reverse("admin:running_page"))
        if "base.clientread" in models:
            models[READS] = _entry("Inzage in cliëntgegevens", reverse("admin:reads_page"))
            del models["base.clientread"]  # our own page says more
        groups = [_group(name, labels, models) for name, labels in MENU.items()]
        groups.append(_group(MACHINE_ROOM, list(models), models))
        return [group for group in groups if group["models"]]


def _entry(name: str, url: str) -> dict[str, Any]:
    """A page of ours among the lists of the menu."""
    return {"name": name, "object_name": slugify(name), "admin_url": url, "add_url": None, "view_only": True}


def _group(name: str, labels: Iterable[str], models: dict[str, Any]) -> dict[str, Any]:
    """Takes its models out of ``models``, so that the last group gets what nobody asked for."""
    taken = [models.pop(label) for label in labels if label in models]
    return {
        "name": name,
        "app_label": slugify(name),
        "app_url": "",
        "has_module_perms": True,
        "models": taken,
    }
