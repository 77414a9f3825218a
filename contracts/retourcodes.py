"""What a retourcode (WJ001) means to the person who has to do something about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retourcode:
    field: str
    cause: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule inside one row; broken, the row is refused with 0001."""

    field: str
    cause: str
    expected: str
    next_step: str = "Verbeter de rij en lever haar opnieuw aan met een nieuw referentienummer."


AGAIN = "Verbeter de regel en lever haar opnieuw aan met een nieuw referentienummer."

RETOURCODES = {
    "0611": Retourcode(
        "tarief",
        "Het tarief is niet het tarief dat in het contract is afgesproken.",
        "Lever opnieuw aan met het afgesproken tarief, of laat het contract aanpassen.",
    ),
    "8017": Retourcode(
        "vorig_referentienummer",
        "Bij deze credit is geen gelijke, eerder goedgekeurde debetregel bekend.",
        "Neem alle gegevens van de debetregel over. Een afgewezen regel hoeft niet gecrediteerd te worden.",
    ),
    "8021": Retourcode(
        "referentienummer",
        "Dit referentienummer is al eerder aangeleverd.",
        "Geef elke regel een nieuw referentienummer, ook als u een afgewezen regel opnieuw aanlevert.",
    ),
    "8187": Retourcode(
        "client",
        "De regel hoort niet bij deze cliënt: de toewijzing staat op naam van een ander.",
        "Controleer de cliënt en het toewijzingnummer en lever opnieuw aan.",
    ),
    "8214": Retourcode(
        "declaratieperiode",
        "De declaratieperiode sluit niet aan op de vorige, terwijl er iedere maand zorg is geleverd.",
        "Lever eerst de ontbrekende maand aan.",
    ),
    "8848": Retourcode(
        "dagtekening",
        "De dagtekening ligt in de toekomst.",
        "Lever aan op of na de dagtekening, of verbeter de dagtekening.",
    ),
    "9056": Retourcode(
        "identificatie",
        "De identificatie van dit bericht is al eerder gebruikt.",
        "Geef het bericht een nieuwe identificatie.",
    ),
    "9307": Retourcode("periode_begin", "De begindatum valt buiten de toewijzing.", AGAIN),
    "9308": Retourcode("periode_eind", "De einddatum valt buiten de toewijzing.", AGAIN),
    "9321": Retourcode(
        "volume",
        "Het volume is hoger dan in deze periode is toegewezen.",
        "Verlaag het volume, of vraag de gemeente om een hogere toewijzing.",
    ),
    "9322": Retourcode(
        "volume",
        "De volumes op deze toewijzing zijn samen hoger dan is toegewezen.",
        "Verlaag het volume, of vraag de gemeente om een hogere toewijzing.",
    ),
    "9333": Retourcode(
        "declaratienummer",
        "Dit declaratienummer is al eerder gebruikt.",
        "Geef de declaratie een nieuw nummer en lever haar opnieuw aan.",
    ),
    "9338": Retourcode(
        "toewijzingnummer",
        "Er is geen toewijzing met dit nummer voor deze aanbieder bij deze gemeente.",
        "Controleer het toewijzingnummer en de gemeente, of vraag een toewijzing aan.",
    ),
    "9339": Retourcode(
        "productcategorie", "De productcategorie is anders dan in de toewijzing.", AGAIN
    ),
    "9340": Retourcode("productcode", "De productcode is anders dan in de toewijzing.", AGAIN),
    "9341": Retourcode("eenheid", "De eenheid past niet bij de toewijzing of het contract.", AGAIN),
    "9346": Retourcode(
        "bedrag",
        "Het bedrag is niet het volume maal het tarief.",
        "Reken het bedrag opnieuw uit; bij minuten: uurtarief maal minuten gedeeld door 60, afgerond op centen.",
    ),
    "9369": Retourcode(
        "bedrag",
        "De bedragen op deze toewijzing zijn samen hoger dan het budget.",
        "Verlaag het bedrag, of vraag de gemeente om het budget te verhogen.",
    ),
    "9384": Retourcode(
        "toewijzingnummer",
        "De toewijzing is verwijderd (reden wijziging 13).",
        "Neem contact op met de gemeente over de toewijzing.",
    ),
    "9387": Retourcode(
        "periode_begin",
        "De begindatum is niet de eerste dag van de maand of de ingangsdatum van de toewijzing.",
        AGAIN,
    ),
    "9388": Retourcode(
        "periode_eind",
        "De einddatum is niet de laatste dag van de maand of de einddatum van de toewijzing.",
        AGAIN,
    ),
    "9389": Retourcode(
        "periode_begin",
        "Voor deze toewijzing, code en periode is al een regel goedgekeurd die niet is gecrediteerd.",
        "Crediteer eerst de eerdere regel en lever daarna de nieuwe aan.",
    ),
    "9390": Retourcode(
        "vorig_referentienummer",
        "De debetregel is al eerder gecrediteerd.",
        "Lever deze credit niet opnieuw aan.",
    ),
    "S300": Retourcode(
        "gemeentecode", "De gemeentecode is niet bekend.", "Controleer de gemeentecode."
    ),
    "S329": Retourcode(
        "productcode",
        "De productcode staat niet in de productlijst of hoort niet bij deze categorie.",
        "Gebruik een code en categorie uit de productlijst van de regio.",
    ),
}

RULES = {
    "": Rule("", "De waarde heeft niet de vorm die dit veld vraagt.", ""),
    "CS002": Rule("bsn", "CS002: het BSN voldoet niet aan de elfproef.", "een geldig BSN"),
    "CS100": Rule(
        "periode_begin", "CS100: de periode ligt voor 2021.", "een begindatum op of na 2021-01-01"
    ),
    "CS319": Rule(
        "declaratienummer",
        "CS319: het declaratienummer bevat andere tekens dan letters en cijfers, of is te lang.",
        "één tot twaalf letters en cijfers",
    ),
    "CS325": Rule("debet_credit", "CS325: een bedrag van nul kan geen credit zijn.", "D bij bedrag 0"),
    "CS337": Rule(
        "periode_eind", "CS337: de periode ligt niet in één kalendermaand.", "begin en eind in dezelfde maand"
    ),
    "CS339": Rule("bedrag", "CS339: bij eenheid 83 is het bedrag gelijk aan het volume.", "bedrag = volume"),
    "CD060": Rule(
        "vorig_referentienummer",
        "CD060: een credit noemt het referentienummer van de debetregel, een debet niet.",
        "gevuld bij C, leeg bij D",
    ),
    "CD087": Rule(
        "tarief", "CD087: het tarief is gevuld, behalve bij eenheid 83.", "gevuld, en leeg bij eenheid 83"
    ),
    "TR134": Rule(
        "periode_begin", "TR134: de periode begint na de dagtekening.", "een begindatum op of voor de dagtekening"
    ),
    "TR137": Rule(
        "periode_eind",
        "TR137: de periode eindigt voor haar begin of na de dagtekening.",
        "een einddatum vanaf het begin en uiterlijk op de dagtekening",
    ),
    "TR335": Rule(
        "periode_eind",
        "TR335: de periode eindigde meer dan 60 maanden voor de dagtekening.",
        "een einddatum van hoogstens 60 maanden geleden",
    ),
}
