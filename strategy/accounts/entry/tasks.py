from celery import shared_task
from celery.contrib.django.task import DjangoTask

from strategy.accounts.entry import letters
from strategy.accounts.entry.store import SessionStore


@shared_task(base=DjangoTask)
def answer_letter_request(number: int) -> None:
    letters.answer(number)


@shared_task(base=DjangoTask)
def sweep_letter_requests() -> None:
    letters.ring_again()


@shared_task(base=DjangoTask)
def sweep_sessions() -> None:
    """Those that let nobody in any more."""
    SessionStore.clear_expired()
