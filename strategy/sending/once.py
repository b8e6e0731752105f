"""A form that is sent twice – two clicks, Back and send, a request that is tried again – makes one thing.

Every form carries a key that is made with it. The first to send it claims the key; what is made while it is answered is
tied to the claim in the transaction that makes it, so that nothing is made unseen by whoever comes after.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.people.models import User
from strategy.sending import drafts, kept
from strategy.sending.drafts import KEY
from strategy.sending.models import Sending

NOT_TYPED = ("csrfmiddlewaretoken", KEY)
SECONDS_OF_PATIENCE = 20  # with the one who claimed the key first
GIVEN_UP_AFTER = timedelta(minutes=2)  # longer than any request lasts: who claimed it has died, and made nothing
KEPT_FOR = timedelta(days=30)
LEADING = {301, 302, 303}

_claimed: ContextVar[Sending | None] = ContextVar("the form that is being answered", default=None)


class SentOnceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _claimed.set(None)
        try:
            response = self.get_response(request)
            sending = _claimed.get()
        finally:
            _claimed.reset(token)
        if sending is None:
            return response
        settle(sending, response)
        return leading(request, response)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Behind Django's own checks: what they turn away claims nothing."""
        key = key_of(request)
        if key is None or not isinstance(request.user, User) or kept.is_restoring():
            return None
        sending, is_first = claim(request, request.user, key)
        if not is_first:
            return leading(request, answer_again(request, request.user, sending))
        _claimed.set(sending)
        return None


def key_of(request: HttpRequest) -> UUID | None:
    """A view that makes Django's checks itself, once it knows the size of what was sent, is left to read it."""
    match = request.resolver_match
    if request.method != "POST" or match is None or getattr(match.func, "csrf_exempt", False):
        return None
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def claim(request: HttpRequest, user: User, key: UUID) -> tuple[Sending, bool]:
    """The claim of a form, and whether it is this request's own. Waits for another's to be settled."""
    patience = time.monotonic() + SECONDS_OF_PATIENCE
    while True:
        try:
            with transaction.atomic():
                own = Sending(user=user, key=key, address=request.path, digest=digest_of(request), at=timezone.now())
                own.save()
                return own, True
        except IntegrityError:
            sending = Sending.objects.of(user, key, request.path).first()
        if sending is None:
            continue
        if sending.leads_to or time.monotonic() > patience:
            return sending, False
        if Sending.objects.sent_before(timezone.now() - GIVEN_UP_AFTER).filter(pk=sending.pk).delete()[0]:
            continue
        time.sleep(0.1)


def digest_of(request: HttpRequest) -> str:
    """Of what was typed, and of the names and sizes of the files."""
    typed = sorted((name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values)
    files = [(name, file.name, file.size) for name, found in request.FILES.lists() for file in found]
    return sha256(repr((typed, files)).encode()).hexdigest()


def made(thing: models.Model) -> None:
    """Ties what a form has made to its claim; within the transaction that makes it."""
    sending = _claimed.get()
    if sending is not None and sending.object_id is None:
        sending.content_type, sending.object_id = ContentType.objects.get_for_model(thing), thing.pk
        sending.save(update_fields=["content_type", "object_id"])


def settle(sending: Sending, response: HttpResponse) -> None:
    """What was refused may be sent again under the same key; what led somewhere leads there again."""
    if response.status_code in LEADING:
        sending.location = response.headers["Location"][:500]
        sending.save(update_fields=["location"])
    elif Sending.objects.filter(pk=sending.pk, object_id=None).delete()[0]:
        return
    drafts.let_go(sending)


def leading(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """To a script that sends a form it says where that leads, so that what is told there waits for its page."""
    if response.status_code in LEADING and request.headers.get("Accept") == "application/json":
        return JsonResponse({"location": response.headers["Location"]})
    return response


def answer_again(request: HttpRequest, user: User, sending: Sending) -> HttpResponse:
    """Leads to what was made; with other content to a form with that in it, of what was made or the same once more."""
    if not sending.leads_to:
        return render(request, "409.html", status=409)
    if sending.digest != digest_of(request):
        return show_what_is_other(request, user, sending.thing)
    messages.success(request, _("Det är sparat."))
    return redirect(sending.leads_to)


def show_what_is_other(request: HttpRequest, user: User, thing: Any) -> HttpResponse:
    edited_at = thing.get_edit_url() if hasattr(thing, "get_edit_url") else ""
    typed = request.POST.copy()
    typed.pop(KEY)
    if edited_at:
        typed["version"] = str(thing.version)
    sentence = _("Det här var redan sparat. Nu står ändringen här, men den är inte sparad än.")
    typed_again = kept.of_request(request, user.pk, address=edited_at, typed=typed, told=sentence)
    kept.lay_by(request, typed_again)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": typed_again.address})
    return redirect(typed_again.address)


def sweep() -> None:
    Sending.objects.sent_before(timezone.now() - KEPT_FOR).delete()
