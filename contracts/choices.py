"""Code lists of products, contracts and the message standard (iJw 3.2)."""

from django.db.models import TextChoices

from contracts.rules import indexation, spending, terms


class ProcurementForm(TextChoices):
    OPEN_HOUSE = "open_house", "open house"
    TENDER = "aanbesteding", "aanbesteding"
    INCIDENTAL = "incidenteel", "incidenteel"


class Funding(TextChoices):
    EFFORT = "inspanningsgericht", "inspanningsgericht"
    OUTPUT = "outputgericht", "outputgericht"
    TASK = "taakgericht", "taakgericht"


class ContractStatus(TextChoices):
    """Follows from dates and decisions only (rules.terms.status_of)."""

    CONCEPT = terms.CONCEPT, "concept"
    PLANNED = terms.PLANNED, "toekomstig"
    RUNNING = terms.RUNNING, "lopend"
    ENDING = terms.ENDING, "opgezegd"
    ENDED = terms.ENDED, "afgelopen"
    CANCELLED = terms.CANCELLED, "vervallen"


class DecisionKind(TextChoices):
    CONCLUDE = "aangaan", "aangaan"
    EXTEND = "verlenging", "verlenging"
    ADDENDUM = "addendum", "addendum"
    NOTICE = "opzegging", "opzegging"
    DISSOLVE = "ontbinding", "ontbinding"


class IndexMethod(TextChoices):
    """How the correction for a forecast that proved wrong is worked out."""

    ADDITIVE = indexation.ADDITIVE, "additief: definitief - voorlopig"
    MULTIPLICATIVE = (
        indexation.MULTIPLICATIVE,
        "multiplicatief: (1 + definitief) / (1 + voorlopig) - 1",
    )


class IndexName(TextChoices):
    OVA = "OVA", "OVA (loonkosten)"
    PPC = "PPC", "PPC (prijs particuliere consumptie)"


class SpendingStep(TextChoices):
    """From 70 % of the spending room to payments stopped."""

    REACHED = spending.REACHED, "drempel bereikt"
    NOTIFIED = spending.NOTIFIED, "schriftelijke melding aan de aanbieder"
    DISCUSSED = spending.DISCUSSED, "overleg met de aanbieder"
    AGREED = spending.AGREED, "afspraak of besluit"
    FULL = spending.FULL, "ruimte geheel gedeclareerd"
    RED = spending.RED, "op rood: niet betaalbaar zonder addendum"
    ANNOUNCED = spending.ANNOUNCED, "bericht aan gemeenten en verwijzers"


class DeadlineKind(TextChoices):
    END = "einde", "einde van het contract"
    NOTICE = "opzeggen", "laatste dag om op te zeggen"
    OPTION = "optie", "besluit over verlenging"
    EVALUATION = "evaluatie", "evaluatie"
    SPENDING = "plafond", "stap bij een bestedingsplafond"
    INSTALMENT = "termijnbetaling", "termijn van een vast bedrag"
    EVIDENCE = "bewijsstuk", "bewijsstuk verloopt"
    MILESTONE = "mijlpaal", "mijlpaal van een procedure"
    AGREEMENT = "afspraak", "verbeterafspraak gereed"
    TEST = "toets", "verbeterafspraak toetsen"
    LADDER = "escalatie", "termijn op de escalatieladder"
    IBP = "ibp", "evaluatie van een IBP"
    ENTRY = "inschrijving", "inschrijfronde opent of sluit"
    STANDSTILL = "opschorting", "opschortende termijn eindigt"
    REASSESSMENT = "herbeoordeling", "toelating opnieuw beoordelen"


class DeadlineState(TextChoices):
    DONE = "gedaan", "gedaan"
    DISMISSED = "vervallen", "vervallen"


class Unit(TextChoices):
    """WJ756 Eenheid."""

    MINUTE = "01", "minuut"
    HOUR = "04", "uur"
    DAY = "14", "etmaal"
    HALF_DAY = "16", "dagdeel (4 uur)"
    PIECE_OUTPUT = "82", "stuks (output)"
    EURO = "83", "euro's"
    PIECE_EFFORT = "84", "stuks (inspanning)"


class Frequency(TextChoices):
    """WMO757 Frequentie; 3 and 5 no longer exist."""

    DAY = "1", "per dag"
    WEEK = "2", "per week"
    MONTH = "4", "per maand"
    TOTAL = "6", "totaal binnen de geldigheidsduur"


class DebitCredit(TextChoices):
    """COD043."""

    DEBIT = "D", "debet"
    CREDIT = "C", "credit"


