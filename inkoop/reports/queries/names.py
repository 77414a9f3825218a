"""What the parts of the use of care are called."""

from contracts.choices import CATEGORIES, ReferrerType
from contracts.models import ProductCode
from kpis.choices import UseDimension

UNKNOWN = "onbekend"


def names_of(dimension: UseDimension) -> dict[str, str]:
    """Per part its name; parts without one are called by their own text. At most one query."""
    if dimension == UseDimension.PRODUCT_CODE:
        codes = ProductCode.objects.values_list("code", "description")
        return {code: f"{code} {description}".strip() for code, description in codes}
    if dimension == UseDimension.CATEGORY:
        return {code: f"{code} {name}" for code, name in CATEGORIES.items()}
    if dimension == UseDimension.REFERRER:
        return {str(value): str(label) for value, label in ReferrerType.choices}
    if dimension == UseDimension.CARE_FORM:
        return dict(CATEGORIES)
    return {}


def part_name(names: dict[str, str], part: str) -> str:
    return names.get(part, part) or UNKNOWN
