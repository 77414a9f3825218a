"""What each figure says, how it is made, an example with numbers and what it does not say; for whoever reads it.

Plain Dutch, one entry per figure. ``{parameters}`` in a text stand for what a region may set; ``filled`` puts them in.
Pages, the portal and reports show these texts; the examples are computed again in the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """``limits``: what the figure does not say, and when it cannot be measured; one sentence each."""

    code: str
    name: str
    says: str
    formula: str
    example: str
    limits: tuple[str, ...]

    @property
    def has_code(self) -> bool:
        """True for the indicators of declaratiegedrag, which people know by their code."""
        return self.code.startswith("DG")

    def mentions(self, sought: str) -> bool:
        """True when all words sought stand somewhere in it; also without words."""
        text = " ".join((self.code, self.name, self.says, self.formula, *self.limits)).casefold()
        return all(word in text for word in sought.casefold().split())

    def filled(self, parameters: Mapping[str, Decimal]) -> "Explanation":
        """With the values of the region in the place of their names."""
        plain = {name: f"{value.normalize():f}".replace(".", ",") for name, value in parameters.items()}
        return replace(
            self,
            says=self.says.format_map(plain),
            formula=self.formula.format_map(plain),
            limits=tuple(limit.format_map(plain) for limit in self.limits),
        )


BEHAVIOUR = (
    Explanation(
        "DG01",
        "Gedeclareerd",
        "Hoeveel de aanbieder declareerde voor hulp in deze dienstmaanden.",
        "De som van alle aanvaarde prestaties, credits eraf. De dienstmaand is de maand waarin de "
        "productperiode begint.",
        "€ 1.000 declareren, € 200 crediteren en € 150 opnieuw declareren is € 950.",
        (
            "Geweigerde regels tellen niet mee.",
            "De laatste {mature_after} maanden zijn niet rijp: er komen nog declaraties bij.",
        ),
    ),
    Explanation(
        "DG02",
        "Cliënten",
        "Voor hoeveel verschillende jeugdigen iets gedeclareerd is.",
        "Cliënten met een nettobedrag boven nul over het hele venster; ieder telt één keer.",
        "Drie cliënten met declaraties, van wie één alles gecrediteerd kreeg: 2 cliënten.",
        ("Tel cliënten van aanbieders niet op: wie bij twee aanbieders hulp had, telt bij beide.",),
    ),
    Explanation(
        "DG03",
        "Kosten per cliënt",
        "Wat hulp bij deze aanbieder gemiddeld per cliënt kostte. DG03M is de mediaan, DG03P90 het bedrag"
        " waar negen van de tien cliënten onder blijven.",
        "Gedeclareerd (DG01) gedeeld door cliënten (DG02).",
        "€ 30.000 voor 12 cliënten is € 2.500 per cliënt.",
        (
            "Zegt niets over de zwaarte van de vragen: lees dit naast de zwaarte-index (DG10).",
            (
                "Wie halverwege het venster begon, telt als hele cliënt. Eén duur traject trekt het "
                "gemiddelde op, de mediaan nauwelijks."
            ),
        ),
    ),
    Explanation(
        "DG04",
        "Verzilvering",
        "Welk deel van wat is toegewezen, ook is gedeclareerd.",
        "Gedeclareerd op toewijzingen met een indicatiewaarde, gedeeld door die indicatiewaarde (volume ×"
        " afgesproken tarief), alleen over rijpe maanden.",
        "Toegewezen 10 uur per maand à € 75,50, gedeclareerd 6 uur: € 453 / € 755 = 60%.",
        (
            (
                "Toewijzingen zonder omvang of budget hebben geen waarde en doen niet mee; de pagina noemt "
                "hun aantal."
            ),
            (
                "Laag kan betekenen: te ruim toegewezen, laat gestart, of niet geleverd. Het cijfer zegt niet"
                " welke."
            ),
        ),
    ),
    Explanation(
        "DG05",
        "Cliëntmaanden zonder factuur",
        "Hoe vaak een cliënt een geldige toewijzing had en er in die maand niets gedeclareerd werd.",
        "Cliëntmaanden met netto nul, gedeeld door alle toegewezen cliëntmaanden, alleen over rijpe maanden.",
        "10 cliënten het hele jaar toegewezen, en in 18 van die 120 cliëntmaanden geen factuur: 15%.",
        ("Augustus en december zijn van nature hoog. Vergelijk met dezelfde maand van vorig jaar.",),
    ),
    Explanation(
        "DG06",
        "Declaratievertraging",
        "Hoe lang na afloop van de dienstmaand de aanbieder declareert. DG06S is het deel van het geld "
        "dat na meer dan {late_days} dagen kwam.",
        "Het gemiddelde aantal dagen tussen het einde van de dienstmaand en de dagtekening, gewogen naar "
        "bedrag; alleen debetregels.",
        "€ 1.000 na 10 dagen en € 3.000 na 30 dagen: (10.000 + 90.000) / 4.000 = 25 dagen.",
        ("Een correctie telt als nieuwe, late regel. Veel correcties maken een snelle aanbieder traag.",),
    ),
    Explanation(
        "DG07",
        "Aandeel gecrediteerd",
        "Welk deel van wat gedeclareerd werd, de aanbieder zelf weer terugnam.",
        "Som van de credits gedeeld door de som van de debetregels, naar de maand van dagtekening.",
        "€ 50.000 debet en € 2.000 credit in hetzelfde venster: 4%.",
        ("De credit kan bij een debet van vóór het venster horen.",),
    ),
    Explanation(
        "DG08",
        "Hoger opnieuw gedeclareerd",
        "Hoe vaak op een credit een hogere rekening voor hetzelfde volgt.",
        "Credits waarna voor dezelfde toewijzing, hetzelfde product en dezelfde periode een hoger bedrag "
        "volgt, gedeeld door alle credits.",
        "40 credits, waarvan 6 gevolgd door een hogere regel: 15%.",
        ("Een herstelde fout naar boven is gewoon; een patroon vraagt om uitleg.",),
    ),
    Explanation(
        "DG09",
        "Afkeurpercentage",
        "Welk deel van de ingediende regels geweigerd werd. DG09-… telt één retourcode.",
        "Geweigerde regels gedeeld door alle ingediende regels, naar de maand van dagtekening.",
        "500 regels ingediend, 15 geweigerd: 3%.",
        ("Eén regel met twee codes telt bij beide codes, maar één keer in het totaal.",),
    ),
    Explanation(
        "DG10",
        "Zwaarte-index",
        "Hoe zwaar de hulp van de cliënten gemiddeld is: 1 is licht, 2 middel, 3 zwaar. DG10V is de "
        "verschuiving tegenover het even lange venster ervoor.",
        "De som van de klassen van de cliënten gedeeld door het aantal cliënten. Elke cliënt telt één "
        "keer, in de zwaarste klasse waarin iets gedeclareerd werd.",
        "6 cliënten licht, 3 middel en 1 zwaar: (6 + 6 + 3) / 10 = 1,5.",
        (
            "De klasse is die van het product, niet van de jeugdige.",
            "Producten zonder klasse doen niet mee. Er komt geen signaal uit de index.",
        ),
    ),
    Explanation(
        "DG11",
        "Duur",
        "Hoe lang trajecten duurden die in het venster eindigden, in dagen. DG11M is de mediaan, DG11S "
        "het deel langer dan {long_days} dagen.",
        "Van ingangsdatum t/m einddatum. Toewijzingen van één cliënt met dezelfde zorgvorm met hoogstens "
        "{gap_days} dagen ertussen zijn één traject.",
        "Trajecten van 100, 200 en 600 dagen: gemiddeld 300, mediaan 200, en een derde langer dan een jaar.",
        (
            (
                "Lopende trajecten tellen niet mee. Een aanbieder die mensen vasthoudt, lijkt daardoor "
                "korter; kijk naar de leeftijd van lopende trajecten bij in-, door- en uitstroom."
            ),
        ),
    ),
    Explanation(
        "DG12",
        "Aandeel in de regio",
        "Welk deel van alles wat de regio uitgeeft, naar deze aanbieder gaat.",
        "Gedeclareerd door de aanbieder gedeeld door gedeclareerd in de regio.",
        "€ 2.000.000 van € 40.000.000 is 5%.",
        ("Groot is niet goed of slecht; het bepaalt wel hoe afhankelijk de regio is.",),
    ),
    Explanation(
        "DG13",
        "Regels na het einde van de hulp",
        "Hoeveel prestaties gingen over een maand na de stopmelding, of na de maand van de achttiende "
        "verjaardag.",
        "Het aantal aanvaarde debetregels met een dienstmaand na de maand van de laatste stop (een "
        "tijdelijke stop is geen einde), of na de maand waarin de cliënt {adult_years} werd en het "
        "product geen verlengde jeugdhulp is.",
        "Stop op 10 maart, en regels over februari, maart en april: 1 regel.",
        (
            (
                "Alleen op maandniveau te zien. Een stopmelding mag geen voorwaarde voor betaling zijn "
                "(OP364): dit is reden voor een vraag, nooit voor weigeren."
            ),
        ),
    ),
    Explanation(
        "DG14",
        "Mogelijke dubbele hulp",
        "Hoe vaak een cliënt in één maand in dezelfde categorie bij meer aanbieders of op meer "
        "toewijzingen hulp had.",
        "Cliëntmaanden per categorie met een bedrag boven nul op twee toewijzingen of bij twee "
        "aanbieders, of met meer etmalen verblijf dan de maand dagen heeft. Telt bij elke betrokken "
        "aanbieder.",
        "Begeleiding bij A en bij B in maart en april: 2 bij A en 2 bij B.",
        ("Twee vormen van hulp tegelijk kan goed en afgesproken zijn.",),
    ),
    Explanation(
        "DG15",
        "Van licht naar zwaar",
        "Hoe vaak een cliënt na lichtere hulp bij dezelfde aanbieder in zwaardere hulp komt.",
        "Cliënten die binnen {heavier_days} dagen na het einde van een lichtere klasse een zwaardere "
        "begonnen, gedeeld door cliënten die een lichtere klasse beëindigden.",
        "Van 20 cliënten die licht beëindigden, begonnen er 3 binnen 90 dagen middel of zwaar: 15%.",
        (
            "Zwaarder kan terecht zijn: de vraag bleek zwaarder. Er komt geen signaal uit.",
            (
                "Overstappen naar zwaardere hulp bij een andere aanbieder telt niet; zie in-, door- en "
                "uitstroom."
            ),
        ),
    ),
)

COURSE = (
    Explanation(
        "stromen",
        "In-, door- en uitstroom",
        "Hoeveel jeugdigen er in zorg kwamen, overstapten en uitgingen.",
        "Begin + in − uit = eind, op unieke cliënten, in elke maand en elke zorgvorm. Doorstroom: een "
        "nieuw begin in een andere zorgvorm of bij een andere aanbieder binnen {onward_days} dagen. "
        "Uitstroom: geen nieuw begin in die tijd. Herhaald beroep: terug binnen {repeat_days} dagen. "
        "Balans: (uit − in) / in.",
        "100 in en 91 uit: de balans is −9%.",
        (
            "De laatste {onward_days} dagen zijn voorlopig.",
            (
                "Een open traject waar {silence_months} maanden niets van gehoord is, krijgt een aangenomen "
                "einde; dat wordt apart geteld."
            ),
        ),
    ),
    Explanation(
        "wachten",
        "Wachttijd",
        "Hoe lang het duurde van toewijzing tot start.",
        "De dagen van de eerste toewijzing tot de startmelding. Wie nog wacht, telt mee met de dagen tot "
        "nu; is dat van invloed op het cijfer, dan staat er ≥.",
        "Wachttijden van 10, 20 en 60 dagen: de mediaan is 20.",
        (
            (
                "Alleen hulp waarvoor starts gemeld worden. De norm van {wait_norm_days} dagen is een "
                "instelling van de regio."
            ),
        ),
    ),
)

MONEY = (
    Explanation(
        "verandering",
        "Waarom veranderden de uitgaven",
        "Hoeveel van de verandering komt door meer cliënten, meer volume per cliënt of een hogere prijs.",
        "Per product is gedeclareerd = cliënten × volume per cliënt × prijs. De verandering wordt "
        "verdeeld met de logaritmisch gemiddelde Divisia-index (LMDI); de delen zijn samen tot op de cent"
        " de verandering.",
        "Van 10 naar 12 cliënten bij gelijk volume en gelijke prijs: van € 1.000 naar € 1.200, helemaal "
        "door cliënten.",
        (
            "Een verdeling is geen oorzaak: zij zegt welke factor veranderde, niet waarom.",
            "Nieuwe en vervallen producten en vaste bedragen staan apart.",
        ),
    ),
    Explanation(
        "volledigheid",
        "Volledigheid en nowcast",
        "Welk deel van een dienstmaand al binnen is, en waar die maand op uitkomt.",
        "Uit de laatste {ladder_months} dienstmaanden volgt hoeveel er na elke maand nog bijkomt. "
        "Volledigheid = 1 gedeeld door alles wat nog bijkomt; nowcast = gedeclareerd / volledigheid. "
        "Onder {least_completeness} telt de verwachte waarde. In de prognose heeft elke aanbieder zijn "
        "eigen volledigheid, gemengd met die van de categorie: met n maanden ervaring telt de eigen n / "
        "(n + {credibility_months}).",
        "€ 80 binnen bij een volledigheid van 0,8: de nowcast is € 100.",
        (
            (
                "Gaat een aanbieder sneller of trager declareren dan hij deed, dan klopt zijn nowcast een "
                "tijd niet."
            ),
        ),
    ),
    Explanation(
        "prognose",
        "Prognose van het jaar",
        "Waar het jaar op uitkomt.",
        "Rijpe maanden zoals gedeclareerd, plus de nowcast van wie nog niet rijp is, plus de toekomst: "
        "wat is toegewezen × welk deel daarvan een jaar geleden werd gedeclareerd, plus nieuwe instroom ×"
        " gemiddelde kosten × seizoen. Van de instroom gaat af wat al bekend is.",
        "€ 700.000 gedeclareerd, € 50.000 nog binnen te komen, € 200.000 op lopende toewijzingen en € "
        "60.000 nieuw: € 1.010.000.",
        (
            "Een tariefwijziging of nieuw beleid in de komende maanden zit er niet in.",
            "Laag en hoog volgen uit de fouten van de prognoses van de laatste vier kwartalen.",
        ),
    ),
)

ACCESS = (
    Explanation(
        "verschuiving",
        "Verschuiving en waterbed",
        "Waar cliënten heen gingen die eerder lichtere hulp of een andere zorgvorm hadden, en of minder van de ene "
        "hulp meer van de andere werd.",
        "Het venster naast het even lange venster ervoor. Elke cliënt staat één keer in de tabel: in zijn zwaarste "
        "klasse, of bij zijn duurste zorgvorm. Waterbed: de daling van een categorie naast de stijging van de andere, "
        "van iedereen en van de cliënten die haar eerder hadden.",
        "Ambulant zwaar daalt € 100.000 en de rest stijgt € 40.000: 40% kwam elders terug.",
        (
            "Twee periodes naast elkaar bewijzen geen oorzaak.",
            "Vensters van geen heel jaar verschillen ook door het seizoen.",
        ),
    ),
    Explanation(
        "verwijzers",
        "Verwijzers en teams",
        "Wie naar jeugdhulp verwees, en wat dat per cliënt kostte.",
        "Gedeclareerd op toewijzingen van de verwijzer gedeeld door cliënten met een bedrag boven nul. Verwijzers van "
        "dezelfde soort staan naast elkaar met mediaan en robuuste z.",
        "€ 60.000 voor 12 cliënten is € 5.000 per cliënt; de mediaan van 20 praktijken is € 4.200.",
        (
            (
                "Onder {peer_clients} cliënten wordt een verwijzer niet vergeleken, en niet als er minder dan "
                "{peer_minimum} te vergelijken zijn."
            ),
            "Een duurdere verwijzer kan zwaardere vragen zien. Het is een aanleiding om te praten.",
        ),
    ),
)

SUBJECTS = {
    "Declaratiegedrag": BEHAVIOUR,
    "Verloop van hulp": COURSE,
    "Geld en verwachting": MONEY,
    "Verschuiving en toegang": ACCESS,
}
ALL = {one.code: one for group in SUBJECTS.values() for one in group}


def explanation_of(code: str) -> Explanation:
    """That of a figure; second figures (DG03M, DG09-0611) have that of the first. Raises KeyError."""
    return ALL[code if code in ALL else code[:4]]
