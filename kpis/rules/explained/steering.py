"""What to steer by: the course of care, ceilings, money to come, and who sends whom where."""

from kpis.rules.explained.explanation import Explanation

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
    Explanation(
        "uitval",
        "Uitval",
        "Welk deel van de hulp die eindigde, voortijdig door de jeugdige of eenzijdig door de aanbieder stopte.",
        "Reden 32 gedeeld door de redenen 31 t/m 35, 38 en 39. Verhuizing, overlijden en een tijdelijke stop tellen "
        "niet mee.",
        "Van 50 beëindigde trajecten er 6 met reden 32: 12%.",
        (
            "Alleen als van ten minste {reasons_known} (als deel van 1) de reden bekend is.",
            "Aanbieders kiezen de reden zelf; vergelijk alleen wie dat op dezelfde manier doet.",
        ),
    ),
    Explanation(
        "verblijf",
        "Doorstroom uit verblijf",
        "Of er is wat een jeugdige in verblijf nodig heeft om verder te gaan, elke maand opnieuw.",
        "Zes voorwaarden, zoals een vervolgplek en een perspectiefplan. Groen: niets ontbreekt. Oranje: er ontbreekt "
        "iets. Rood: er ontbreekt iets en het vertrek is binnen drie maanden of voorbij. Vooruitkijken: evaluatie "
        "drie maanden na het begin en drie maanden voor het einde, een plan vanaf 16 en een plan voor na 18.",
        "Geen vervolgplek, en vertrek over twee maanden: rood. Vertrek over vier maanden: oranje.",
        (
            "Zonder bespreking deze of vorige maand is het licht ‘niet besproken’, nooit groen.",
            "Wat niet van toepassing is, telt niet als ontbrekend.",
        ),
    ),
)

CEILINGS = (
    Explanation(
        "ibp",
        "Benutting van een IBP",
        "Welk deel van het individueel budgetplafond is gedeclareerd.",
        "Gedeclareerd op de toewijzingen onder het IBP, credits eraf, gedeeld door het bedrag. Onder {ibp_warning} "
        "groen, t/m {ibp_full} oranje, daarboven rood (als deel van 1). Overschrijding: wat boven het bedrag is "
        "gedeclareerd, ook tegenover het oorspronkelijke bedrag.",
        "€ 8.500 van € 10.000 is 85%: oranje. € 10.000 is 100% en nog geen overschrijding.",
        (
            "Zonder bedrag is er geen benutting (nvt).",
            "Wat nog gedeclareerd moet worden, telt niet mee: kijk ook naar de verwachte uitputting.",
        ),
    ),
    Explanation(
        "uitputting",
        "Verwachte uitputting",
        "Op welke dag het bedrag van een IBP op is, als het verbruik zo doorgaat.",
        "Verbruik per dag over de laatste {burn_months} rijpe maanden; vanaf het einde van de laatste rijpe maand "
        "zoveel dagen als wat over is gedeeld door dat verbruik.",
        "€ 3.000 over en € 20 per dag: over 150 dagen.",
        (
            "Zonder verbruik is er geen dag; ligt zij na het einde van de looptijd, dan is het bedrag toereikend.",
            "Hulp die afneemt of begint, volgt dit rechte pad niet.",
        ),
    ),
    Explanation(
        "ijking",
        "IJking van de matrix",
        "Of de bedragen in een cel van de matrix passen bij wat hulp werkelijk kost.",
        "Beëindigde trajecten met het doel gehaald (reden 31) binnen het oorspronkelijke bedrag, gedeeld door alle "
        "beëindigde trajecten in de cel. Onder {ibp_fit_share} (als deel van 1) past de cel niet; daarbij staat het "
        "bedrag waarbinnen genoeg trajecten waren gebleven.",
        "Van 24 beëindigde trajecten haalden er 15 het doel binnen het bedrag: 62,5%.",
        (
            "Onder {ibp_fit_minimum} beëindigde trajecten wordt een cel niet beoordeeld.",
            "Zonder gemelde reden telt een traject niet mee; het aantal staat erbij.",
        ),
    ),
    Explanation(
        "bestedingsruimte",
        "Bestedingsruimte",
        "Hoeveel van het afgesproken bedrag van een contract in een jaar op is.",
        "(Gedeclareerd + naar verwachting nog te declareren) gedeeld door de ruimte, naar rato van het deel van het "
        "jaar dat het contract loopt. Vanaf {room_warning} (als deel van 1) volgt een melding, en telkens na "
        "{room_step_days} dagen de volgende stap.",
        "€ 60.000 gedeclareerd en € 20.000 verwacht van € 100.000: 80%.",
        (
            "Een ander plafond dan het IBP: dat is per jeugdige.",
            "Boven 100% zonder addendum wordt niet betaald, behalve specifieke toewijzingen en crisis.",
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
            "Laag en hoog volgen uit de fouten van eerdere prognoses even ver vooruit (P90 en P10), per gemeente.",
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
        "klasse, of bij zijn duurste zorgvorm. Waterbed: de daling van een categorie naast de stijging van de "
        "andere, van iedereen en van de cliënten die haar eerder hadden.",
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
        "Gedeclareerd op toewijzingen van de verwijzer gedeeld door cliënten met een bedrag boven nul. Verwijzers "
        "van dezelfde soort staan naast elkaar met mediaan en robuuste z.",
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
