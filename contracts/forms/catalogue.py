"""What people fill in about products."""

from typing import Any

from django import forms

from contracts.models import ProductCode, StandardCode
from inkoop.base.forms import DayField


class ProductForm(forms.Form):
    valid_from = DayField(label="af te spreken vanaf", required=False)
    valid_until = DayField(label="af te spreken t/m", required=False)
    needs_no_decision = forms.BooleanField(label="zonder beschikking", required=False)
    standard_code = forms.ModelChoiceField(
        label="standaardcode",
        queryset=StandardCode.objects.none(),
        required=False,
        help_text="De code van de landelijke lijst die hetzelfde betekent.",
    )
    reason = forms.CharField(label="reden", max_length=300)

    def __init__(self, *args: Any, product: ProductCode, **kwargs: Any) -> None:
        names = ("valid_from", "valid_until", "needs_no_decision", "standard_code")
        kwargs["initial"] = {name: getattr(product, name) for name in names}
        super().__init__(*args, **kwargs)
        field = self.fields["standard_code"]
        field.queryset = StandardCode.objects.filter(category=product.category_id)  # type: ignore[attr-defined]  # a choice of rows


class EndForm(forms.Form):
    last_day = DayField(label="laatste dag voor nieuwe afspraken")
    into = forms.ModelChoiceField(
        label="opgaan in",
        queryset=ProductCode.objects.none(),
        required=False,
        help_text="Leeg = vervalt zonder opvolger.",
    )
    reason = forms.CharField(label="reden", max_length=300)

    def __init__(self, *args: Any, product: ProductCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = ProductCode.objects.filter(category=product.category_id, unit=product.unit, merged_into=None)
        field = self.fields["into"]
        field.queryset = same.filter(valid_until=None).exclude(pk=product.pk)  # type: ignore[attr-defined]  # a choice of rows
