"""What a volume costs, and which tariff stands on the line."""

from inkoop.demo.region.catalogue import EURO, HOUR, MINUTE, Product


def written_tariff(unit: str, product: Product, cents: int | None) -> int | str:
    """Euros have no tariff; minutes of an hour tariff show a rounded one."""
    if unit == EURO or cents is None:
        return ""
    return (cents + 30) // 60 if unit == MINUTE and product.unit == HOUR else cents


def amount_of(volume: int, unit: str, product: Product, cents: int | None) -> int:
    if unit == EURO or cents is None:
        return volume
    if unit == MINUTE and product.unit == HOUR:
        return (cents * volume + 30) // 60  # from the hour tariff, not from the rounded one on the line
    return cents * volume
