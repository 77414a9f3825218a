"""What people fill in about products."""

from typing import Any

from django import forms

from contracts.models import ProductCode, ProductDecision, StandardCode
from contracts.models.prices import PRODUCT_FIELDS
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


class ProductProposalForm(forms.ModelForm):
    """All features of a product; ``product`` None = a new one."""

    valid_from = DayField(label="Af te spreken vanaf", required=False)
    weight_class = forms.TypedChoiceField(
        label="Gewichtsklasse",
        choices=[("", "geen"), (1, "1 licht"), (2, "2 middel"), (3, "3 zwaar")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(
        label="Reden", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Blijft bewaard."
    )

    class Meta:
        model = ProductDecision
        fields = ("code", *PRODUCT_FIELDS, "reason")

    def __init__(self, *args: Any, product: ProductCode | None = None, **kwargs: Any) -> None:
        if product is not None:
            kwargs["initial"] = {name: getattr(product, name) for name in ("code", *PRODUCT_FIELDS)}
        super().__init__(*args, **kwargs)
        if product is not None:
            del self.fields["code"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PRODUCT_FIELDS}


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
