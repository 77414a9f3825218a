"""What people fill in about ceilings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.choices import DecisionKind
from contracts.forms.fields import ReasonField
from contracts.models import Contract, ContractDecision, ProductCategory, ProductCode
from inkoop.base.choices import ProposalState
from inkoop.base.forms import DayField, EuroField


class RoomForm(forms.Form):
    year = forms.IntegerField(label="jaar", min_value=2015, max_value=2100)
    category = forms.ModelChoiceField(
        label="productcategorie",
        queryset=ProductCategory.objects.order_by("code"),
        required=False,
        empty_label="alle",
    )
    product_code = forms.ModelChoiceField(
        label="productcode", queryset=ProductCode.objects.order_by("code"), required=False, empty_label="alle"
    )
    cents = EuroField(label="bedrag voor een heel jaar (€)", min_value=0.01)
    begin = DayField(
        label="begint op", required=False, help_text="Leeg: het hele jaar. Anders geldt het bedrag naar rato."
    )
    decision = forms.ModelChoiceField(
        label="addendum", queryset=ContractDecision.objects.none(), required=False, empty_label="geen"
    )
    reason = ReasonField()

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = contract.decisions.filter(
                kind=DecisionKind.ADDENDUM, state=ProposalState.APPROVED
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("category") and values.get("product_code"):
            raise ValidationError("Kies een productcategorie of een productcode, niet allebei.")
        return values


class StepForm(forms.Form):
    note = ReasonField(label="wat is er gemeld, besproken of afgesproken")
