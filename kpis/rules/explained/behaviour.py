"""The indicators of declaratiegedrag, and how they are compared."""

from kpis.rules.explained.explanation import Explanation

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
    Explanation(
        "DG16",
        "Uren per fte",
        "Hoeveel directe uren per fulltime medewerker gedeclareerd zijn.",
        "Gedeclareerde directe uren gedeeld door (fte cliëntgebonden × maanden / 12). Meer dan 1.400 uur per fte per "
        "jaar vraagt om uitleg.",
        "5.600 uur in een half jaar met 10 fte: 5.600 / (10 × 6 / 12) = 1.120 uur per fte op jaarbasis.",
        (
            (
                "Wordt nu voor niemand berekend (nvt): het aantal fte staat in geen enkel bericht, en geen aanbieder "
                "levert het hier aan. Vraag het in het gesprek of met een KPI-opgave."
            ),
        ),
    ),
)

COMPARED = (
    Explanation(
        "vergelijken",
        "Vergelijken en signaal",
        "Of een cijfer van een aanbieder ver van dat van vergelijkbare aanbieders ligt.",
        "De groep is een keuze van de regio; gewoonlijk hetzelfde segment en dezelfde grootste categorie, met ten "
        "minste {peer_clients} cliënten. Robuuste z = 0,6745 × (cijfer − mediaan) / MAD, de mediaan van de afstanden "
        "tot de mediaan. Boven {signal_z}, op rijpe maanden en aan de kant die ertoe doet, ontstaat een signaal: één "
        "per oorzaak.",
        "Een cijfer van 30 bij een mediaan van 10 en een MAD van 2: 0,6745 × 20 / 2 = 6,745.",
        (
            "Met minder dan {peer_minimum} vergelijkbare aanbieders, of als hun cijfers gelijk zijn, is er geen z.",
            "Anders zijn is geen fout. Een signaal is een aanleiding voor een gesprek, geen bevinding.",
        ),
    ),
)
