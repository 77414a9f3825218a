"""The product codes of the region, with the tariffs of the first year and how they are allocated."""

from dataclasses import dataclass

from inkoop.demo.region import days

MINUTE, HOUR, DAY_AND_NIGHT, HALF_DAY, PIECE_OUTPUT, EURO, PIECE_EFFORT = (
    "01",
    "04",
    "14",
    "16",
    "82",
    "83",
    "84",
)
OUTPUT_UNITS = (PIECE_OUTPUT, EURO)
INDEXATION = (1.0, 1.063, 1.063 * 1.0496, 1.063 * 1.0496 * 1.0412)  # per year of the region


@dataclass(frozen=True, slots=True)
class Product:
    code: str
    category: str
    name: str
    unit: str
    form: str
    weight: str
    level: str
    cents: int  # tariff of the first year; for euros the usual price of the whole traject or of the month
    frequencies: str
    extended: bool = False
    priced: bool = True  # False: price by quotation, no tariff in the contract

    @property
    def funding(self) -> str:
        return "outputgericht" if self.unit in OUTPUT_UNITS else "inspanningsgericht"

    @property
    def longest(self) -> str:
        return {"crisis": "28", "verblijf": "730", "jeugdbescherming": "365"}.get(self.form, "")


def _products(category: str, form: str, table: str) -> list[Product]:
    products = []
    for line in table.strip().splitlines():
        code, name, unit, weight, level, cents, frequencies, *marks = (
            part.strip() for part in line.split("|")
        )
        products.append(
            Product(
                code,
                category,
                name,
                unit,
                form,
                weight,
                level,
                int(cents),
                frequencies,
                extended="verlengd" in marks,
                priced="offerte" not in marks,
            )
        )
    return products


