"""What is typed saves itself while it is typed, for its writer alone, until it is saved or `DRAFT_DAYS` are over.

`static/js/drafts.js` sends it. To be saved so is no use of the session: a page left open keeps nobody signed in.
"""

from copy import copy
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from strategy.access import Classification
from strategy.access.secret_content import content_stays_out
from strategy.people.models import User
from strategy.sending.kept import NOT_KEPT, restoring
from strategy.sending.models import Draft, Sending
from strategy.web.requests import Request

KEY = "form_key"
ABOUT = "draft-"  # what is said of the draft itself stands in fields that begin so
MOST_CHARACTERS = 500_000


@require_safe
def drafts(request: Request) -> HttpResponse:
    """The draft of one form, and those of other forms at its address that were never saved."""
    address = request.GET.get("address", "")
    found = list(Draft.objects.of(request.user).at_address(address)[:5])
    return JsonResponse({"drafts": [draft_for_script(draft) for draft in found if opens(request, address)]})


def opens(request: Request, address: str) -> bool:
    """Whether its writer may still open the form: what they had typed about a thing goes out of sight with it."""
    return opened(request, address, request.user) is not None


def opened(request: Request, address: str, user: User) -> Request | None:
    """The form as this person opens it, with its strategy and the thing that was found; None where they may not."""
    match = resolve(address)
    asked: Any = copy(request)
    asked.user = user
    for name in ("strategy", "found"):
        asked.__dict__.pop(name, None)
    asked.method, asked.path, asked.GET, asked.POST = "POST", address, QueryDict(), QueryDict()
    try:
        with restoring():
            response = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        return None
    return asked if response.status_code < 500 and response.status_code not in {403, 404} else None


@require_POST
def draft_saving(request: Request) -> HttpResponse:
    """Answers when it was saved; 204 where it may not be."""
    address, key = request.POST.get(ABOUT + "address", ""), request.POST.get(ABOUT + "key", "")
    content = content_of(request.POST)
    if not is_form(address) or len(content) > MOST_CHARACTERS or not may_be_saved(request.POST):
        return HttpResponse(status=204)
    makes_something = not request.POST.get("version")
    draft, _new = Draft.objects.update_or_create(
        user=request.user,
        address=address,
        key=key[:36] if makes_something else "",
        defaults={"content": content, "saved_at": timezone.now()},
    )
    return JsonResponse(draft_for_script(draft))


@require_POST
def draft_removal(request: Request, pk: int) -> HttpResponse:
    Draft.objects.of(request.user).filter(pk=pk).delete()
    return HttpResponse(status=204)


def draft_for_script(draft: Draft) -> dict[str, Any]:
    saved_at = timezone.localtime(draft.saved_at)
    same_day = saved_at.date() == timezone.localdate()
    return {
        "number": draft.pk,
        "key": draft.key,
        "typed": [[name, value] for name, values in QueryDict(draft.content).lists() for value in values],
        "at": saved_at.isoformat(),
        "saved": date_format(saved_at, "H:i" if same_day else "j F H:i"),
    }


def content_of(posted: QueryDict) -> str:
    names = [name for name in posted if name not in (*NOT_KEPT, KEY) and not name.startswith(ABOUT)]
    return urlencode([(name, value) for name in names for value in posted.getlist(name)])


def is_form(address: str) -> bool:
    """Of ours, behind the sign-in."""
    try:
        view = resolve(address).func
    except Resolver404:
        return False
    return len(address) <= 300 and getattr(view, "login_required", True)


def may_be_saved(posted: QueryDict) -> bool:
    """Where secret content stays out, nothing is saved by itself before another marking is chosen."""
    chosen = posted.get("classification", "")
    return not content_stays_out() or (chosen in Classification.values and chosen != Classification.SECRET)


def let_go(sending: Sending) -> None:
    """Of a form that has been taken."""
    Draft.objects.filter(user=sending.user, address=sending.address, key__in=["", str(sending.key)]).delete()


def sweep() -> None:
    Draft.objects.saved_before(timezone.now() - timedelta(days=settings.DRAFT_DAYS)).delete()
