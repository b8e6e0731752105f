from celery import shared_task
from celery.contrib.django.task import DjangoTask

from strategy.jobs import services as jobs
from strategy.notices import letters, services


@shared_task(base=DjangoTask)
def gather_letters() -> None:
    letters.gather()


@shared_task(base=DjangoTask)
def send_letter(job_id: int) -> None:
    """May run twice: a job that is not queued is left alone."""
    jobs.execute(job_id)


@shared_task(base=DjangoTask)
def tell_what_is_due() -> None:
    services.tell_what_is_due()
