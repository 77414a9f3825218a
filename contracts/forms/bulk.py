"""What people do with several contracts at once."""

from django import forms

from contracts.forms.fields import ReasonField
from inkoop.base.models import User


class ResponsibleForm(forms.Form):
    responsible = forms.ModelChoiceField(
        label="verantwoordelijke",
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        required=False,
        empty_label="de accounthouder van de aanbieder",
    )
    reason = ReasonField()
