"""What is asked when a control plan is drawn up or goes a step further."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from contracts.choices import ControlGround, ControlStep
from inkoop.base.forms import DayField


class GeneralPlanForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120)
    risks = forms.CharField(
        label="Algemene risicoanalyse", help_text="Welke risico's de regio ziet.", widget=forms.Textarea
    )
    goal = forms.CharField(label="Wat de controle moet vaststellen", widget=forms.Textarea)
    begin = DayField(label="Vanaf")
    until = DayField(label="Tot en met")


class SpecificPlanForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120)
    material = forms.CharField(
        label="Wat de materiële controle opleverde",
        help_text="Of de hulp geleverd is en past bij de verwijzing, op cijfers en stukken zonder jeugdigen.",
        widget=forms.Textarea,
    )
    ground = forms.ChoiceField(label="Waarom dat niet genoeg is", choices=ControlGround.choices)
    risks = forms.CharField(
        label="Specifieke risicoanalyse",
        help_text="Wat er bij deze aanbieder aan de hand kan zijn. Geen namen of BSN.",
        widget=forms.Textarea,
    )
    goal = forms.CharField(label="Wat de detailcontrole moet vaststellen", widget=forms.Textarea)
    begin = DayField(label="Vanaf")
    until = DayField(label="Tot en met", help_text="Daarna zijn de prestaties weer dicht.")


class ControlStepForm(forms.Form):
    """``steps``: those whose turn it is."""

    step = forms.ChoiceField(label="Stap")
    on = DayField(label="Op")
    note = forms.CharField(label="Wat is gedaan, en waar ligt het stuk", widget=forms.Textarea)

    def __init__(self, *args: Any, steps: Iterable[ControlStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        field.choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("on", timezone.localdate())
