"""The simple types of release 3.2, and helpers to write one down."""

from inkoop.exchange.ijw.structure.codelists import LISTS
from inkoop.exchange.ijw.structure.grammar import Base, SimpleType

SPACE = r" \t\n\r"
FILLED = rf"[^\n\r]*[^{SPACE}][^\n\r]*"
LONG_LIST = 60


def text(longest: int | None = None, pattern: str = FILLED, expected: str = "") -> SimpleType:
    """Filled text on one line, unless the pattern says otherwise."""
    limit = f" van hoogstens {longest} tekens" if longest else ""
    return SimpleType(Base.TEXT, expected or f"tekst{limit}, niet leeg", 1, longest, pattern)


def digits(count: int) -> SimpleType:
    return text(count, rf"[0-9]{{{count}}}", f"{count} cijfers")


def number(highest: int) -> SimpleType:
    return SimpleType(Base.INTEGER, f"een geheel getal van 0 tot en met {highest}", lowest=0, highest=highest)


def one_of(values: tuple[str, ...]) -> SimpleType:
    listed = ", ".join(values)
    expected = (
        listed if len(listed) <= LONG_LIST else f"{values[0]} tot en met {values[-1]}, zie de codelijst"
    )
    return SimpleType(Base.TEXT, f"een van: {expected}", values=values)


def exactly(value: str, base: Base = Base.TEXT) -> SimpleType:
    return SimpleType(base, value, pattern=value, longest=3 if base is Base.TEXT else None)


ANYTHING = ""

SIMPLE: dict[str, SimpleType] = {name: one_of(values) for name, values in LISTS.items()} | {
    "AgbCode": digits(8),
    "Bedrag": number(99_999_999),
    "Budget": number(99_999_999),
    "BurgerServicenummer": digits(9),
    "Commentaar": text(None, rf"(?s:.*[^{SPACE}].*)"),
    "Datum": SimpleType(Base.DATE, "een bestaande datum als JJJJ-MM-DD, zonder tijdzone", pattern="[^:Z]*"),
    "Emailadres": text(80),
    "Gemeente": digits(4),
    "Huisletter": text(1),
    "Huisnummer": number(99_999),
    "HuisnummerToevoeging": text(4),
    "IdentificatieBericht": text(12),
    "IdentificatieDeclaratie": text(12, ANYTHING),
    "Landnummer": text(4),
    "Naam": text(200),
    "NaamVerwijzer": text(64),
    "Nummer": number(999_999_999),
    "Organisatienaam": text(35),
    "Persoonsid": text(20),
    "Plaatsnaam": text(80),
    "Postcode": text(8),
    "ProductCode": text(5),
    "Referentie": text(36),
    "ReferentieNummer": text(20, ANYTHING),
    "RelatieVolgorde": number(99),
    "Straatnaam": text(24),
    "Taal": text(25),
    "Telefoonnummer": text(15, r"[0-9]*", "1 tot en met 15 cijfers"),
    "Tijd": SimpleType(Base.TIME, "een tijd als UU:MM:SS, zonder tijdzone", pattern="[^Z+-]+"),
    "TotaalBedrag": number(999_999_999_999),
    "Versie": text(
        None,
        r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)",
        "een versie als 1.0.0",
    ),
    "Volume": number(99_999_999),
    "Voorletters": text(6, r"[a-zA-ZÀ-ỳ]+", "1 tot en met 6 letters"),
    "Voorvoegsel": text(10),
}
