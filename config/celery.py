"""The Celery application. The queue is only a bell: what is to be done stands in a row of the database."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, task_postrun, task_prerun
from django.conf import settings
from structlog.contextvars import bind_contextvars, clear_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("verka")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["strategy.accounts.entry", "strategy.jobs", "strategy.notices", "strategy.sending", "strategy.web"]
)


@app.on_after_configure.connect
def keep_time(sender: Celery, **_told: Any) -> None:
    """What beat wakes workers for. A message that nobody took before the next is worth nothing."""
    often, hourly = (
        {"schedule": seconds, "options": {"expires": seconds}} for seconds in (settings.JOB_SWEEP_SECONDS, 3600)
    )
    sender.conf.beat_schedule = {
        "jobs": {"task": "strategy.jobs.tasks.sweep_jobs", **often},
        "notices": {"task": "strategy.notices.tasks.gather_letters", **often},
        "days": {"task": "strategy.notices.tasks.tell_what_is_due", **hourly},
        "letters": {"task": "strategy.accounts.entry.tasks.sweep_letter_requests", **often},
        "sessions": {"task": "strategy.accounts.entry.tasks.sweep_sessions", **hourly},
        "forms": {"task": "strategy.sending.tasks.sweep_forms", **hourly},
        "rates": {"task": "strategy.web.tasks.sweep_rates", **hourly},
    }


@setup_logging.connect
def keep_our_log(**_told: Any) -> None:
    """That somebody listens keeps Celery from a log of its own, which would tell what tasks were given."""


@task_prerun.connect
def name_the_task(task: Task, task_id: str, **_told: Any) -> None:  # type: ignore[type-arg]
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)


@task_postrun.connect
def forget_the_task(**_told: Any) -> None:
    clear_contextvars()
