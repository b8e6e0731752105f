import resource
from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.conf import settings

from strategy import jobs, rates
from strategy.entry import letters
from strategy.entry.store import SessionStore
from strategy.sending import drafts, once

SECONDS_TO_TELL = 30  # between being asked to stop and being killed


@shared_task(
    base=DjangoTask,
    soft_time_limit=settings.JOB_SECONDS,
    time_limit=settings.JOB_SECONDS + SECONDS_TO_TELL,
)
def run_job(job_id: int) -> None:
    """May run twice: a job that is not queued is left alone."""
    with memory_limited(settings.JOB_MEMORY_MB):
        jobs.execute(job_id)


@shared_task(base=DjangoTask)
def answer_letter_request(number: int) -> None:
    letters.answer(number)


@shared_task(base=DjangoTask)
def sweep_jobs() -> None:
    """And what waits for a letter."""
    jobs.sweep()
    letters.ring_again()


@shared_task(base=DjangoTask)
def sweep_what_is_over() -> None:
    """Hours that were counted, sessions that let nobody in any more, forms that were sent or left long ago."""
    rates.sweep()
    once.sweep()
    drafts.sweep()
    SessionStore.clear_expired()


@contextmanager
def memory_limited(megabytes: int) -> Iterator[None]:
    """Asking for more raises MemoryError in this process instead of ending others'."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
