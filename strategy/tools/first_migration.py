"""An app's first tables, in a tenth of the time: a fresh database is made at every start of a trial and every gate."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class FirstMigration(migrations.Migration):
    """Makes each table as all of the operations leave it.

    Taken one after the other, every operation has Django render the models that it touches, and all that are tied to
    those, once more. What follows a model's making, such as its constraints, is in the model by then.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        project_state.__dict__.pop("apps", None)  # rendered once, when the first table is made
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in filter(writes, self.operations):
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state


def writes(operation: Operation) -> bool:
    return isinstance(operation, migrations.CreateModel | migrations.RunPython)
