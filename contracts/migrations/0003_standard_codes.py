"""The national list of standard product codes (JZ21), as reference data."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "reference" / "standaardcodes.csv"


def add_codes(apps, schema_editor):
    StandardCode = apps.get_model("contracts", "StandardCode")
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    StandardCode.objects.bulk_create(
        StandardCode(
            code=row["productcode"],
            description=row["omschrijving"],
            category_id=row["productcategorie"],
            funding=row["bekostiging"],
            care_form=row["hulpvorm"],
        )
        for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_copies_kept_true")]

    operations = [migrations.RunPython(add_codes, migrations.RunPython.noop)]
