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

OFTEN = {"schedule": settings.JOB_SWEEP_SECONDS, "options": {"expires": settings.JOB_SWEEP_SECONDS}}
HOURLY = {"schedule": 3600, "options": {"expires": 3600}}
app.conf.beat_schedule = {
    "jobs": {"task": "strategy.jobs.tasks.sweep_jobs", **OFTEN},
    "notices": {"task": "strategy.notices.tasks.gather_letters", **OFTEN},
    "days": {"task": "strategy.notices.tasks.tell_what_is_due", **HOURLY},
    "letters": {"task": "strategy.accounts.entry.tasks.sweep_letter_requests", **OFTEN},
    "sessions": {"task": "strategy.accounts.entry.tasks.sweep_sessions", **HOURLY},
    "forms": {"task": "strategy.sending.tasks.sweep_forms", **HOURLY},
    "rates": {"task": "strategy.web.tasks.sweep_rates", **HOURLY},
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
