"""What each rule inside a message asks, in words for the person who must repair the message."""

TEXTS: dict[str, tuple[str, str]] = {
    # rule: (what is wrong, what is expected)
    "CD005": (
        "De landcode hoort bij de postcode: beide gevuld of beide leeg.",
        "een landcode bij een postcode",
    ),
    "CD007": ("De taal is gevuld bij een tolk voor een taal, en anders leeg.", "een taal bij vorm 1"),
    "CD009": ("Alleen een tijdelijk adres heeft een periode.", "leeg, behalve bij soort 04"),
    "CD025": ("Een adres in Nederland heeft een huisnummer.", "een huis bij landcode NL"),
    "CD034": ("Een BRP-adres en een verblijfadres hebben een postcode.", "een postcode bij soort 01 en 03"),
    "CD041": ("Met een productcode is er ook een omvang.", "een omvang"),
    "CD043": (
        "Beschikkingnummer en ingangsdatum van de beschikking horen bij elkaar.",
        "beide gevuld of beide leeg",
    ),
    "CD060": (
        "Een credit noemt het referentienummer van de debetregel, een debet noemt er geen.",
        "een vorig referentienummer bij C, leeg bij D",
    ),
    "CD066": ("Met de AGB-code van de verwijzer blijft zijn naam leeg.", "geen naam naast de AGB-code"),
    "CD067": ("Van deze verwijzer is de AGB-code of de naam nodig.", "een naam of een AGB-code"),
    "CD068": ("Deze soort verwijzer heeft geen AGB-code.", "geen AGB-code"),
    "CD075": ("Met een budget is er ook een einddatum.", "een einddatum"),
    "CD076": ("Met een omvang per week is er ook een einddatum.", "een einddatum"),
    "CD077": ("Er is een budget, dus geen omvang.", "een omvang of een budget"),
    "CD078": ("Er is een omvang, dus geen budget.", "een omvang of een budget"),
    "CD079": ("Zonder budget is er een product nodig.", "een product of een budget"),
    "CD080": ("Zonder productcode blijft de omvang leeg.", "geen omvang"),
    "CD085": ("Bij een afwijzing hoort een reden.", "een reden bij antwoord 1"),
    "CD086": (
        "Zolang het verzoek in onderzoek is, is er geen reden van afwijzing.",
        "geen reden bij antwoord 2",
    ),
    "CD087": ("Het tarief is gevuld, behalve bij eenheid 83.", "een tarief, en geen bij eenheid 83"),
    "CD095": ("Zonder productcode blijft de omvang leeg.", "geen omvang"),
    "CD096": ("Zonder productcode blijft de omvang leeg.", "geen omvang"),
    "CS002": ("Het BSN voldoet niet aan de elfproef.", "een geldig BSN"),
    "CS003": ("De einddatum ligt voor de begindatum.", "een einddatum op of na de begindatum"),
    "CS050": (
        "Het naamgebruik past niet bij de namen.",
        "1 tot en met 4 met een partnernaam, 1 of 6 zonder",
    ),
    "CS058": ("Deze status van de aanlevering wordt niet gebruikt.", "1 of 3"),
    "CS089": ("Dit is geen Nederlandse postcode.", "vier cijfers en twee hoofdletters"),
    "CS100": ("De periode ligt voor 2021.", "een periode vanaf 2021-01-01"),
    "CS139": (
        "De geboortedatum past niet bij wat ervan bekend is.",
        "de eerste dag van wat bekend is, en 1900-01-01 als niets bekend is",
    ),
    "CS318": ("Een cliënt is een natuurlijk persoon.", "een ander naamgebruik dan 6"),
    "CS319": ("Het declaratienummer bevat andere tekens dan letters en cijfers.", "letters en cijfers"),
    "CS325": ("Een bedrag van nul is een debet.", "D bij bedrag 0"),
    "CS335": (
        "Een verwijderde toewijzing eindigt op haar ingangsdatum.",
        "einddatum gelijk aan ingangsdatum bij 13",
    ),
    "CS336": ("Deze reden van wijziging bestaat niet meer.", "een andere reden dan 01"),
    "CS337": ("De periode van de regel ligt niet in één kalendermaand.", "begin en eind in dezelfde maand"),
    "CS338": ("De frequentie past niet bij de eenheid.", "frequentie 2, 4 of 6"),
    "CS339": ("Bij eenheid 83 is het bedrag gelijk aan het volume.", "bedrag gelijk aan volume"),
    "CS340": (
        "De declaratieperiode is niet precies één kalendermaand.",
        "de eerste t/m de laatste dag van een maand",
    ),
    "CS343": ("De frequentie past niet bij de eenheid.", "frequentie 2, 4 of 6"),
    "TR002": (
        "De geboortedatum ligt meer dan 120 jaar terug.",
        "een geboortedatum van hoogstens 120 jaar geleden",
    ),
    "TR006": (
        "Bij dit contact staat geen telefoonnummer en geen adres.",
        "een telefoon, of een huis met postcode",
    ),
    "TR018": ("De einddatum ligt voor de begindatum.", "een einddatum op of na de begindatum"),
    "TR061": (
        "Van de cliënt is geen BRP-, correspondentie- of verblijfadres bekend.",
        "een contact van soort 01, 02 of 03",
    ),
    "TR101": ("Deze sleutel komt twee keer voor in het bericht.", "elke sleutel één keer"),
    "TR134": ("De datum ligt na de dagtekening van het bericht.", "een datum op of voor de dagtekening"),
    "TR137": (
        "De einddatum ligt voor de begindatum of na de dagtekening van het bericht.",
        "een einddatum vanaf de begindatum en uiterlijk op de dagtekening",
    ),
    "TR302": (
        "Hetzelfde product is twee keer toegewezen in dezelfde tijd.",
        "perioden die elkaar niet overlappen",
    ),
    "TR315": ("Dezelfde debetregel wordt twee keer gecrediteerd.", "elk vorig referentienummer één keer"),
    "TR316": (
        "Een debetregel wordt gecrediteerd in het bericht waarin hij staat.",
        "een debetregel uit een eerder bericht",
    ),
    "TR319": (
        "De periode van de regel ligt na de declaratieperiode.",
        "een periode tot en met de declaratieperiode",
    ),
    "TR335": (
        "De periode eindigde meer dan 5 jaar voor de dagtekening.",
        "een periode van hoogstens 60 maanden geleden",
    ),
    "TR342": (
        "De teruggestuurde regels verklaren het verschil tussen ingediend en toegekend niet.",
        "som van de regels gelijk aan ingediend min toegekend",
    ),
    "TR352": (
        "Het verzoek noemt geen enkele bestaande toewijzing.",
        "een ongewijzigd of te wijzigen product",
    ),
    "TR353": ("Het verzoek vraagt niets te veranderen.", "een te wijzigen of nieuw product"),
    "TR358": (
        "Het totaal is niet de som van de regels.",
        "debet min credit, als credit wanneer dat negatief is",
    ),
    "TR377": (
        "Bij deze reden van afwijzing hoort de gemeente die wel verantwoordelijk is.",
        "een gemeente bij reden 8",
    ),
    "TR380": ("Een nieuw product begint na de dagtekening.", "een datum na de dagtekening"),
    "TR383": ("Twee aangevraagde producten hebben dezelfde referentie.", "elke referentie één keer"),
    "TR386": (
        "Hetzelfde product is twee keer aangevraagd in dezelfde tijd.",
        "perioden die elkaar niet overlappen",
    ),
    "TR409": (
        "Alleen bij het woonplaatsbeginsel staat er een gemeente in het antwoord.",
        "geen gemeente, behalve bij reden 8",
    ),
    "TR410": (
        "Hetzelfde nieuwe product is twee keer gevraagd in dezelfde tijd.",
        "perioden die elkaar niet overlappen",
    ),
    "TR416": (
        "Twee debetregels gaan over dezelfde toewijzing, code en periode.",
        "één debetregel per periode",
    ),
}
