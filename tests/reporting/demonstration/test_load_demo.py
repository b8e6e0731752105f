"""The command that fills the demonstration: once, and the same every time."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Model

from strategy.decision.models import Strategy
from strategy.notices.models import Notice
from strategy.records.log.models import AuditEntry
from strategy.search.models import SearchEntry
from tests.databases import Databases

SHIFTING = {"id", "password", "joined_at", "created_at", "updated_at", "last_login", "history_date"}
SHIFTING_WITH_THE_KEYS = {"at", "object_id", "history_id", "key", "goals", "shown"}


def models() -> list[type[Model]]:
    rooms = ("strategy", "priorities", "dialogue", "reporting")
    return [model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)]


def numbers() -> dict[str, int]:
    """But for the index, which is made from the rest."""
    return {model.__name__: model._base_manager.count() for model in models() if model is not SearchEntry}


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table by its values, without keys and the moment of writing; ties have none but those."""
    found = {}
    for model in models():
        fields = [field.attname for field in model._meta.concrete_fields if not skipped(field)]
        found[model.__name__] = sorted(model._base_manager.values_list(*fields), key=repr) if fields else []
    return found


def skipped(field: Any) -> bool:
    shifts = SHIFTING | SHIFTING_WITH_THE_KEYS if field.model in {AuditEntry, Notice, SearchEntry} else SHIFTING
    return field.name in shifts or field.is_relation or field.primary_key


def test_loading_twice_changes_nothing(demonstration_set: None, db: None) -> None:
    before, out = numbers(), StringIO()

    call_command("load_demo", stdout=out)

    assert numbers() == before
    assert out.getvalue().splitlines() == ["Strategin fanns redan.", "Demonstrationsmaterialet fanns redan."]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_loading_is_the_same_every_time(databases: Databases) -> None:
    databases.begin("empty")
    call_command("load_demo", verbosity=0)
    loaded = contents()

    databases.begin("demonstration")
    assert contents() == loaded


@pytest.mark.long
def test_a_larger_scale_adds_what_is_lacking(strategy: Strategy) -> None:
    """2 and then 3 is 3 at once."""
    loaded = []
    for scales in ([3], [2, 3]):
        with transaction.atomic():
            for scale in scales:
                out = StringIO()
                call_command("load_demo", scale=scale, stdout=out)
            loaded.append(contents())
            transaction.set_rollback(True)

    assert (
        out.getvalue().splitlines()[-1] == "Det finns nu i 3 gånger sin mängd, mot 2 gånger förut. Kopiorna heter så."
    )
    assert loaded[0] == loaded[1]


def test_nonsense_is_refused(strategy: Strategy) -> None:
    with pytest.raises(CommandError, match="--scale ska vara ett heltal, minst 1, inte 0"):
        call_command("load_demo", scale=0)
