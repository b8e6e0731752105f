from celery import shared_task
from celery.contrib.django.task import DjangoTask

from strategy.sending import drafts, once


@shared_task(base=DjangoTask)
def sweep_forms() -> None:
    """Those that were sent, or left, long ago."""
    once.sweep()
    drafts.sweep()
