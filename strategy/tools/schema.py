"""A database whose tables are others than its migrations say is told so in a sentence, before anything is changed.

Until the first release, migrations are made anew under the same names: a database from before then counts as migrated.
"""

from typing import Any

from django.apps.registry import Apps
from django.core.management import CommandError
from django.db import connections
from django.utils.translation import gettext as _

APPS = {"strategy", "priorities", "dialogue", "reporting"}


def require_known(using: str, apps: Apps, **told: Any) -> None:
    """Before `migrate`: `apps` are the models as the migrations left them that are recorded as applied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.app_label in APPS and (
                table not in tables
                or {column.name for column in connection.introspection.get_table_description(cursor, table)}
                != {field.column for field in model._meta.local_concrete_fields}
            ):
                raise CommandError(
                    _(
                        "Databasen är gjord av en tidigare provversion av Verka och kan inte användas av den här. Ange "
                        "en ny i DATABASE_URL, eller flytta undan filen var/verka.sqlite3. Det som står i den gamla "
                        "finns kvar och kan läsas med den version som gjorde den."
                    )
                )
