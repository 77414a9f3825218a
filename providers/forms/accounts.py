"""Who holds the account of a provider."""

from typing import Any

from django import forms

from inkoop.base.models import User


class AccountHolderForm(forms.Form):
    holder = forms.ModelChoiceField(
        label="nieuwe accounthouder", queryset=User.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        field.queryset = User.objects.filter(is_active=True, is_staff=True).order_by("username")  # type: ignore[attr-defined]  # a choice of rows
        field.empty_label = "niemand"  # type: ignore[attr-defined]  # a choice of rows
