"""Fields of forms: days as the browser picks them, amounts in euros that are kept in cents."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DateInput


class EuroField(forms.DecimalField):
    """Typed as euros (61,20 or 61.20), cleaned to an integer number of cents."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal(0))
        options.setdefault("localize", True)
        super().__init__(max_digits=12, decimal_places=2, **options)

    def to_python(self, value: Any) -> Any:
        text = value.replace("€", "").strip() if isinstance(value, str) else value
        return super().to_python(text)

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
