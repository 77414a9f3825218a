"""What a region may set, in one place: names, defaults, units and what they mean.

A default holds until a row of ``Parameter`` says otherwise; the row with the newest ``valid_from`` on or
before the peildatum counts. The defaults are those of the product, not national norms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inkoop.base.models import Parameter, ParameterProposal

GROUPINGS = {1: "segment en grootste categorie", 2: "segment", 3: "grootste categorie", 4: "alle aanbieders"}
"""Who is compared with whom: those with the same segment, the same dominant category, both or everybody."""


@dataclass(frozen=True, slots=True)
class Definition:
    """``unit`` and ``description`` are for people. ``choices``: what the values say, when it is not a number."""

    name: str
    default: Decimal
    unit: str
    description: str
    choices: Mapping[int, str] = field(default_factory=dict)

    def written(self, value: Decimal) -> str:
        """The value as people read it, with its unit."""
        if self.choices:
            return self.choices.get(int(value), str(value))
        if self.unit == SHARE:
            return f"{plain(value * 100)}%"
        return f"{self.unit} {plain(value)}" if self.unit in MAY_BE_PART else f"{plain(value)} {self.unit}"

    def fault(self, value: Decimal) -> str:
        """What is wrong with a value, as a sentence; empty = nothing."""
        if (
            not value.is_finite()
            or value < 0
            or value > MOST
            or (value == 0 and self.unit not in MAY_BE_NONE)
        ):
            return f"{self.description} De waarde moet groter dan nul zijn, en hoogstens {MOST}."
        if self.choices and value not in self.choices:
            return f"{self.description} Kies een van: {', '.join(self.choices.values())}."
        if self.unit not in MAY_BE_PART and value != value.to_integral_value():
            return f"{self.description} Schrijf een heel getal ({self.unit})."
        if self.unit == SHARE and value > HIGHEST_SHARE:
            return f"{self.description} Schrijf een deel van 1: 0,8 is 80%."
        return ""


SHARE = "aandeel"
MAY_BE_PART = {SHARE, "robuuste z", "cijfer"}
MAY_BE_NONE = {"dagen"}
MOST, HIGHEST_SHARE = 10_000, 2


def plain(value: Decimal) -> str:
    """3,5 for 3.5000."""
    return f"{value.normalize():f}".replace(".", ",")


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
        "peer_grouping",
        Decimal(1),
        "keuze",
        "Met wie een aanbieder vergeleken wordt.",
        GROUPINGS,
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
        "ibp_raise_alone",
        Decimal(10_000),
        "euro",
        "Een verhoging van een IBP met meer dan dit bedrag stelt een tweede persoon vast.",
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
ORDERED = (
    ("ibp_warning", "ibp_full"),
    ("strategic_share", "large_share"),
    ("alert_third", "alert_second"),
    ("alert_second", "alert_first"),
)
"""The first must stay below the second."""


def faults_of(values: Mapping[str, Decimal], in_force: Mapping[str, Decimal]) -> list[str]:
    """What is wrong with new values beside those in force, as sentences. Raises KeyError for an unknown name."""
    faults = [fault for name, value in values.items() if (fault := DEFINITIONS[name].fault(value))]
    after = {**in_force, **values}
    return faults + [
        f"‘{DEFINITIONS[low].description}’ ({plain(after[low])}) moet onder ‘{DEFINITIONS[high].description}’ "
        f"({plain(after[high])}) blijven."
        for low, high in ORDERED
        if {low, high} & set(values) and after[low] >= after[high]
    ]


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


def values_of(proposal: ParameterProposal) -> dict[str, Decimal]:
    """The values proposed, by name."""
    return {name: Decimal(value) for name, value in proposal.values.items()}


def changes_of(
    proposal: ParameterProposal, known: Iterable[Parameter] | None = None
) -> list[tuple[str, str, str]]:
    """Per value what it means, what held on the eve and what is proposed, in words.

    ``known``: all parameters, when they were read already; otherwise one query.
    """
    rows = Parameter.objects.all() if known is None else known
    before = {one.name: one.default for one in _LISTED}
    earlier = [row for row in rows if row.valid_from < proposal.valid_from]
    before |= {row.name: row.value for row in sorted(earlier, key=lambda row: row.valid_from)}
    return [
        (
            DEFINITIONS[name].description,
            DEFINITIONS[name].written(before[name]),
            DEFINITIONS[name].written(value),
        )
        for name, value in values_of(proposal).items()
        if name in DEFINITIONS
    ]
