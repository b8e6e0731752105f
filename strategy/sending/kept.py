"""What was posted and could not be taken – the session had ended, a token was too old – and the way back to the form.

It travels in the page that came instead, encrypted and bound to the person whose it is, and waits in the session from
when they have shown who they are until the form's address is opened. There it is shown; nothing of it is carried out.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from strategy.tools.secrets import decrypted_within, encrypted

KEPT = "kept"  # in the sign-in page's forms and in the session
SECONDS = 24 * 60 * 60
CODE = re.compile("[a-z0-9_:.-]*")  # what a form sends that nobody has typed: keys, versions, choices
NOT_KEPT = ("csrfmiddlewaretoken", KEPT, "password", "credential")


@dataclass(frozen=True)
class Kept:
    """`typed` is a form's content as a browser sends it; `files` are names, since content is not kept."""

    user: int
    address: str
    typed: str
    files: list[str] = field(default_factory=list)
    told: str = ""

    def sealed(self) -> str:
        return encrypted(json.dumps(asdict(self)))


def opened(sealed: str, user: int) -> Kept | None:
    """None for what is another's, too old, or no work of ours."""
    with suppress(ValueError, TypeError):
        found = Kept(**json.loads(decrypted_within(SECONDS, sealed) or "null"))
        return found if found.user == user else None
    return None


def of_request(
    request: HttpRequest, user: int, *, address: str = "", typed: QueryDict | None = None, told: str = ""
) -> Kept:
    content = request.POST if typed is None else typed
    pairs = [(name, value) for name, values in content.lists() if name not in NOT_KEPT for value in values]
    files = [file.name or "" for _name, found in request.FILES.lists() for file in found]
    return Kept(user, address or request.get_full_path(), urlencode(pairs), files, told)


def lay_by(request: HttpRequest, kept: Kept) -> None:
    request.session[KEPT] = kept.sealed()


def waiting(request: HttpRequest, user: int) -> Kept | None:
    """What waits for this person; what waits for another is let go of."""
    sealed = request.session.get(KEPT)
    found = opened(sealed, user) if sealed else None
    if sealed and found is None:
        del request.session[KEPT]
    return found


# ------------------------------------------------------------------ shown again

_restoring: ContextVar[bool] = ContextVar("a form is shown again", default=False)


def is_restoring() -> bool:
    """Whether what a form was bound to is to be shown and not carried out."""
    return _restoring.get()


@contextmanager
def restoring() -> Iterator[None]:
    """Within it, `strategy.records.pages.attempt` saves nothing; what a view does by itself is taken back."""
    token = _restoring.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _restoring.reset(token)


def shown_again(request: HttpRequest, kept: Kept, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The form's own page with everything in it. Where a view makes no page of it, the texts alone."""
    messages.info(request, kept.told or _("Allt du skrev står kvar, men det är inte sparat än."))
    if kept.files:
        sentence = _("Välj filerna igen: %(files)s")
        messages.warning(request, sentence % {"files": ", ".join(kept.files)})
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request.POST = QueryDict(kept.typed)
    request._files = MultiValueDict()  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    with restoring():
        response = get_response(request)
    texts = [value for _name, values in QueryDict(kept.typed).lists() for value in values if not CODE.fullmatch(value)]
    if response.status_code in {200, 409, 422} and all(stands_in(response, text) for text in texts):
        response.status_code = 200 if response.status_code == 422 else response.status_code
        return response
    if response.status_code == 404:
        return response
    if response.status_code == 302 and not texts:
        queued: Any = get_messages(request)
        queued._queued_messages.clear()  # what they tell was taken back
        messages.warning(request, _("Det du bad om gjordes inte, eftersom du hade loggats ut. Gör om det."))
        return response
    return render(request, "kept.html", {"texts": texts})


def stands_in(page: HttpResponse, text: str) -> bool:
    """As it was typed; beside what somebody else has written it may be in pieces."""
    content = unescape(page.text)
    return all(word in content for word in text.split()) if page.status_code == 409 else text in content