class ReferrerType(TextChoices):
    """COD327; 07 does not exist."""

    MUNICIPALITY = "01", "gemeente"
    GP = "02", "huisarts"
    YOUTH_DOCTOR = "03", "jeugdarts"
    CERTIFIED = "04", "gecertificeerde instelling"
    SPECIALIST = "05", "medisch specialist"
    SELF = "06", "zelfverwijzer of geen verwijzer"
    JUDGE = "08", "rechter, officier van justitie of JJI"


class ChangeReason(TextChoices):
    """JZ002 RedenWijziging toewijzing."""

    CORRECTION_OLD = "01", "administratieve correctie (vervallen)"
    DECEASED = "02", "cliënt overleden"
    CONTRACT = "03", "contractwijziging"
    LONGER = "04", "herbeoordeling: verlenging"
    SHORTER = "05", "herbeoordeling: verkorting"
    OTHER_DOMAIN = "06", "uitstroom naar ander domein"
    MOVED = "07", "verhuizing naar andere gemeente"
    DELIVERY_FORM = "08", "wijziging leveringsvorm"
    OTHER_PROVIDER = "09", "overstap naar andere aanbieder"
    FUNDING = "10", "nieuwe bekostigingssystematiek"
    MERGER = "11", "gemeentelijke herindeling"
    BY_PROVIDER = "12", "geïnitieerd door aanbieder"
    WITHDRAWN = "13", "verwijderd"
    CORRECTION = "14", "administratieve correctie"


class StopReason(TextChoices):
    """JZ588 RedenBeeindiging."""

    DECEASED = "02", "overlijden"
    TEMPORARY = "20", "levering tijdelijk beëindigd"
    AS_PLANNED = "31", "beëindigd volgens plan"
    BY_CLIENT = "32", "voortijdig, eenzijdig door cliënt"
    BY_PROVIDER = "33", "voortijdig, eenzijdig door aanbieder"
    AGREED = "34", "voortijdig, in overeenstemming"
    EXTERNAL = "35", "voortijdig, externe omstandigheden"
    BY_MUNICIPALITY = "36", "door de gemeente"
    CHANGE_REQUEST = "37", "in verband met een wijzigingsverzoek"
    OTHER_PROVIDER = "38", "overstap naar andere aanbieder"
    OTHER_DOMAIN = "39", "uitstroom naar ander domein"


class RequestKind(TextChoices):
    ALLOCATION = "toewijzing", "verzoek om toewijzing (JW315)"
    CHANGE = "wijziging", "verzoek om wijziging (JW317)"


class RequestStatus(TextChoices):
    OPEN = "open", "open"
    INVESTIGATED = "onderzoek", "in onderzoek"
    GRANTED = "toegewezen", "toegewezen"
    REFUSED = "afgewezen", "afgewezen"


class RequestReason(TextChoices):
    """WJ758 RedenVerzoek."""

    SITUATION = "1", "verandering cliëntsituatie"
    CARE_PLAN = "2", "wijziging zorgplan"


class RefusalReason(TextChoices):
    """WJ759 RedenAfwijzingVerzoek."""

    NEW_REQUEST = "1", "geen wijziging, maar nieuwe aanvraag"
    BUDGET = "2", "past niet binnen budget"
    NO_CONTRACT = "3", "geen contract"
    CONTRACT = "4", "past niet binnen contract"
    OTHER_MUNICIPALITY = "5", "andere gemeente"
    STACKED = "6", "stapeling"
    CONTENT = "7", "zorginhoudelijk"
    RESIDENCE = "8", "woonplaatsbeginsel"
    AGE = "9", "leeftijdsgrens is bereikt"


class ProductChange(TextChoices):
    """What a request asks for a product."""

    SAME = "ongewijzigd", "ongewijzigd"
    CHANGED = "gewijzigd", "te wijzigen"
    NEW = "nieuw", "nieuw"


CATEGORIES = {
    "31": "(2015) Zonder verblijf: wijk- of buurtteam",
    "32": "(2015) Zonder verblijf: ambulant op locatie van de aanbieder",
    "33": "(2015) Zonder verblijf: daghulp op locatie van de aanbieder",
    "34": "(2015) Zonder verblijf: in het netwerk van de jeugdige",
    "35": "(2015) Met verblijf: pleegzorg",
    "36": "(2015) Met verblijf: gezinsgericht",
    "37": "(2015) Met verblijf: gesloten plaatsing",
    "38": "(2015) Met verblijf: overig residentieel",
    "40": "Persoonlijke verzorging",
    "41": "Dagbehandeling",
    "42": "Vervoerdiensten",
    "43": "Jeugdhulp verblijf (inclusief behandeling)",
    "44": "Jeugdhulp verblijf (exclusief behandeling)",
    "45": "Jeugdhulp ambulant",
    "46": "Jeugdhulp crisis",
    "47": "Jeugdreclassering",
    "48": "Jeugdbescherming",
    "49": "Activiteiten in het preventief justitieel kader",
    "50": "Maatwerkarrangementen jeugd",
    "51": "Generalistische basis-ggz",
    "52": "Specialistische ggz",
    "53": "Kindergeneeskunde",
    "54": "Jeugd-ggz",
    "55": "Landelijk ingekochte zorg",
}
"""JZ020 Productcategorie: code to name. There is no 39 and no 56."""

