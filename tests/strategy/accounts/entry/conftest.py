from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from pytest_django import Settings

from config.celery import app


class QuickHasher(ScryptPasswordHasher):
    """For passwords that guard nothing: the product's, but in no time."""

    work_factor = 2


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickHasher"]


@pytest.fixture(autouse=True)
def tasks_at_once() -> Iterator[None]:
    """A letter is written by a task: here in the process that asks for it, by Celery's own means."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
