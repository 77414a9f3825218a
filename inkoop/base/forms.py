"""Fields of forms: days as the browser picks them, amounts in euros that are kept in cents."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms

THOUSANDS = re.compile(r"-?[0-9]{1,3}([.][0-9]{3})+")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DateInput


class EuroField(forms.DecimalField):
    """Typed as euros (1.234,56 or 1234.56), cleaned to an integer number of cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal(0))
        super().__init__(max_digits=13, decimal_places=2, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[€\s]", "", value)
            if "," in value or THOUSANDS.fullmatch(value):
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        euros = super().clean(value)
        return None if euros is None else int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def prepare_value(self, value: Any) -> Any:
        """Cents of the database as euros; what somebody typed stays what it was."""
        if isinstance(value, int):
            return f"{Decimal(value) / 100:.2f}".replace(".", ",")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except forms.ValidationError:
            return True
