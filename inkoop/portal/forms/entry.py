"""Ways in: login, and the acceptance of an invitation."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Gebruikersnaam of e-mailadres"
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)


class AcceptForm(forms.Form):
    """A new account for an invited address."""

    first_name = forms.CharField(
        label="Voornaam", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Achternaam", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        min_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ten minste 12 tekens. Een zin die u onthoudt is sterker dan een kort, moeilijk woord.",
    )
    again = forms.CharField(
        label="Wachtwoord, nog eens",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "De wachtwoorden zijn verschillend. Vul twee keer hetzelfde in.")
        return data
