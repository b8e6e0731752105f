from django.http import HttpRequest, HttpResponse

from strategy.people.models import User
from strategy.records.log.audit import Means, by_means_of, note_sightings
from strategy.records.log.models import Through
from strategy.records.log.sightings import watching
from strategy.web.middleware import GetResponse


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
