from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from strategy.texts.signs import listed, listening

GetResponse = Callable[[HttpRequest], HttpResponse]


NO_CHARACTER = ("%00", "\x00")


CHUNK = 64 * 1024


class HeadersMiddleware:
    """What every answer says, a static file's too: which powers of the browser our pages use, and who embeds us."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class BoundedRequestMiddleware:
    """Refuses what is larger than anything we take, before it is read, and the null character in an address.

    PostgreSQL takes no null character in a text. Forms refuse it with a sentence of their own; in an address nobody has
    typed it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if content_length(request) > settings.MOST_BODY_BYTES:
            read_away(request)
            raise RequestDataTooBig("the body is larger than anything that we take")
        if any(sign in text for sign in NO_CHARACTER for text in (request.META.get("QUERY_STRING", ""), request.path)):
            raise BadRequest("a null character in the address")
        return self.get_response(request)


def content_length(request: HttpRequest) -> int:
    stated = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(stated) if stated.isdecimal() and len(stated) < 20 else 0


def read_away(request: HttpRequest) -> None:
    """A browser that is cut off while it sends does not show the answer. There is an end to patience, too."""
    left = 2 * settings.MOST_BODY_BYTES
    with suppress(UnreadablePostError):
        while left > 0 and (chunk := request.read(CHUNK)):
            left -= len(chunk)


class MethodsMiddleware:
    """Pages are read and forms are sent: no other method reaches a view, whoever asks and whatever the address."""

    ALLOWED = ("GET", "HEAD", "POST")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ALLOWED:
            return HttpResponseNotAllowed(self.ALLOWED)
        return self.get_response(request)


class LanguageMiddleware:
    """Swedish unless the person chose otherwise; what the browser prefers is not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = (
            request.user.language
            if request.user.is_authenticated
            else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        )
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PrivateResponseMiddleware:
    """Pages are one person's: no cache keeps them, and htmx's fragments are told from whole pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["HX-Request"])
        return response


class PrintableMiddleware:
    """Tells whoever has saved a text what of it cannot be printed, while they still have it before them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with listening() as signs:
            response = self.get_response(request)
        if signs and request.method == "POST" and response.status_code < 400:
            sentence = _("Det här kan inte skrivas ut och står som [U+…] i rapporter och kopior: %(signs)s")
            messages.warning(request, sentence % {"signs": listed(signs)})
        return response


class WrongMethodMiddleware:
    """Who comes by a link to an address that only takes forms gets a page, as after signing in anew in the middle."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
