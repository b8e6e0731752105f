from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from strategy.audit import Means, by_means_of, note_sightings
from strategy.models import Through, User
from strategy.sightings import watching

GetResponse = Callable[[HttpRequest], HttpResponse]


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
        chosen = request.user.language if request.user.is_authenticated else request.COOKIES.get("django_language")
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


class AuditMiddleware:
    """Says in the log that what is done here is done by a page, and who has been shown something secret.

    What a page reads, it is taken to show: a secret record out of the database makes one entry for the page.
    """

    SHOWN = frozenset({200, 409, 422})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with by_means_of(Means(Through.PAGE)), watching() as seen:
            response = self.get_response(request)
            if seen and response.status_code in self.SHOWN:
                match = request.resolver_match
                note_sightings(
                    seen=dict(seen),
                    thing=getattr(request, "found", None),
                    page=match.view_name if match else "",
                    strategy=getattr(request, "strategy", None),
                    by=request.user if isinstance(request.user, User) else None,
                )
        return response