GENERIC = "generiek"
"""Where a generic allocation and its lines stand in a split by category (formulas, section 11)."""


class ProcedureDecision(TextChoices):
    """What can be decided in a procedure. The dates of decisions are what a procedure's state follows from."""

    PUBLISH = "publicatie", "gepubliceerd"
    PROVISIONAL = "voorlopig", "voorlopig gegund"
    OBJECTION = "bezwaar", "bezwaar of dagvaarding ontvangen"
    SETTLED = "afgehandeld", "bezwaar afgehandeld"
    AWARD = "gunning", "definitief gegund"
    END = "einde", "toelating beëindigd"
    WITHDRAW = "intrekking", "procedure ingetrokken"
    BOARD = "bestuur", "bestuursbesluit"
    DRAW = "loting", "geloot"
    INVALID = "ongeldig", "inschrijving ongeldig verklaard"
    RETRACTED = "teruggetrokken", "inschrijving teruggetrokken"
    ADMIT = "toelating", "toegelaten"
    REFUSE = "afwijzing", "niet toegelaten"
    KEPT = "behouden", "toelating behouden na herbeoordeling"
    LOST = "vervallen", "toelating vervallen na herbeoordeling"
    CONTRACT = "contract", "contract gemaakt"
    DISSOLVE = "ontbinding", "contract ontbonden wegens onvoldoende inzet"
    NOT_DISSOLVE = "geen-ontbinding", "contract niet ontbonden"


class DecidedBy(TextChoices):
    OFFICE = "inkoop", "inkooporganisatie"
    EXECUTIVE = "dagelijks", "dagelijks bestuur"
    GENERAL = "algemeen", "algemeen bestuur"
    COLLEGE = "college", "college van B en W"
    COURT = "rechter", "rechter"


class SettledBy(TextChoices):
    THIRD = "derde", "oordeel van een derde beoordelaar"
    CONSENSUS = "consensus", "consensus van de beoordelaars"


class PriceFormula(TextChoices):
    """How points follow from the price that is offered."""

    LOWEST = "laagste", "naar verhouding van de laagste prijs"
    BAND = "bandbreedte", "in een bandbreedte onder de gepubliceerde tarieven"


class LetterKind(TextChoices):
    AWARD = "gunning", "voorlopige gunning"
    RESERVE = "afwijzing", "voorlopige afwijzing"
    INVALID = "ongeldig", "afwijzing: niet geschikt of ongeldig"


class AskState(TextChoices):
    """What a provider asks, the region judges."""

    OPEN = "open", "wacht op oordeel"
    AGREED = "akkoord", "akkoord"
    REFUSED = "afgewezen", "afgewezen"
    WITHDRAWN = "ingetrokken", "ingetrokken"


class ProposalKind(TextChoices):
    """What a provider may propose to change."""

    CONTACT = "contact", "contactpersoon"
    LOCATION = "locatie", "locatie"
    SUBCONTRACTOR = "onderaannemer", "onderaannemer"
    PRODUCTS = "producten", "producten"
    MUNICIPALITIES = "gemeenten", "gemeenten"
    TERMINATION = "beeindiging", "beëindiging"


class CeilingAskKind(TextChoices):
    """What a provider says about an IBP."""

    EXPLANATION = "toelichting", "toelichting"
    RAISE = "verhoging", "verzoek om verhoging"
    EVALUATION = "evaluatie", "verzoek om evaluatie"


class ControlKind(TextChoices):
    GENERAL = "algemeen", "algemeen controleplan"
    SPECIFIC = "specifiek", "specifiek controleplan"


class ControlGround(TextChoices):
    """Why a material control is followed by a detail control."""

    GOAL_MISSED = "doel", "het doel van de materiële controle is niet bereikt"
    INDICATIONS = "aanwijzing", "er zijn concrete aanwijzingen"


class ControlStep(TextChoices):
    """Steps of a control plan, in their order; ``contracts.rules.control`` says which follow for which kind."""

    ADOPTED = "vastgesteld", "vastgesteld"
    PUBLISHED = "gepubliceerd", "gepubliceerd"
    ANNOUNCED = "aangekondigd", "aangekondigd bij de aanbieder"
    DRAFTED = "concept", "conceptuitkomst voorgelegd (hoor en wederhoor)"
    CLOSED = "afgerond", "afgerond"
    WITHDRAWN = "ingetrokken", "ingetrokken"
