"""How often one person, or one address, may do a thing in an hour. Counted in the database: it holds across processes.

`@limited("export", per_hour=60)` stands on a view. An hour begins with the first time and ends by itself; whoever has
reached the number is answered 429 until then, and nothing is done. Addresses are kept as fingerprints alone.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import wraps
from math import ceil
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from strategy.people.models import User
from strategy.web.models import RateWindow
from strategy.web.origin import address_of

HOUR = timedelta(hours=1)
ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def limited(scope: str, *, per_hour: int, methods: Collection[str] = ("POST",)) -> Callable[[ViewT], ViewT]:
    """Counts the calls by these methods, whatever becomes of them; the views of one scope are counted together.

    HEAD does the work of GET, and counts as one.
    """

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if ("GET" if request.method == "HEAD" else request.method) in methods:
                seconds = take(scope=scope, holder=holder_of(request), per_hour=per_hour)
                if seconds:
                    return too_often(request, seconds)
            return view(request, *args, **kwargs)

        return cast(ViewT, counted)

    return decorate


def take(*, scope: str, holder: str, per_hour: int) -> int:
    """Counts one more. Answers 0, or after how many seconds it is worth trying again."""
    now = timezone.now()
    windows = RateWindow.objects.of(scope, holder)
    while True:
        if windows.open_at(now - HOUR).filter(count__lt=per_hour).update(count=F("count") + 1):
            return 0
        if windows.over_at(now - HOUR).update(begins_at=now, count=1):
            return 0
        window = windows.first()
        if window is not None and window.begins_at > now - HOUR and window.count >= per_hour:
            return ceil((window.begins_at + HOUR - now).total_seconds())
        if window is None and begin(scope, holder):
            return 0
        now = timezone.now()  # somebody else was here in between


def begin(scope: str, holder: str) -> bool:
    """False where another process has just begun the same hour."""
    try:
        with transaction.atomic():
            RateWindow.objects.create(scope=scope, holder=holder, begins_at=timezone.now())
    except IntegrityError:
        return False
    return True


def holder_of(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return f"user {user.pk}" if isinstance(user, User) else fingerprint(address_of(request))


def fingerprint(address: str) -> str:
    return salted_hmac("strategy.rates", address, algorithm="sha256").hexdigest()


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def sweep() -> None:
    """Forgets the hours that are over."""
    RateWindow.objects.over_at(timezone.now() - HOUR).delete()
