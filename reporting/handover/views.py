from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.handover import drafts, services
from reporting.handover.contents import belongings, left_behind
from reporting.handover.forms import HandoverForm
from reporting.handover.models import Handover
from reporting.handover.roles import of_strategy, possible_receivers, those_ending
from reporting.reports.sealed_copies import latest_job, make_again
from strategy.access import Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.kinds import kinds
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.pages import attempt, carry_out
from strategy.sending.models import Draft
from strategy.tools.numbers import number_in
from strategy.web.downloads import download
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_strategy, find_to, require

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Leaving:
    """Somebody whose role ends, or has ended, with things still named for them."""

    user: User
    last_day: Any
    records: list[Any]


@require_safe
def handovers(request: Request, slug: str) -> HttpResponse:
    """One's own and those given to one; for officers and heads also who leaves, and with what."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.HANDOVER)
    roles = request.user.roles_in(strategy.pk)
    context = {
        "page": page_of(request, Handover.objects.visible_to(request.user).of(strategy)),
        "querystring": querystring(request),
        "may_write": not strategy.is_read_only,
        "leaving": leaving(strategy, request.user) if roles & {Role.OFFICER, Role.HEAD} else [],
        "is_head": Role.HEAD in roles,
        "drafts_left": Draft.objects.filter(user__in=gone(strategy)).count() if Role.HEAD in roles else 0,
    }
    return render(request, "reporting/handover/handovers.html", context)


def leaving(strategy: Strategy, user: User) -> list[Leaving]:
    """Those who are named for something, and have a last day within two months or no role any more."""
    named = left_behind(strategy, user)
    ending = {held.user_id: held.until for held in those_ending(strategy, timezone.localdate() + SOON)}
    held = set(of_strategy(strategy).in_force().filter(user__in=named).values_list("user", flat=True))
    people = User.objects.filter(pk__in=[pk for pk in named if pk in ending or pk not in held])
    return [Leaving(one, ending.get(one.pk), named[one.pk]) for one in people.order_by("sort_key", "pk")]


def gone(strategy: Strategy) -> Any:
    """Those whose roles were in this strategy alone, and have ended."""
    lasting = of_strategy(strategy).lasting().values("user")
    return User.objects.of_this_strategy_alone(strategy.pk).exclude(pk__in=lasting)


def handover_new(request: Request, slug: str) -> HttpResponse:
    """One's own; of somebody else by a head, with `from`."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.HANDOVER)
    leaver = find_leaver(request, strategy)
    is_own = leaver == request.user
    form = HandoverForm(
        posted(request),
        receivers=possible_receivers(leaver, strategy),
        given=belongings(leaver, strategy, request.user),
        drafts=drafts.half_written(request, strategy) if is_own else [],
        is_own=is_own,
    )
    given: list[Handover] = []
    if form.is_valid() and attempt(form, lambda: given.append(give(request, strategy, leaver, form))):
        messages.success(request, _("Överlämnat till %(name)s.") % {"name": given[0].receiver})
        return redirect(given[0])
    context = {"form": form, "leaver": leaver, "is_own": is_own, "given": form.given}
    return render(request, "reporting/handover/handover_form.html", context, status=status_of(form))


def find_leaver(request: Request, strategy: Strategy) -> User:
    number = number_in(request.GET.get("from", ""))
    if number is None or number == request.user.pk:
        return request.user
    if Role.HEAD not in request.user.roles_in(strategy.pk):
        raise Http404
    return get_object_or_404(User, pk__in=of_strategy(strategy).filter(user=number).values("user"))


def give(request: Request, strategy: Strategy, leaver: User, form: HandoverForm) -> Handover:
    receiver = form.cleaned_data["receiver"]
    open_ones = drafts.open_to(request, [one.draft for one in form.agreed], receiver)
    left = len(form.agreed) - len(open_ones)
    if left:
        messages.warning(request, _("%(count)d utkast kunde inte lämnas och är kvar hos dig.") % {"count": left})
    return services.give(
        strategy=strategy,
        leaver=leaver,
        receiver=receiver,
        notes=form.notes,
        answers=form.answers,
        drafts=[one for one in form.agreed if one.draft in open_ones],
        by=request.user,
    )


def visible(request: Request) -> Any:
    return Handover.objects.visible_to(request.user).select_related("leaver", "receiver", "by", "copy")


@require_safe
def handover(request: Request, pk: int) -> HttpResponse:
    found = find(request, visible(request), pk)
    things = things_of(found, request.user)
    job = latest_job(services.JOB, found)
    context = {
        "handover": found,
        "written": found.written,
        "things": things,
        "hidden": hides(things),
        "copy": getattr(found, "copy", None),
        "job": job,
        "has_failed": job is not None and job.state in {Job.State.FAILED, Job.State.CANCELLED},
    }
    return render(request, "reporting/handover/handover.html", context)


def things_of(found: Handover, user: User) -> list[tuple[dict[str, Any], Any, bool]]:
    """Each with the record as this person sees it today, and whether it is there and kept from them."""
    keys = [(thing, *thing["key"].rpartition("-")[::2]) for thing in found.written["things"]]
    seen: dict[tuple[str, int], Any] = {}
    there: set[tuple[str, int]] = set()
    for noun in dict.fromkeys(noun for _thing, noun, _pk in keys):
        kind = kinds()[noun]
        numbers = [int(pk) for _thing, each, pk in keys if each == noun]
        visible = kind.objects.visible_to(user).select_related(*kind.ties).in_bulk(numbers)
        seen |= {(noun, pk): record for pk, record in visible.items()}
        there |= {(noun, pk) for pk in kind.objects.filter(pk__in=numbers).values_list("pk", flat=True)}
    told = [(thing, (noun, int(pk))) for thing, noun, pk in keys]
    return [(thing, seen.get(key), key in there and key not in seen) for thing, key in told]


def hides(things: list[tuple[dict[str, Any], Any, bool]]) -> bool:
    return any(is_kept for _thing, _record, is_kept in things)


@limited("download", per_hour=300, methods=["GET"])
@require_safe
def handover_copy(request: Request, pk: int) -> HttpResponseBase:
    """The file, for those who may still see all that stands in it."""
    found = find(request, visible(request), pk)
    copy = getattr(found, "copy", None)
    if copy is None or hides(things_of(found, request.user)):
        raise Http404
    try:
        content = copy.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    audit.note(verb=Verb.DOWNLOADED, thing=found, by=request.user, details={"format": "pdf"})
    return download(content, filename=f"overlamning-{found.pk}.pdf", content_type="application/pdf")


@require_POST
def handover_rendering(request: Request, pk: int) -> HttpResponse:
    found = find_to(request, Action.WRITE, Kind.HANDOVER, visible(request), pk)
    carry_out(request, lambda: make_again(kind=services.JOB, thing=found, by=request.user))
    return redirect(found)
