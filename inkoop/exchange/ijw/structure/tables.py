"""The order of elements, written short: ``Name:Type``, the type left out when it has the same name,
then ``?`` for 0..1 and ``+`` for 1..n. Groups of a message come before shared groups, those before simple types.
"""

Table = dict[str, str]

SHARED: Table = {
    "Achternaam": "Achternaam:Naam Voorvoegsel?",
    "Adres": "Huis? Postcode? Straatnaam? Plaatsnaam? LandCode?",
    "BedragMetDC": "Bedrag DebetCredit",
    "BerichtIdentificatie": "Identificatie:IdentificatieBericht Dagtekening:Datum",
    "Communicatie": "Vorm:Communicatievorm Taal?",
    "Geboortedatum": "Datum DatumGebruik?",
    "GeslotenPeriode": "Begindatum:Datum Einddatum:Datum",
    "Huis": "Huisnummer Huisletter? HuisnummerToevoeging? AanduidingWoonadres?",
    "Omvang": "Volume Eenheid Frequentie",
    "OpenPeriode": "Begindatum:Datum? Einddatum:Datum?",
    "Product": "Categorie:ProductCategorie Code:ProductCode?",
    "ProductReferentie": "ReferentieNummer VorigReferentieNummer:ReferentieNummer?",
    "Telefoon": "Telefoonnummer Landnummer",
    "Telefoonnummers": "Telefoon01:Telefoon Telefoon02:Telefoon?",
    "TotaalBedragMetDC": "TotaalBedrag DebetCredit",
    "VerkorteNaam": "Geslachtsnaam:Achternaam Voornamen:Naam? Voorletters?",
    "Verwijzer": "Type:TypeVerwijzer Naam:NaamVerwijzer? ZorgverlenerCode:AgbCode?",
    "VolledigeNaam": "Geslachtsnaam:Achternaam Partnernaam:Achternaam? Voornamen:Naam? Voorletters? NaamGebruik",
    "XsdVersie": "BasisschemaXsdVersie:Versie BerichtXsdVersie:Versie",
}

HEADER = "BerichtCode BerichtVersie BerichtSubversie Afzender Ontvanger BerichtIdentificatie XsdVersie"
RETOUR_HEADER = (
    f"{HEADER} IdentificatieRetour:IdentificatieBericht DagtekeningRetour:Datum XsltVersie:Versie?"
    " XsdVersieRetour:XsdVersie RetourCodes?"
)
ANSWER_HEADER = (
    f"{HEADER} DeclaratieIdentificatie:BerichtIdentificatie XsltVersie:Versie?"
    " XsdVersieDeclaratie:XsdVersie RetourCodes"
)
RETOURCODES = "RetourCode+"

PERSON = "Bsn:BurgerServicenummer Geboortedatum Geslacht Naam:VerkorteNaam"
PERFORMANCE = (
    "ProductReferentie ToewijzingNummer:Nummer ProductCategorie ProductCode ProductPeriode:GeslotenPeriode"
    " GeleverdVolume:Volume Eenheid ProductTarief:Bedrag? IngediendBedrag:BedragMetDC"
)
CHANGE = "GewensteIngangsdatum:Datum Einddatum:Datum? Omvang? Budget?"
CARE = "ToewijzingNummer:Nummer? Product? ToewijzingIngangsdatum:Datum? Begindatum:Datum"

