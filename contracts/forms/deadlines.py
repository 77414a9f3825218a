"""What people choose in the list of dates."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.choices import DeadlineKind, DeadlineState
from contracts.forms.fields import ReasonField
from contracts.queries.deadlines import Deadline
from contracts.rules.periods import add_months
from inkoop.base.models import User

EVERYBODY, MINE, NOBODY = "", "mij", "niemand"
MONTHS = [("3", "3 maanden"), ("6", "6 maanden"), ("9", "9 maanden"), ("12", "12 maanden"), ("", "alle")]


class DeadlineFilter(forms.Form):
    """Which dates to show; what cannot be understood narrows nothing."""

    van = forms.ChoiceField(label="van wie", required=False)
    soort = forms.ChoiceField(
        label="soort", required=False, choices=[("", "alle soorten"), *DeadlineKind.choices]
    )
    binnen = forms.ChoiceField(label="binnen", required=False, choices=MONTHS, initial="12")
    stand = forms.ChoiceField(
        label="stand", required=False, choices=[("", "open"), ("alle", "ook afgehandeld")]
    )
    agb = forms.CharField(label="AGB-code", required=False, max_length=8)
    contract = forms.CharField(label="contract", required=False, max_length=40)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        names = [(str(one.pk), one.get_full_name() or one.username) for one in people]
        field = self.fields["van"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(EVERYBODY, "iedereen"), (MINE, "mij"), (NOBODY, "niemand"), *names]

    def narrow(self, listed: list[Deadline]) -> list[Deadline]:
        asked = self.cleaned_data if self.is_valid() else {}
        return [one for one in listed if self._fits(one, asked)]

    def _fits(self, one: Deadline, asked: dict[str, str]) -> bool:
        due, months = one.due, asked.get("binnen", "12")
        person = due.responsible.pk if due.responsible else None
        wanted = asked.get("van", EVERYBODY)
        whose = {EVERYBODY: True, MINE: person == self.user.pk, NOBODY: person is None}
        return (
            whose.get(wanted, str(person) == wanted)
            and (not asked.get("soort") or due.kind == asked["soort"])
            and (not months or due.day <= add_months(self.today, int(months)))
            and (one.is_open or asked.get("stand") == "alle")
            and (not asked.get("agb") or (due.provider is not None and due.provider.agb == asked["agb"]))
            and (
                not asked.get("contract")
                or (due.contract is not None and due.contract.number == asked["contract"])
            )
        )


class MarkForm(forms.Form):
    state = forms.ChoiceField(label="stand", choices=DeadlineState.choices)
    reason = ReasonField(required=False, help_text="Nodig bij vervallen.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") == DeadlineState.DISMISSED and not values.get("reason", "").strip():
            raise ValidationError("Zeg bij vervallen waarom deze termijnen niet meer nodig zijn.")
        return values
