"""What people fill in about signals and the work on IBPs."""

from typing import Any

from django import forms

from inkoop.base.forms import EuroField
from kpis.choices import IbpAction, OverrunCause, ReplyChannel, Verdict
from kpis.services.replies import ATTACHMENT_KINDS

LONGEST = 4000


class TextField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})


class JudgementForm(forms.Form):
    verdict = forms.ChoiceField(label="oordeel", choices=Verdict.choices, widget=forms.RadioSelect)
    reason = TextField(
        label="reden",
        help_text="De aanbieder leest dit mee. Schrijf over het cijfer, niet over een kind of gezin.",
    )


class ReplyForm(forms.Form):
    """What the provider said elsewhere than in the portal."""

    channel = forms.ChoiceField(
        label="hoe gezegd",
        choices=[choice for choice in ReplyChannel.choices if choice[0] != ReplyChannel.PORTAL],
    )
    text = TextField(label="uitleg van de aanbieder")
    attachment = forms.FileField(
        label="bijlage",
        required=False,
        help_text=f"Hoogstens 10 MB: {', '.join(kind[1:] for kind in ATTACHMENT_KINDS)}.",
    )


class IbpExplanationForm(forms.Form):
    text = TextField(label="uitleg van de aanbieder", help_text="Zonder naam of burgerservicenummer.")
    asked_amount = EuroField(
        label="gevraagd plafond (€)", required=False, help_text="Alleen als om verhoging wordt gevraagd."
    )


class TurnDownForm(forms.Form):
    reason = TextField(label="waarom niet")


class IbpDecisionForm(forms.Form):
    cause = forms.ChoiceField(label="oorzaak", choices=OverrunCause.choices, widget=forms.RadioSelect)
    action = forms.ChoiceField(label="actie", choices=IbpAction.choices, widget=forms.RadioSelect)
    new_amount = EuroField(
        label="nieuw plafond (€)", required=False, help_text="Alleen bij verhogen: het hele nieuwe bedrag."
    )
    reason = TextField(label="reden", help_text="De aanbieder leest dit mee.")
