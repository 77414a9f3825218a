"""What a provider says about a signal."""

from django import forms

from inkoop.portal.forms.fields import WordsField
from providers.forms.documents import DocumentField


class ReplyForm(forms.Form):
    text = WordsField(
        label="Uw uitleg",
        help_text="Schrijf waardoor het cijfer afwijkt. Noem geen namen of nummers van jeugdigen.",
    )
    file = DocumentField(label="Bijlage", required=False)
