"""Letters that let somebody in: a link to sign in with, for contacts, or to choose a new password with.

Whoever asks learns nothing about the address, not by time either: the request does the same for every address and
answers the same. What differs – a token, a letter – is a task's to do, which is given the number of the request alone.
"""

import hashlib
import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from strategy.access import Role
from strategy.accounts.entry.models import LetterRequest
from strategy.jobs.services import wake
from strategy.people.models import User
from strategy.tools import mail
from strategy.web.origin import address_of

logger = logging.getLogger(__name__)

LIFETIME = timedelta(minutes=20)  # of a link to sign in with
RING_AGAIN_AFTER = timedelta(minutes=1)
LEASE = timedelta(minutes=2)  # in which a letter is written, or the worker that began is taken to be dead
MOST_TRIES = 3
WINDOW = timedelta(hours=1)
MOST_TO_AN_ADDRESS = 3
MOST_FROM_AN_ORIGIN = 20

Purpose = LetterRequest.Purpose


class TooMany(Exception):
    """So many letters have been asked for that no more are sent for a while."""


@transaction.atomic
def ask(*, purpose: str, address: str, request: HttpRequest) -> LetterRequest:
    """Writes down that somebody asked, and whose the address is, if anybody's. Raises TooMany."""
    now = timezone.now()
    LetterRequest.objects.filter(asked_at__lt=now - 2 * WINDOW).delete()
    keys = {"address_key": digest(address.strip().casefold()), "origin_key": digest(address_of(request))}
    recent = LetterRequest.objects.filter(asked_at__gt=now - WINDOW)
    to_the_address = recent.filter(address_key=keys["address_key"]).count()
    from_the_origin = recent.filter(origin_key=keys["origin_key"]).count()
    if to_the_address >= MOST_TO_AN_ADDRESS or from_the_origin >= MOST_FROM_AN_ORIGIN:
        raise TooMany
    person = User.objects.with_address(address).filter(is_active=True).first()
    base = request.build_absolute_uri("/").rstrip("/")
    return LetterRequest.objects.create(purpose=purpose, asked_at=now, rung_at=now, user=person, base=base, **keys)


def ring(number: int) -> None:
    wake("strategy.accounts.entry.tasks.answer_letter_request", number)


def ring_again() -> None:
    """For what nobody has answered, and was not rung for just now."""
    now = timezone.now()
    waiting = LetterRequest.objects.to_be_begun(now, LEASE, MOST_TRIES).filter(asked_at__gt=now - WINDOW)
    for number in waiting.filter(rung_at__lt=now - RING_AGAIN_AFTER).values_list("pk", flat=True):
        LetterRequest.objects.filter(pk=number).update(rung_at=now)
        ring(number)


def answer(number: int) -> None:
    """Writes to whoever has the address, if anybody has. One worker at a time; what one of them left, another takes
    up after a while, and after three tries nobody.
    """
    now = timezone.now()
    mine = LetterRequest.objects.to_be_begun(now, LEASE, MOST_TRIES).filter(pk=number)
    if mine.update(begun_at=now, tries=F("tries") + 1) != 1:
        return
    asked = LetterRequest.objects.select_related("user").get(pk=number)
    person = asked.user
    if person is not None and person.is_active and person.memberships_today:
        try:
            write(asked, person)
        except (OSError, SMTPException):
            logger.exception("a letter could not be sent")
            return
    LetterRequest.objects.filter(pk=number).update(answered_at=timezone.now())


def write(asked: LetterRequest, person: User) -> None:
    if asked.purpose == Purpose.PASSWORD:
        template, path = "choose_password", password_path(person)
    elif comes_by_link(person):
        template, path = "sign_in_link", reverse("strategy:sign-in-by-link", args=[new_token(asked, person)])
    else:
        template, path = "sign_in_with_password", reverse("strategy:sign-in")
    values = {"name": person.name, "url": f"{asked.base}{path}", "minutes": int(LIFETIME.total_seconds() // 60)}
    mail.send(to=person.email, template=template, context=values, language=person.language)


def comes_by_link(person: User) -> bool:
    """Contacts come twice a year; whoever has more than that to look after shows more than a letter."""
    return {held.role for held in person.memberships_today} == {Role.CONTACT}


def withdraw_links(person: User) -> None:
    LetterRequest.objects.filter(user=person).update(token_hash=None)


@transaction.atomic
def new_token(asked: LetterRequest, person: User) -> str:
    """The one link that is open to the person from now on; it is written nowhere but in the letter."""
    token = secrets.token_urlsafe(32)
    withdraw_links(person)
    LetterRequest.objects.filter(pk=asked.pk).update(token_hash=hash_of(token))
    return token


def find(token: str) -> LetterRequest | None:
    """Whose link it is, while it is good."""
    asked = LetterRequest.objects.open_links(LIFETIME).filter(token_hash=hash_of(token)).select_related("user").first()
    return asked if asked and asked.user and comes_by_link(asked.user) else None


def spend(asked: LetterRequest) -> bool:
    """Uses the link up that `find` has found; of many at once one succeeds.

    By the row's own columns alone: with another table's, the condition becomes a question of its own, which PostgreSQL
    does not ask again of a row that somebody else has just changed.
    """
    same = LetterRequest.objects.filter(pk=asked.pk, token_hash=asked.token_hash, used_at=None)
    return same.update(used_at=timezone.now()) == 1


def password_path(person: User) -> str:
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=parts)


def digest(text: str) -> str:
    return salted_hmac("strategy.entry.letters", text, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
