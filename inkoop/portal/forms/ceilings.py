"""What a provider says or asks about an IBP, one at a time or many in a file."""

import csv
import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from contracts.choices import CeilingAskKind
from inkoop.base.bsn import holds_bsn
from inkoop.base.forms import EuroField
from inkoop.portal.forms.fields import NO_BSN, WordsField

MOST_ROWS = 1_000
LARGEST = 1_000_000
LONGEST = 2_000
HEADER = ["ibp", "toelichting"]
MOST_FAULTS = 20


class CeilingAskForm(forms.Form):
    kind = forms.ChoiceField(
        label="Wat wilt u doen?",
        choices=[
            (
                CeilingAskKind.EXPLANATION.value,
                "Toelichten waardoor het plafond wordt bereikt of overschreden",
            ),
            (CeilingAskKind.RAISE.value, "Vragen om een hoger plafond"),
            (CeilingAskKind.EVALUATION.value, "Vragen om een evaluatie met gemeente en gezin"),
        ],
        widget=forms.RadioSelect,
    )
    amount = EuroField(
        label="Gevraagd plafond (euro)",
        required=False,
        help_text="Alleen bij een hoger plafond: het nieuwe bedrag.",
    )
    text = WordsField(
        label="Toelichting",
        help_text="Schrijf wat er veranderde en wat u doet. Noem geen namen, geboortedata of BSN.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_raise = data.get("kind") == CeilingAskKind.RAISE
        if is_raise and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Vul het bedrag in dat u vraagt.")
        if not is_raise:
            data["amount"] = None
        return data


class ExplanationsForm(forms.Form):
    """A CSV with a row per IBP. All rows are right, or nothing is kept."""

    file = forms.FileField(
        label="CSV-bestand",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text="Kolommen ibp en toelichting, met puntkomma of komma. Ten hoogste 1.000 rijen.",
    )

    def clean_file(self) -> list[tuple[str, str]]:
        """Pairs of IBP and explanation."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("Het bestand is te groot. Lever ten hoogste 1.000 rijen tegelijk.")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "Dit is geen CSV in UTF-8. Bewaar het bestand als CSV UTF-8."
            ) from error
        lines = text.splitlines()
        delimiter = ";" if lines and ";" in lines[0] else ","
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        header = [name.strip().lower() for name in (lines[0].split(delimiter) if lines else [])]
        if not set(HEADER) <= set(header):
            raise forms.ValidationError("De eerste regel noemt de kolommen: ibp;toelichting.")
        if not rows or len(rows) > MOST_ROWS:
            raise forms.ValidationError(f"Het bestand heeft {len(rows)} rijen. Lever er 1 tot {MOST_ROWS}.")
        found = [_pair(row) for row in rows]
        if faults := _faults(found):
            raise forms.ValidationError(faults[:MOST_FAULTS])
        return found


def _pair(row: dict[str | None, Any]) -> tuple[str, str]:
    named = {str(name).strip().lower(): (value or "") for name, value in row.items() if name}
    return str(named.get("ibp", "")).strip(), str(named.get("toelichting", "")).strip()


def _faults(rows: list[tuple[str, str]]) -> list[str]:
    faults = []
    for number, (code, text) in enumerate(rows, start=1):
        if not code:
            faults.append(f"Rij {number}: het IBP ontbreekt.")
        if not text:
            faults.append(f"Rij {number}: de toelichting ontbreekt.")
        if len(text) > LONGEST:
            faults.append(f"Rij {number}: de toelichting is langer dan {LONGEST} tekens.")
        if holds_bsn(text):
            faults.append(f"Rij {number}: {NO_BSN}")
    return faults
