"""Fields of forms: days as the browser picks them, amounts in euros that are kept in cents."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms

from inkoop.base.parameters import SHARE, Definition, plain

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


class WhenAndWhyForm(forms.Form):
    """From which day something holds, and why."""

    valid_from = DayField(
        label="geldig vanaf",
        help_text="Vandaag of later: cijfers per een eerdere peildatum blijven wat ze waren.",
    )
    reason = forms.CharField(
        label="reden",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Staat bij de waarde.",
    )


class ParameterForm(WhenAndWhyForm):
    """Another value of one parameter."""

    field_order = ("value", "valid_from", "reason")

    def __init__(self, *args: Any, definition: Definition, now: Decimal, **options: Any) -> None:
        super().__init__(*args, **options)
        field: forms.Field
        if definition.choices:
            field = forms.TypedChoiceField(coerce=Decimal, choices=list(definition.choices.items()))
            field.initial = int(now)
        else:
            field = forms.DecimalField(
                max_digits=14,
                decimal_places=4,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            field.help_text = (
                "Een deel van 1: 0,8 is 80%." if definition.unit == SHARE else f"In {definition.unit}."
            )
            field.initial = plain(now)
        field.label = "nieuwe waarde"
        self.fields["value"] = field
        self.order_fields(self.field_order)