TABLES: dict[str, Table] = {
    "JW301": {
        "Bericht": "Header Client",
        "Header": HEADER,
        "Client": (
            "Bsn:BurgerServicenummer Geboortedatum Geslacht Naam:VolledigeNaam Communicatie? JuridischeStatus?"
            " WettelijkeVertegenwoordiging? Commentaar? Relaties? Contactgegevens ToegewezenProducten"
        ),
        "Relaties": "Relatie+",
        "Relatie": (
            "Nummer:Persoonsid Volgorde:RelatieVolgorde? Soort:SoortRelatie Geboortedatum? Geslacht?"
            " Naam:VolledigeNaam Contact"
        ),
        "Contactgegevens": "Contact+",
        "Contact": (
            "Soort:AdresSoort Adres? Organisatie:Organisatienaam? Telefoon:Telefoonnummers? Emailadres?"
            " Periode:OpenPeriode?"
        ),
        "ToegewezenProducten": "ToegewezenProduct+",
        "ToegewezenProduct": (
            "ToewijzingNummer:Nummer ReferentieAanbieder:Referentie? Product? Toewijzingsdatum:Datum"
            " Toewijzingstijd:Tijd Ingangsdatum:Datum Einddatum:Datum? RedenWijziging? Omvang? Budget? Commentaar?"
        ),
    },
    "JW305": {
        "Bericht": "Header Client",
        "Header": HEADER,
        "Client": f"{PERSON} StartProducten",
        "StartProducten": "StartProduct+",
        "StartProduct": f"{CARE} StatusAanlevering",
    },
    "JW307": {
        "Bericht": "Header Client",
        "Header": HEADER,
        "Client": f"{PERSON} StopProducten",
        "StopProducten": "StopProduct+",
        "StopProduct": f"{CARE} RedenBeeindiging Einddatum:Datum StatusAanlevering",
    },
    "JW315": {
        "Bericht": "Header Client",
        "Header": HEADER,
        "Client": f"{PERSON} GezagsdragerBekend:JaNee? Commentaar? AangevraagdeProducten",
        "AangevraagdeProducten": "AangevraagdProduct+",
        "AangevraagdProduct": (
            "ReferentieAanbieder:Referentie BeschikkingNummer:Nummer? Product? BeschikkingIngangsdatum:Datum?"
            " ToewijzingIngangsdatum:Datum ToewijzingEinddatum:Datum? Omvang? Budget? Verwijzer Raamcontract:JaNee?"
            " Commentaar?"
        ),
    },
    "JW317": {
        "Bericht": "Header Client",
        "Header": HEADER,
        "Client": "Bsn:BurgerServicenummer Verzoek",
        "Verzoek": (
            "ReferentieAanbieder:Referentie RedenVerzoek OngewijzigdeProducten? TeWijzigenProducten? NieuweProducten?"
        ),
        "OngewijzigdeProducten": "OngewijzigdProduct+",
        "OngewijzigdProduct": "ToewijzingNummer:Nummer",
        "TeWijzigenProducten": "TeWijzigenProduct+",
        "TeWijzigenProduct": f"ToewijzingNummer:Nummer {CHANGE}",
        "NieuweProducten": "NieuwProduct+",
        "NieuwProduct": f"Product? {CHANGE}",
    },
    "JW319": {
        "Bericht": "Header Antwoord",
        "Header": HEADER,
        "Antwoord": "ReferentieAanbieder:Referentie VerzoekAntwoord RedenAfwijzingVerzoek? Woonplaatsbeginsel?",
        "Woonplaatsbeginsel": "Gemeente",
    },
    "JW323": {
        "Bericht": "Header Declaratie",
        "Header": HEADER,
        "Declaratie": (
            "DeclaratieNummer DeclaratiePeriode:GeslotenPeriode DeclaratieDagtekening:Datum"
            " TotaalIngediendBedrag:TotaalBedragMetDC Clienten"
        ),
        "Clienten": "Client+",
        "Client": "Bsn:BurgerServicenummer Prestaties",
        "Prestaties": "Prestatie+",
        "Prestatie": PERFORMANCE,
    },
    "JW325": {
        "Bericht": "Header DeclaratieAntwoord?",
        "Header": ANSWER_HEADER,
        "RetourCodes": RETOURCODES,
        "DeclaratieAntwoord": (
            "DeclaratieNummer:IdentificatieDeclaratie TotaalIngediendBedrag:TotaalBedragMetDC"
            " TotaalToegekendBedrag:TotaalBedragMetDC Clienten? RetourCodes"
        ),
        "Clienten": "Client+",
        "Client": "Bsn:BurgerServicenummer Prestaties RetourCodes",
        "Prestaties": "Prestatie+",
        "Prestatie": f"{PERFORMANCE} RetourCodes",
    },
}

# Message, its code, the code of its retour message and that message, title, sent to the municipality?
LISTED = (
    ("JW301", "436", "JW302", "437", "Toewijzing", False),
    ("JW305", "438", "JW306", "439", "Start zorg", True),
    ("JW307", "440", "JW308", "441", "Stop zorg", True),
    ("JW315", "446", "JW316", "447", "Verzoek om toewijzing", True),
    ("JW317", "486", "JW318", "487", "Verzoek om wijziging", True),
    ("JW319", "488", "JW320", "489", "Antwoord op een verzoek", False),
    ("JW323", "490", "", "", "Declaratie", True),
    ("JW325", "491", "", "", "Antwoord op een declaratie", False),
)

REPEATED = {
    "JW323": ("Declaratie", "Clienten", "Client", "Prestaties", "Prestatie"),
    "JW325": ("DeclaratieAntwoord", "Clienten", "Client", "Prestaties", "Prestatie"),
}
