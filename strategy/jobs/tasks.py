import resource
from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.conf import settings

from strategy.jobs import services as jobs

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
def sweep_jobs() -> None:
    jobs.sweep()


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