PRODUCTS: list[Product] = [
    *_products("45", "ambulant", """
        H300 | Enkelvoudige begeleiding             | 04 | 1 | mbo |  6130 | 1246
        H301 | Begeleiding regulier                 | 04 | 1 | hbo |  7445 | 246
        H302 | Begeleiding specialistisch           | 04 | 2 | hbo |  8315 | 246
        H303 | Ambulant zwaar                       | 04 | 3 | wo  |  9665 | 246
        H304 | Intensief ambulant                   | 04 | 3 | wo+ | 12725 | 246
        H305 | Groepsbegeleiding                    | 16 | 1 | mbo |  5890 | 246
        H306 | Ouderbegeleiding                     | 84 | 1 | hbo |  9120 | 246
        H307 | Vaktherapie                          | 84 | 2 | hbo |  8460 | 246
        H308 | Gezinsinterventie, module            | 82 | 2 | wo  | 186500 | 6
        H309 | Kort ambulant traject                | 83 | 2 | hbo | 412500 | 6
        H310 | Integrale ambulante jeugdhulp mbo    | 04 | 1 | mbo |  6215 | 1246
        H311 | Integrale ambulante jeugdhulp hbo    | 04 | 1 | hbo |  7935 | 246
        H312 | Integrale ambulante jeugdhulp wo     | 04 | 2 | wo  | 10310 | 246
        H313 | Integrale ambulante jeugdhulp wo+    | 04 | 3 | wo+ | 13585 | 46
        H314 | Integrale ambulante jeugdhulp ms     | 04 | 3 | ms  | 17940 | 46
        H315 | Praktische thuishulp per dag         | 82 | 1 | mbo |  4275 | 12
        H316 | Begeleiding jongvolwassenen          | 04 | 1 | hbo |  7610 | 1246 | verlengd
    """),
    *_products("54", "ggz", """
        H400 | Jeugd-ggz diagnostiek                | 04 | 2 | wo  | 11845 | 46
        H401 | Jeugd-ggz behandeling regulier       | 04 | 1 | wo  | 11210 | 246
        H402 | Jeugd-ggz behandeling specialistisch | 04 | 3 | wo+ | 14390 | 246
        H403 | Medicatiecontrole                    | 84 | 1 | ms  | 10275 | 46
        H404 | Groepsbehandeling ggz                | 16 | 2 | wo  |  7155 | 246
        H405 | Dyslexiebehandeling, traject         | 83 | 1 | wo  | 521000 | 6
        H406 | E-health module                      | 82 | 1 | hbo | 24850 | 6
    """),
    *_products("52", "ggz", """
        H410 | Specialistische ggz klinisch consult | 04 | 3 | ms  | 17685 | 46
        H411 | Specialistische ggz dagdeel          | 16 | 3 | wo+ | 16240 | 246
        H412 | Intensieve thuisbehandeling          | 04 | 3 | wo+ | 13905 | 246
    """),
    *_products("41", "dagbehandeling", """
        H350 | Dagbehandeling jonge kind            | 16 | 2 | hbo | 11365 | 246
        H351 | Dagbehandeling intensief             | 16 | 3 | wo  | 15470 | 246
        H352 | Naschoolse dagbegeleiding            | 16 | 1 | mbo |  6485 | 246
    """),
    *_products("43", "verblijf", """
        H500 | Behandelgroep                        | 14 | 2 | hbo | 27830 | 246
        H501 | Driemilieuvoorziening                | 14 | 3 | wo  | 38965 | 24
        H502 | Gesloten jeugdhulp                   | 14 | 3 | wo+ | 52340 | 46
        H503 | Behandeling bij verblijf             | 04 | 3 | wo  | 10925 | 246
    """),
    *_products("44", "verblijf", """
        H510 | Pleegzorg                            | 14 | 1 | hbo |  4985 | 46
        H511 | Gezinshuis                           | 14 | 2 | hbo | 16475 | 46
        H512 | Logeren                              | 14 | 1 | mbo | 14260 | 246
        H513 | Kamertraining                        | 14 | 2 | hbo | 13655 | 246 | verlengd
        H514 | Verlengde pleegzorg                  | 14 | 1 | hbo |  4985 | 46 | verlengd
    """),
    *_products("46", "crisis", """
        H600 | Crisishulp ambulant                  | 04 | 2 | wo  | 12085 | 26
        H601 | Crisisverblijf                       | 14 | 3 | hbo | 41260 | 6
        H602 | Spoedinterventie                     | 84 | 2 | wo  | 28640 | 6
    """),
    *_products("48", "jeugdbescherming", """
        H700 | Ondertoezichtstelling eerste jaar    | 82 | 3 | hbo | 98740 | 4
        H701 | Ondertoezichtstelling vervolg        | 82 | 2 | hbo | 78905 | 4
        H702 | Voogdij                              | 82 | 1 | hbo | 62310 | 4
    """),
    *_products("50", "maatwerk", """
        H800 | Maatwerkarrangement                  | 83 | 3 | wo  | 186000 | 24 | offerte
        H801 | Zelfstandig leven, begeleiding       | 82 | 2 | hbo | 36530 | 2
        H802 | Maatwerk begeleiding                 | 04 | 2 | hbo |  8875 | 246
        H803 | Maatwerk thuissituatie               | 84 | 2 | wo  | 13290 | 246
    """),
    *_products("42", "vervoer", """
        H900 | Vervoer, enkele rit                  | 84 | 1 | mbo |  2385 | 246
        H901 | Rolstoelvervoer, enkele rit          | 84 | 2 | mbo |  4160 | 246
    """),
]  # fmt: skip

CATEGORIES: tuple[str, ...] = tuple(dict.fromkeys(product.category for product in PRODUCTS))
BY_CATEGORY: dict[str, list[Product]] = {
    category: [product for product in PRODUCTS if product.category == category] for category in CATEGORIES
}
INTEGRAL = ("H310", "H311", "H312", "H313", "H314")


def tariff_in(product: Product, factor: float, year: int) -> int:
    """The agreed tariff in cents; the indexed one is rounded to whole cents each year."""
    return round(product.cents * factor * INDEXATION[year - days.first_year()])
