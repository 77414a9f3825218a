"""Who has a way in to the portal."""

from django import forms

from providers.choices import PortalRole

MEANS = {
    PortalRole.MANAGER: "beheerder: alles, ook gebruikers en wijzigingen",
    PortalRole.FINANCE: "financieel: declaraties, IBP's en verantwoording",
    PortalRole.CONTENT: "inhoudelijk: IBP's, signalen, verantwoording en inschrijven",
}
ROLES = [(role.value, text) for role, text in MEANS.items()]


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mailadres", max_length=120)
    role = forms.ChoiceField(label="Rol", choices=ROLES, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Rol", choices=ROLES)
