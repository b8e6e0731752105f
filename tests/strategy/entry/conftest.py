from collections.abc import Iterator

import pytest

from config.celery import app


@pytest.fixture(autouse=True)
def tasks_at_once() -> Iterator[None]:
    """A letter is written by a task: here in the process that asks for it, by Celery's own means."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
