"""Enumerations of the standard. Lists that the books use as well are taken from there."""

from contracts.choices import CATEGORIES, ChangeReason, DebitCredit, Frequency, ReferrerType, StopReason, Unit
from contracts.retourcodes import WJ001

COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

LISTS: dict[str, tuple[str, ...]] = {
    "AanduidingWoonadres": ("AB", "BY", "TO", "WW"),
    "AdresSoort": ("01", "02", "03", "04"),
    "Communicatievorm": ("1", "2", "3"),
    "DatumGebruik": ("1", "2", "3"),
    "DebetCredit": tuple(DebitCredit.values),
    "Eenheid": tuple(Unit.values),
    "Frequentie": tuple(Frequency.values),
    "Geslacht": ("0", "1", "2"),
    "JaNee": ("1", "2"),
    "JuridischeStatus": ("01", "02", "03", "04", "05", "11", "12"),
    "LandCode": tuple(COUNTRIES.split()),
    "NaamGebruik": ("1", "2", "3", "4", "5", "6"),
    "ProductCategorie": tuple(CATEGORIES),
    "RedenAfwijzingVerzoek": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
    "RedenBeeindiging": tuple(StopReason.values),
    "RedenVerzoek": ("1", "2"),
    "RedenWijziging": tuple(ChangeReason.values),
    "RetourCode": WJ001,
    "SoortRelatie": tuple(f"{number:02d}" for number in range(3, 26)),
    "StatusAanlevering": ("1", "2", "3", "9"),
    "TypeVerwijzer": tuple(ReferrerType.values),
    "VerzoekAntwoord": ("1", "2"),
    "WettelijkeVertegenwoordiging": ("06", "07", "08", "09", "10"),
}
