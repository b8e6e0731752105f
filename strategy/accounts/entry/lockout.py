"""Lockout after wrong passwords and codes, counted by axes in the database, so that every process knows of all.

Five wrong ones for one account from one address lock the pair. So that many addresses do not make many tries, and one
address not a try at each of many accounts, both are counted by themselves too, with more patience.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

# How many failures weigh as one, in the order of AXES_LOCKOUT_PARAMETERS: the pair, the account, the address.
PATIENCE = (1, 10, 40)


class Handler(AxesDatabaseHandler):  # type: ignore[misc] # axes has no types
    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        counted = [
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        ]
        return max(total // weight for total, weight in zip(counted, PATIENCE, strict=True))

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        """The fifth wrong answer is told to be wrong like the ones before; it is the sixth that is not looked at."""
        refused = request is not None and request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None:
            request.axes_locked_out = refused

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Whoever comes in clears their own tries from that address, and nobody else's."""
        count, _each = self.filter_user_attempts(request, credentials)[0].delete()
        return int(count)


@contextmanager
def one_at_a_time(email: str) -> Iterator[None]:
    """Tries at one account wait for each other, in every process: each is counted before the next is looked at.

    In one transaction: what is raised in the block takes the counting back.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite takes one writer at a time as it is
            number = int(salted_hmac("strategy.entry.lockout", email.strip().casefold()).hexdigest()[:15], 16)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        yield


def account_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address that somebody signs in with, the same however it was typed; whether it exists is not asked."""
    told = credentials or {}
    return str(told.get("email") or told.get("username") or "").strip().casefold()[:255]


def described(username: str, *rest: Any) -> str:
    """What the log says of an attempt: a sign that is the same for the same account, and tells nothing else."""
    return f"account {salted_hmac('strategy.entry.lockout', username).hexdigest()[:12]}"


def require_not_locked(request: Any, email: str) -> None:
    """Raises ValidationError, and has the answer replaced by the page that says when to try again."""
    credentials = {"email": email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True
        request.axes_credentials = credentials
        raise ValidationError(_("För många försök."), code="locked")


def count_failure(request: Any, email: str) -> None:
    user_login_failed.send(sender=__name__, credentials={"email": email}, request=request)


def open_again_at(request: Any, credentials: dict[str, Any] | None) -> datetime:
    """When the last of the failures that count has been forgotten."""
    attempts = AccessAttempt.objects.filter(username=account_of(request, credentials))
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    opened: datetime = last + settings.AXES_COOLOFF_TIME
    return opened


def respond(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    when = open_again_at(request, credentials)
    return render(request, "strategy/accounts/entry/locked.html", {"when": when}, status=429)
