"""Composite foreign keys of declaration lines, and the product categories of the standard.

A line carries copies of columns of its declaration and its allocation. One key over all of them costs
less than a key per column and makes a false copy impossible.
"""

from django.db import migrations

from contracts.choices import CATEGORIES

KEYS = {
    "line_copies_its_declaration": """
        FOREIGN KEY (declaration_id, provider_id, municipality_id, declared_on, received_on)
        REFERENCES contracts_declaration (id, provider_id, municipality_id, declared_on, received_on)""",
    "line_copies_its_allocation": """
        FOREIGN KEY (allocation_id, client_id, municipality_id)
        REFERENCES contracts_allocation (id, client_id, municipality_id)""",
    "credit_points_to_a_line": "FOREIGN KEY (debit_id) REFERENCES contracts_declarationline (id)",
}


def add_key(name: str, definition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE contracts_declarationline ADD CONSTRAINT {name} {definition}",
        f"ALTER TABLE contracts_declarationline DROP CONSTRAINT {name}",
    )


def add_categories(apps, schema_editor):
    category = apps.get_model("contracts", "ProductCategory")
    category.objects.bulk_create([category(code=code, name=name) for code, name in CATEGORIES.items()])


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]

    operations = [
        *(add_key(name, definition) for name, definition in KEYS.items()),
        migrations.RunPython(add_categories, migrations.RunPython.noop),
    ]
