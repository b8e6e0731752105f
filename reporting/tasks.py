from celery import shared_task
from celery.contrib.django.task import DjangoTask

from reporting.services.rendering import produce

SOFT_LIMIT = 10 * 60  # seconds
HARD_LIMIT = SOFT_LIMIT + 30


@shared_task(base=DjangoTask, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_report(report_id: int) -> None:
    """May run twice: a report that is not queued is left alone."""
    produce(report_id)
