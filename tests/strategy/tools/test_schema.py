"""A database from before the migrations were made anew is recognised, and told what to do with."""

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection

from strategy.tools.schema import require_known

pytestmark = pytest.mark.both

OLDER = "Databasen är gjord av en tidigare provversion av Verka"


@pytest.mark.django_db
def test_a_database_that_is_as_the_migrations_say_is_let_through() -> None:
    require_known("default", apps)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE strategy_job ADD COLUMN older integer",
        "ALTER TABLE dialogue_event RENAME TO dialogue_older",
        "ALTER TABLE reporting_round RENAME COLUMN year TO older",
    ],
)
def test_one_with_other_tables_is_refused_in_a_sentence(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(CommandError, match=OLDER):
        require_known("default", apps)
