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
    "0233": Retourcode(
        "",
        "De regel is niet beoordeeld, omdat er iets mis is met de cliënt waar zij bij hoort.",
        "Verbeter eerst wat bij de cliënt is gemeld en lever alle regels van de cliënt opnieuw aan.",
    ),
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
    "9339": Retourcode("productcategorie", "De productcategorie is anders dan in de toewijzing.", AGAIN),
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
    "S300": Retourcode("gemeentecode", "De gemeentecode is niet bekend.", "Controleer de gemeentecode."),
    "S329": Retourcode(
        "productcode",
        "De productcode staat niet in de productlijst of hoort niet bij deze categorie.",
        "Gebruik een code en categorie uit de productlijst van de regio.",
    ),
    "9019": Retourcode(
        "toewijzingnummer",
        "Bij deze gemeente en aanbieder is geen toewijzing met dit nummer bekend.",
        "Controleer het toewijzingnummer en de gemeente, of vraag een toewijzing aan.",
    ),
    "9063": Retourcode(
        "status_aanlevering",
        "Er is geen eerdere melding met deze sleutel om te verwijderen.",
        "Controleer toewijzing, product en data: ze zijn gelijk aan die van de melding die weg moet.",
    ),
    "9069": Retourcode(
        "begindatum",
        "Bij deze stop is geen lopende start met dezelfde toewijzing en begindatum bekend.",
        "Neem de gegevens van de start over, of meld eerst de start.",
    ),
    "9071": Retourcode(
        "status_aanlevering",
        "De start kan niet weg, want er is al een stop op gemeld.",
        "Verwijder eerst de stop en daarna de start.",
    ),
    "9074": Retourcode(
        "begindatum",
        "Deze melding is al eerder ontvangen.",
        "Verwijder eerst de eerdere melding als zij anders moet.",
    ),
    "9319": Retourcode(
        "periode_eind",
        "De periode van de regel ligt na de declaratieperiode.",
        "Lever de regel aan in de declaratie van haar eigen maand of later.",
    ),
    "9326": Retourcode(
        "begindatum",
        "Op deze toewijzing loopt al een start die nog niet is gestopt.",
        "Meld eerst de stop van de lopende levering.",
    ),
    "9332": Retourcode(
        "toewijzingnummer",
        "Dit toewijzingnummer is bij deze gemeente al van een andere cliënt of aanbieder.",
        "Geef de toewijzing een eigen nummer.",
    ),
    "9347": Retourcode(
        "referentie_aanbieder",
        "Deze referentie is door de aanbieder al voor een ander verzoek gebruikt.",
        "Geef elk verzoek een nieuwe referentie.",
    ),
    "9349": Retourcode(
        "verzoek",
        "Het verzoek noemt niet alle lopende toewijzingen van de cliënt bij deze aanbieder.",
        "Noem elke lopende toewijzing, gewijzigd of ongewijzigd.",
    ),
    "9350": Retourcode(
        "toewijzingnummer",
        "Het ongewijzigde product hoort niet bij een lopende toewijzing.",
        "Noem alleen toewijzingen die nu of later gelden.",
    ),
    "9351": Retourcode(
        "toewijzingnummer",
        "Het te wijzigen product hoort niet bij een lopende toewijzing.",
        "Noem alleen toewijzingen die nu of later gelden; vraag anders een nieuw product.",
    ),
    "9355": Retourcode(
        "referentie_aanbieder",
        "Bij dit antwoord is geen verzoek met deze referentie bekend.",
        "Neem de referentie van het verzoek over.",
    ),
    "9357": Retourcode(
        "gewenste_ingangsdatum",
        "Een wijziging die niet in de toekomst begint, begint op de ingangsdatum van de toewijzing.",
        "Vul de ingangsdatum van de toewijzing in, of een dag na de dagtekening.",
    ),
    "9359": Retourcode(
        "referentie_aanbieder",
        "Op dit verzoek is al een toewijzing gestuurd.",
        "Stuur na de toewijzing geen antwoord meer.",
    ),
    "9360": Retourcode(
        "verzoek_antwoord",
        "Op dit verzoek is al een antwoord gestuurd; 'in onderzoek' kan alleen als eerste.",
        "Stuur een toewijzing of een afwijzing.",
    ),
    "9361": Retourcode(
        "product",
        "Hetzelfde product staat in het verzoek met perioden die elkaar overlappen.",
        "Laat de perioden op elkaar aansluiten.",
    ),
    "9365": Retourcode(
        "verzoek_antwoord",
        "Dit verzoek is al afgewezen.",
        "Stuur geen tweede antwoord.",
    ),
    "9366": Retourcode(
        "referentienummer",
        "De beantwoorde regel staat niet in de declaratie.",
        "Neem het referentienummer van de declaratie over.",
    ),
    "9367": Retourcode(
        "referentienummer",
        "De beantwoorde regel heeft een andere waarde dan in de declaratie.",
        "Neem alle waarden van de declaratie over.",
    ),
    "9373": Retourcode(
        "gewenste_ingangsdatum",
        "Een ander budget of totaal geldt voor de hele toewijzing.",
        "Vul als gewenste ingangsdatum de ingangsdatum van de toewijzing in.",
    ),
    "9374": Retourcode(
        "verzoek",
        "Er loopt al een verzoek voor deze cliënt van deze aanbieder.",
        "Wacht op het antwoord op het lopende verzoek.",
    ),
    "9375": Retourcode(
        "omvang",
        "Een toewijzing zonder product heeft geen omvang.",
        "Laat de omvang weg; vraag een ander budget.",
    ),
    "9379": Retourcode(
        "referentie_aanbieder",
        "Bij deze toewijzing is geen verzoek met deze referentie bekend.",
        "Laat de referentie leeg, of neem die van het verzoek over.",
    ),
    "9385": Retourcode(
        "reden_wijziging",
        "De toewijzing kan niet worden verwijderd: er zijn goedgekeurde regels op gedeclareerd.",
        "Laat eerst de regels crediteren, of verkort de toewijzing.",
    ),
    "9411": Retourcode(
        "omvang",
        "De toewijzing heeft een productcode, dus het verzoek noemt een omvang.",
        "Vul de omvang in.",
    ),
    "9412": Retourcode(
        "omvang",
        "De toewijzing heeft geen productcode, dus het verzoek noemt geen omvang.",
        "Laat de omvang leeg.",
    ),
    "9413": Retourcode(
        "reden",
        "De levering is al tijdelijk gestopt.",
        "Meld een definitieve stop, of eerst een nieuwe start.",
    ),
    "9414": Retourcode(
        "einddatum",
        "De einddatum ligt voor die van de eerdere stop.",
        "Vul een einddatum in op of na die van de eerdere stop.",
    ),
    "9415": Retourcode(
        "reden",
        "De levering is al definitief gestopt.",
        "Verwijder eerst de eerdere stop, of meld een nieuwe start.",
    ),
}

WITHOUT_CAUSE = ("0001", "0200", "8001")
"""Refused as a whole for the rules inside the message; nothing to remark; granted in full."""

WJ001 = tuple(sorted({*RETOURCODES, *WITHOUT_CAUSE}))
"""All retourcodes of the standard."""

RULES = {
    "": Rule("", "De waarde heeft niet de vorm die dit veld vraagt.", ""),
    "BSN": Rule("", "In deze kolom lijkt een BSN te staan.", "geen BSN; dat hoort alleen in de kolom bsn"),
    "CS002": Rule("bsn", "CS002: het BSN voldoet niet aan de elfproef.", "een geldig BSN"),
    "CS100": Rule("periode_begin", "CS100: de periode ligt voor 2021.", "een begindatum op of na 2021-01-01"),
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
        "periode_begin",
        "TR134: de periode begint na de dagtekening.",
        "een begindatum op of voor de dagtekening",
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
