"""What a provider reports of its places, typed in by the region."""

from typing import Any

from django import forms

from providers.models import CapacityReport


class CapacityForm(forms.ModelForm):
    class Meta:
        model = CapacityReport
        fields = ("provider", "location", "product", "reported_on", "capacity", "free", "waiting_weeks")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        location, provider = data.get("location"), data.get("provider")
        if location and provider and location.provider_id != provider.pk:
            self.add_error("location", "Deze locatie is van een andere aanbieder. Kies een locatie van deze.")
        return data
