"""Forms around the figures that providers and CBS supply."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from inkoop.base.forms import DayField
from kpis.choices import KpiSource
from kpis.models import Kpi
from kpis.rules.tasks import newest_period
from providers.choices import Segment

DAYS_TO_ANSWER = 28


class PeriodForm(forms.Form):
    """A KPI of one source over a period; the newest quarter that is over is filled in."""

    source = KpiSource.PROVIDER
    kpi = forms.ModelChoiceField(label="KPI", queryset=Kpi.objects.none())
    begin = DayField(label="periode van")
    end = DayField(label="periode t/m")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].queryset = Kpi.objects.filter(source=self.source).order_by("code")  # type: ignore[attr-defined]  # a choice of rows
        begin, end = newest_period("kwartaal", timezone.localdate())
        self.fields["begin"].initial, self.fields["end"].initial = begin, end


class AskForm(PeriodForm):
    due_on = DayField(label="inleveren voor of op")
    segments = forms.MultipleChoiceField(
        label="van welke aanbieders",
        choices=Segment.choices,
        initial=[Segment.STRATEGIC, Segment.LARGE],
        widget=forms.CheckboxSelectMultiple,
        help_text="Actieve aanbieders met een lopend contract. Wie de vraag al heeft, krijgt haar niet nog eens.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)


class CbsForm(PeriodForm):
    source = KpiSource.CBS
    numerator = forms.IntegerField(label="teller", min_value=0)
    denominator = forms.IntegerField(label="noemer", min_value=1)
    note = forms.CharField(label="bron", max_length=300, help_text="De tabel van het CBS en haar datum.")


class AcceptForm(forms.Form):
    reason = forms.CharField(label="opmerking", max_length=300, required=False)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="wat moet er veranderen", max_length=300, help_text="De aanbieder leest dit."
    )
