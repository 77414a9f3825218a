"""Migration operations that are worked out once, instead of once per table.

Django renders every related model anew after each operation. In a schema where nearly every table has
its history and leads to a user, that made creating an empty database a matter of minutes.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Creates tables as they are after all of its operations.

    Only for operations that do not follow upon each other: whole tables (``CreateModel`` with its fields,
    indexes and constraints inside) and triggers (``AddTrigger``). Foreign keys are laid at the end of the
    migration, so the order of the tables does not matter. A first schema is not undone.
    """

    reversible = False

    def __init__(self, operations: Sequence[Any]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again, in one go, when someone asks
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} tables and triggers together"
