from celery import shared_task
from celery.contrib.django.task import DjangoTask

from strategy.web import rates


@shared_task(base=DjangoTask)
def sweep_rates() -> None:
    """Hours that were counted, and are over."""
    rates.sweep()
