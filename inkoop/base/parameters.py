"""What a region may set, in one place: names, defaults, units and what they mean.

A default holds until a row of ``Parameter`` says otherwise; the row with the newest ``valid_from`` on or
before the peildatum counts. The defaults are those of the product, not national norms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inkoop.base.models import Parameter


@dataclass(frozen=True, slots=True)
class Definition:
    """``unit`` and ``description`` are for people."""

    name: str
    default: Decimal
    unit: str
    description: str


_LISTED = (
    Definition(
        "window_months", Decimal(12), "maanden", "Lengte van het gewone venster van declaratiegedrag."
    ),
    Definition("mature_after", Decimal(3), "maanden", "Hele maanden na de dienstmaand voordat zij rijp is."),
    Definition(
        "late_days", Decimal(60), "dagen", "Na zoveel dagen na de dienstmaand is een declaratie laat."
    ),
    Definition("long_days", Decimal(365), "dagen", "Langer dan dit geldt als een lang traject."),
    Definition("gap_days", Decimal(30), "dagen", "Onderbreking waarover trajecten worden samengevoegd."),
    Definition("adult_years", Decimal(18), "jaar", "Leeftijd waarop jeugdhulp eindigt, tenzij verlengd."),
    Definition(
        "peer_clients", Decimal(10), "cliënten", "Zoveel cliënten heeft een vergeleken aanbieder ten minste."
    ),
    Definition(
        "peer_minimum", Decimal(8), "aanbieders", "Zoveel vergelijkbare aanbieders zijn ten minste nodig."
    ),
    Definition(
        "signal_z", Decimal("3.5"), "robuuste z", "Boven deze afstand tot de mediaan ontstaat een signaal."
    ),
    Definition(
        "signal_reply_days",
        Decimal(14),
        "dagen",
        "Zo lang kan een aanbieder een signaal eerst zelf uitleggen.",
    ),
    Definition("ibp_warning", Decimal("0.8"), "aandeel", "Vanaf deze benutting is een IBP oranje."),
    Definition("ibp_full", Decimal(1), "aandeel", "Boven deze benutting is een IBP rood."),
    Definition(
        "ibp_evaluate_days", Decimal(14), "dagen", "Tijd voor de evaluatie van een IBP en voor een besluit."
    ),
    Definition(
        "ibp_look_back_days",
        Decimal(90),
        "dagen",
        "Zo lang na het einde van een IBP opent een late declaratie nog een taak.",
    ),
    Definition(
        "ibp_fit_share",
        Decimal("0.75"),
        "aandeel",
        "Zoveel beëindigde trajecten haalt het doel binnen het IBP; onder dit deel past de cel van de matrix niet.",
    ),
    Definition(
        "ibp_fit_minimum", Decimal(20), "trajecten", "Zoveel trajecten zijn nodig om een cel te beoordelen."
    ),
    Definition(
        "burn_months", Decimal(3), "maanden", "Laatste rijpe maanden waaruit het verbruik van een IBP blijkt."
    ),
    Definition("ladder_months", Decimal(24), "maanden", "Dienstmaanden achter één ontwikkelfactor."),
    Definition("ladder_age", Decimal(12), "maanden", "Na zoveel maanden geldt een dienstmaand als volledig."),
    Definition(
        "least_completeness", Decimal("0.3"), "aandeel", "Onder deze volledigheid telt de verwachte methode."
    ),
    Definition(
        "credibility_months", Decimal(6), "maanden", "Gewicht van de regio tegenover de aanbieder zelf."
    ),
    Definition(
        "standstill_days",
        Decimal(20),
        "dagen",
        "Opschortende termijn na de brieven van een aanbesteding (Aanbestedingswet, art. 2.127).",
    ),
    Definition(
        "reentry_months",
        Decimal(24),
        "maanden",
        "Zo lang geen nieuwe toelating na ontbinding wegens onvoldoende inzet.",
    ),
    Definition(
        "kept_grade",
        Decimal("8.5"),
        "cijfer",
        "Vanaf dit cijfer van cliënten wordt een ongebruikt contract niet ontbonden.",
    ),
    Definition(
        "kept_answers",
        Decimal(10),
        "antwoorden",
        "Zoveel antwoorden zijn nodig om dat cijfer te laten tellen.",
    ),
    Definition(
        "few_clients",
        Decimal(10),
        "cliënten",
        "Een product met minder cliënten in een jaar kan met een ander samengaan (voorstel).",
    ),
    Definition(
        "strategic_share",
        Decimal("0.5"),
        "aandeel",
        "De grootste aanbieders die samen dit deel declareren, zijn strategisch (voorstel).",
    ),
    Definition(
        "large_share", Decimal("0.8"), "aandeel", "De volgende aanbieders tot dit deel zijn groot (voorstel)."
    ),
    Definition(
        "room_warning",
        Decimal("0.7"),
        "aandeel",
        "Vanaf deze benutting van een bestedingsruimte volgt een melding.",
    ),
    Definition(
        "room_step_days", Decimal(14), "dagen", "Tijd voor elke volgende stap bij een bestedingsruimte."
    ),
    Definition(
        "option_months",
        Decimal(6),
        "maanden",
        "Zo lang voor het einde is besloten of een contract wordt verlengd.",
    ),
    Definition("alert_first", Decimal(9), "maanden", "Eerste herinnering, zo lang voor een termijn."),
    Definition("alert_second", Decimal(6), "maanden", "Tweede herinnering, zo lang voor een termijn."),
    Definition("alert_third", Decimal(3), "maanden", "Derde herinnering, zo lang voor een termijn."),
    Definition("onward_days", Decimal(28), "dagen", "Een nieuw begin binnen zoveel dagen is geen uitstroom."),
    Definition("repeat_days", Decimal(365), "dagen", "Terug binnen zoveel dagen is herhaald beroep."),
    Definition(
        "silence_months", Decimal(6), "maanden", "Na zoveel maanden zonder bericht sluit een open traject."
    ),
    Definition(
        "reasons_known", Decimal("0.8"), "aandeel", "Zoveel redenen van einde zijn nodig om uitval te tonen."
    ),
    Definition(
        "review_minimum",
        Decimal(3),
        "beoordelingen",
        "Vanaf zoveel beoordelingen telt het oordeel over een aanbieder.",
    ),
    Definition(
        "review_insufficient",
        Decimal(5),
        "cijfer",
        "Een cijfer van jeugdprofessionals tot en met dit is onvoldoende.",
    ),
    Definition(
        "review_negative",
        Decimal("5.5"),
        "cijfer",
        "Onder dit gemiddelde is een kwartaalbeoordeling negatief.",
    ),
    Definition("review_days", Decimal(21), "dagen", "Zo lang staat een beoordelingsronde open."),
    Definition("wait_norm_days", Decimal(70), "dagen", "Langer wachten dan dit is boven de norm."),
    Definition(
        "talk_strategic", Decimal(3), "maanden", "Tijd tussen gesprekken met een strategische aanbieder."
    ),
    Definition("talk_large", Decimal(6), "maanden", "Tijd tussen gesprekken met een grote aanbieder."),
    Definition("talk_other", Decimal(12), "maanden", "Tijd tussen gesprekken met een andere aanbieder."),
    Definition("talk_yearly", Decimal(12), "maanden", "Met elke aanbieder ten minste zo vaak een gesprek."),
    Definition("talk_notice_days", Decimal(21), "dagen", "Een gesprek wordt zo lang vooraf gepland."),
    Definition(
        "talks_per_day", Decimal(2), "gesprekken", "Zoveel gesprekken plant de cyclus op een dag per persoon."
    ),
    Definition(
        "agreement_partly",
        Decimal("0.5"),
        "aandeel",
        "Vanaf dit deel van de weg naar het doel is een verbeterafspraak deels gehaald.",
    ),
    Definition(
        "heavier_days",
        Decimal(90),
        "dagen",
        "Zo kort na een lichtere klasse is een zwaardere een verzwaring.",
    ),
)
DEFINITIONS = {definition.name: definition for definition in _LISTED}


def values_at(peildatum: date) -> Mapping[str, Decimal]:
    """All parameters in force on the peildatum, by name. One query."""
    values = {definition.name: definition.default for definition in _LISTED}
    rows = Parameter.objects.filter(valid_from__lte=peildatum).order_by("valid_from")
    values |= {name: value for name, value in rows.values_list("name", "value") if name in values}
    return values


def value_at(name: str, peildatum: date) -> Decimal:
    """One parameter in force on the peildatum; raises KeyError for an unknown name. One query."""
    default = DEFINITIONS[name].default
    rows = Parameter.objects.filter(name=name, valid_from__lte=peildatum).order_by("-valid_from")
    found = rows.values_list("value", flat=True).first()
    return default if found is None else found
