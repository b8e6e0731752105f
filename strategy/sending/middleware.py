from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from strategy.people.models import User
from strategy.sending import kept
from strategy.sending.models import Draft
from strategy.web.requests import view_name

GetResponse = Callable[[HttpRequest], HttpResponse]


WAYS_IN = {"strategy:sign-in", "strategy:sign-in-link", "strategy:single-sign-on", "mfa_login_webauthn"}


def writer_cookie() -> str:
    """The name of the cookie that tells whose session it was, when it is over."""
    return "__Host-writer" if settings.SESSION_COOKIE_SECURE else "writer"


def writer_of(request: HttpRequest) -> int | None:
    """Whose session it is, or was."""
    if request.user.is_authenticated:
        return request.user.pk
    with suppress(BadSignature, ValueError, KeyError):
        return int(request.get_signed_cookie(writer_cookie()) or "")
    return None


class KeptMiddleware:
    """Brings back, when a form's address is opened, what was typed there and not taken, and drafts that are asked for.

    After it has been shown to whom it belongs, it is kept no longer: the form has it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            return self.signed(request, request.user, self.answer(request, request.user))
        if is_on_the_way_in(request) and kept.KEPT in request.POST:
            request.session[kept.KEPT] = request.POST[kept.KEPT]
        response = self.get_response(request)
        if request.method == "POST" and isinstance(request.user, User):
            return self.signed(request, request.user, response)
        return response

    def answer(self, request: HttpRequest, user: User) -> HttpResponse:
        if request.method != "GET" or not is_page(request) or getattr(request, "is_on_the_way", False):
            return self.get_response(request)
        waiting = kept.waiting(request, user.pk)
        if waiting is not None and waiting.address == request.get_full_path():
            del request.session[kept.KEPT]
            return kept.shown_again(request, waiting, self.get_response)
        if waiting is not None:
            return redirect(waiting.address)
        draft = asked_draft(request, user)
        if draft is not None:
            found = kept.Kept(user.pk, draft.address, draft.content)
            return kept.shown_again(request, found, self.get_response)
        return self.get_response(request)

    def signed(self, request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
        """Whoever signs out themselves is not waited for."""
        if not request.user.is_authenticated:
            response.delete_cookie(writer_cookie())
        elif request.get_signed_cookie(writer_cookie(), default="") != str(user.pk):
            response.set_signed_cookie(
                writer_cookie(), str(user.pk), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response


def is_page(request: HttpRequest) -> bool:
    """Somebody opens an address, and no script fetches a part or data."""
    return "HX-Request" not in request.headers and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def is_on_the_way_in(request: HttpRequest) -> bool:
    """A form of the sign-in page, which alone holds what is kept; of others nothing is read here."""
    return request.method == "POST" and view_name(request.path_info) in WAYS_IN


def asked_draft(request: HttpRequest, user: User) -> Draft | None:
    number = request.GET.get("draft", "")
    if not number.isdecimal():
        return None
    return Draft.objects.of(user).at_address(request.path).filter(pk=int(number[:18])).first()
