"""What a provider says about the report of a talk."""

from django import forms

from inkoop.portal.forms.fields import WordsField


class ReportForm(forms.Form):
    remark = WordsField(
        label="Uw opmerking",
        required=False,
        help_text="Bij bevestigen niet verplicht. Klopt het verslag niet, schrijf dan wat er anders moet.",
    )
