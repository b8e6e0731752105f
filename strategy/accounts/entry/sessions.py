"""How long somebody stays signed in, and what they see of it."""

import re
import time
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from strategy.accounts.entry.models import Session
from strategy.accounts.entry.store import MARKS
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb

SECONDS_BETWEEN_NOTES = 60  # a session's last use is written down no more often
# The first that fits: browsers call themselves by the names of others too.
BROWSERS = {
    "Edge": r"Edg[A-Z]?\w*/",
    "Opera": r"OPR/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "Windows": r"Windows",
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "macOS": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}


def first(names: dict[str, str], told: str) -> str:
    return next((name for name, sign in names.items() if re.search(sign, told)), "")


def begin(request: HttpRequest, **told: Any) -> None:
    """Marks the session of somebody who has just come in, by whatever way."""
    agent = request.headers.get("User-Agent", "")
    now = time.time()
    request.session[MARKS] = {
        "handle": str(uuid4()),
        "begun": now,
        "used": now,
        "browser": first(BROWSERS, agent),
        "system": first(SYSTEMS, agent),
    }


def is_over(request: HttpRequest) -> bool:
    """Whether it has been left alone too long, or has lasted longer than any may."""
    marks = marks_of(request)
    age, idle = time.time() - marks["begun"], time.time() - marks["used"]
    return bool(age >= settings.SESSION_COOKIE_AGE or idle >= settings.SESSION_IDLE_MINUTES * 60)


def note_use(request: HttpRequest) -> None:
    marks = marks_of(request)
    now = time.time()
    if now - marks["used"] >= SECONDS_BETWEEN_NOTES:
        request.session[MARKS] = marks | {"used": now}


def marks_of(request: HttpRequest) -> dict[str, Any]:
    if MARKS not in request.session:
        begin(request)
    marks: dict[str, Any] = request.session[MARKS]
    return marks


def handle_of(request: HttpRequest) -> UUID:
    return UUID(marks_of(request)["handle"])


def end_others(*, user: User, keeping: HttpRequest | None, by: User | None) -> int:
    """Ends every session of a person, but for the one that asks."""
    sessions = Session.objects.filter(user=user)
    if keeping is not None:
        sessions = sessions.exclude(handle=handle_of(keeping))
    return noted(sessions, user, by)


def end(*, user: User, handle: UUID) -> bool:
    return bool(noted(Session.objects.filter(user=user, handle=handle), user, user))


@transaction.atomic
def noted(sessions: QuerySet[Session], user: User, by: User | None) -> int:
    ended, _each = sessions.delete()
    if ended:
        audit.note(verb=Verb.SESSIONS_ENDED, thing=user, by=by, details={"removed": ended})
    return ended
