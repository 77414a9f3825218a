"""Reports put together from computed figures."""

from collections.abc import Sequence
from datetime import date

from inkoop.base.dutch import long_date
from inkoop.base.models import Municipality, Team
from inkoop.reports.choices import ReportKind
from inkoop.reports.content import Report, Section
from inkoop.reports.queries.sources import Sources, sources_at
from inkoop.reports.services.flow_sections import comparison_section, flow_section, quality_section
from inkoop.reports.services.kpi_section import kpi_section
from inkoop.reports.services.money_sections import (
    accuracy_section,
    budget_section,
    change_section,
    months_section,
)
from inkoop.reports.services.policy_section import policy_section
from inkoop.reports.services.provider_sections import providers_section, rooms_section, signals_section
from inkoop.reports.services.referrer_section import referrers_section
from inkoop.reports.services.region_sections import ibp_section, municipalities_section
from inkoop.reports.services.talk_sections import asked_section, decisions_section, talks_section
from inkoop.reports.services.team_report import team_sections
from inkoop.reports.services.use_sections import (
    REGION,
    Uses,
    kinds_section,
    largest_sentence,
    use_section,
    uses_of,
)
from kpis.choices import UseDimension
from kpis.models import Computation

MONTHS_SHOWN = 24
TEAM = "team"
IN_SHORT = ("budget", "verandering", "kpis", "beleid", "aanbieders", "ibps", "gesprekken", "gevraagd")
OF_THE_WHOLE = {"budget", "trefzekerheid", "maanden", "verandering", "stromen", "kwaliteit", "namen"}
DEFINITIONS = {
    "Peildatum": "Alleen wat toen ontvangen was, telt mee. Met dezelfde peildatum komt er altijd hetzelfde uit.",
    "Cliënten": "Unieke jeugdigen met een positief gedeclareerd bedrag, na aftrek van crediteringen.",
    "Uitgaven": "Gedeclareerd en aanvaard, na aftrek van crediteringen, naar de maand waarin de hulp is gegeven.",
    "Toegewezen": "Waarde van de geldende toewijzingen: volume maal tarief, of het budget verdeeld over de looptijd.",
    "Duur": "Dagen van de eerste tot en met de laatste gedeclareerde dag in het jaar.",
    "Gemeente": "De gemeente van de toewijzing (woonplaatsbeginsel).",
    "Afgeschermd": "Een cijfer waar 1 tot en met 9 jeugdigen achter staan, of waaruit zo'n cijfer zou volgen.",
}


class NothingComputed(ValueError):
    """There are no figures on this peildatum; the message says what to do."""


def municipality_report(municipality: Municipality, peildatum: date) -> Report:
    """The report of one municipality, with small cells hidden. The number of queries does not grow with the data."""
    sources, use = _figures(peildatum)
    uses = uses_of(use, municipality.code)
    sections = [
        budget_section(sources.forecast, municipality),
        accuracy_section(sources.forecast, municipality),
        *_use_sections(uses),
        kinds_section(uses),
        referrers_section(sources.referrers, municipality),
        months_section(sources.months, municipality, MONTHS_SHOWN),
        change_section(sources.change, municipality),
        flow_section(sources.flow, municipality),
        comparison_section(uses, municipality),
        quality_section(sources, uses, municipality),
    ]
    if any(uses.is_hidden(row) for row in uses.of(UseDimension.WHOLE).get("", {}).values()):
        sections = [_without_figures(one) if one.key in OF_THE_WHOLE else one for one in sections]
    return _report(
        ReportKind.MUNICIPALITY, f"Jeugdhulp in {municipality.name}", municipality.name, use, sections
    )


def team_report(team: Team, peildatum: date) -> Report:
    """The report of one jeugdteam, with small cells hidden. Reads the lines of its municipality."""
    sources, use = _figures(peildatum)
    municipality = team.municipality
    uses = uses_of(use, municipality.code)
    sections = [*team_sections(uses, municipality, team), quality_section(sources, uses, municipality)]
    title = f"Jeugdhulp van {team.name}"
    return _report(TEAM, title, f"{team.name}, {municipality.name}", use, sections)


def region_report(peildatum: date) -> Report:
    """The report for the regio-overleg. The number of queries does not grow with the data."""
    sources, use = _figures(peildatum)
    uses = uses_of(use, REGION)
    sections = [
        budget_section(sources.forecast, None),
        accuracy_section(sources.forecast, None),
        kpi_section(peildatum),
        policy_section(peildatum, uses.hidden),
        municipalities_section(sources, uses.hidden),
        providers_section(sources.behaviour),
        signals_section(sources.behaviour),
        rooms_section(sources.behaviour, peildatum),
        ibp_section(sources.ibps),
        talks_section(peildatum),
        change_section(sources.change, None),
        flow_section(sources.flow, None),
        *_use_sections(uses),
        kinds_section(uses),
        months_section(sources.months, None, MONTHS_SHOWN),
        quality_section(sources, uses, None),
        asked_section(),
        decisions_section(peildatum),
    ]
    sections.insert(0, _in_short(sections))
    return _report(ReportKind.REGION, "KPI-rapport regio-overleg", "Hele regio", use, sections)


def _in_short(sections: Sequence[Section]) -> Section:
    """The first sentence of the sections that a meeting begins with."""
    by_key = {one.key: one for one in sections}
    said = [by_key[key].sentences[0] for key in IN_SHORT if by_key[key].sentences]
    return Section("kort", "In het kort", tuple(said))


def _without_figures(section: Section) -> Section:
    """Of a municipality whose whole is hidden, what that would follow from."""
    return Section(section.key, section.title, ("Afgeschermd: het gaat om te weinig jeugdigen.",))


def _use_sections(uses: Uses) -> list[Section]:
    product, form, referrer, team = (
        UseDimension.PRODUCT_CODE,
        UseDimension.CARE_FORM,
        UseDimension.REFERRER,
        UseDimension.TEAM,
    )
    found = [
        use_section(uses, key="producten", title="Gebruik per product", dimension=product, word="Product",
                    sentences=largest_sentence(uses, product)),
        use_section(uses, key="zorgvormen", title="Gebruik per zorgvorm, met verblijf en jeugdbescherming",
                    dimension=form, word="Zorgvorm", sentences=largest_sentence(uses, form)),
        use_section(uses, key="verwijzers", title="Wie verwees", dimension=referrer, word="Verwijzer",
                    sentences=largest_sentence(uses, referrer)),
    ]  # fmt: skip
    if uses.code != REGION:
        found.append(use_section(uses, key="teams", title="Per jeugdteam", dimension=team, word="Team"))
    return found


def _report(kind: str, title: str, place: str, use: Computation, sections: list[Section]) -> Report:
    years = f"{use.window_from:%Y} t/m {use.window_to:%Y}" if use.window_from and use.window_to else ""
    stated = (
        f"Peildatum {long_date(use.peildatum)}: alleen wat toen ontvangen was, telt mee.",
        "De nieuwste maanden zijn nog niet compleet; zie Kwaliteit van de cijfers.",
        "Cijfers waar weinig jeugdigen achter staan, zijn afgeschermd.",
    )
    return Report(kind, title, place, use.peildatum, years, stated, tuple(sections), DEFINITIONS)


def _figures(peildatum: date) -> tuple[Sources, Computation]:
    sources = sources_at(peildatum)
    if sources.use is None:
        raise NothingComputed(
            f"Van {long_date(peildatum)} zijn er nog geen cijfers. Kies een andere peildatum, of laat ze berekenen: "
            f"python manage.py compute all --peildatum {peildatum}."
        )
    return sources, sources.use
