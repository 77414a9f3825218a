"""Policy goals and measures, as people keep them."""

from decimal import Decimal

from django.db import transaction
from django.forms import ModelForm

from contracts.services.audit import because
from inkoop.base.models import User
from kpis.models import PolicyGoal, PolicyValue


@transaction.atomic
def keep_policy(*, form: ModelForm, by: User) -> None:
    """Writes a valid form of an area, goal or measure."""
    with because(by, "Beleid bijgewerkt"):
        form.save()


@transaction.atomic
def note_value(*, goal: PolicyGoal, year: int, value: Decimal, source: str, by: User) -> PolicyValue:
    """The value of a year in the unit of the goal; a second one replaces the first."""
    with because(by, f"Waarde van {year} vastgelegd"):
        noted, _ = PolicyValue.objects.update_or_create(
            goal=goal, year=year, defaults={"value": value, "source": source, "by": by}
        )
    return noted
