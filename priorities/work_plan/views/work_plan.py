"""The plan as a whole: who is to do what by when, and the versions of it that a head has adopted."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views.decorators.http import require_safe

from priorities.work_plan.adoption import (
    adopt_work_plan,
    changes_since,
    fingerprint,
    obstacle_to_adoption,
    shown,
    standing,
)
from priorities.work_plan.columns import ACTIVITY_COLUMNS, WORK_PLAN_LINE_COLUMNS
from priorities.work_plan.comparison import PlanChanges, compare
from priorities.work_plan.forms import AdoptionForm, WorkPlanFilter
from priorities.work_plan.models import (
    Activity,
    ActivityQuerySet,
    ActivityUpdate,
    WorkPlanLine,
    WorkPlanLineQuerySet,
    WorkPlanVersion,
)
from priorities.work_plan.proposals import WorkPlanProposal
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.lists import Listing
from strategy.records.pages import attempt
from strategy.web.pages import fragment, page_of, posted, querystring
from strategy.web.requests import Request, find, find_strategy, require

MOST_MOVES = 5
MOST_PROPOSALS = 5
MOST_VERSIONS = 5
MOST_CHANGES = 50  # on one page: a head reads them all before deciding


@dataclass(frozen=True)
class ActivityGroup:
    label: str
    late: bool
    activities: list[Activity]


@dataclass(frozen=True)
class Figure:
    value: int
    text: str
    url: str
    note: str = ""


@require_safe
def work_plan(request: Request, slug: str) -> HttpResponseBase:
    """What is late first, then month by month or party by party."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.WORK_PLAN)
    user = request.user
    visible = Activity.objects.visible_to(user).of(strategy.pk)
    chosen = WorkPlanFilter(request.GET, visible, strategy=strategy, user=user)
    by_party = request.GET.get("by") == "party"
    listing = Listing(request, ACTIVITY_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(ordered(chosen.qs, strategy, by_party=by_party)).with_parts()
    if listing.is_file:
        return listing.file(rows)
    page = page_of(request, rows)
    context = {
        "filter": chosen,
        "filtered": chosen.is_active,
        "listing": listing,
        "page": page,
        "groups": grouped(list(page), by_party=by_party, sorted_otherwise=listing.sorted_by is not None),
        "by_party": by_party,
        "figures": figures(visible, strategy),
        "moves": latest_moves(user, strategy),
        "versions": WorkPlanVersion.objects.visible_to(user).of(strategy.pk)[:MOST_VERSIONS],
        "proposals": waiting_proposals(user, strategy),
        "querystring": querystring(request),
        "may_propose": user.may(Action.WRITE, Kind.WORK_PLAN_PROPOSAL, strategy.pk) and not strategy.is_read_only,
        "sees_versions": user.may(Action.READ, Kind.WORK_PLAN_VERSION, strategy.pk),
        "may_write": may_write(request),
        "may_adopt": user.may(Action.APPROVE, Kind.WORK_PLAN, strategy.pk) and not strategy.is_read_only,
    }
    return render(request, fragment(request, "priorities/work_plan/work_plan.html", "list"), context)


def may_write(request: Request) -> bool:
    may = request.user.may(Action.WRITE, Kind.WORK_PLAN, request.strategy.pk)
    return may and not request.strategy.is_read_only


def ordered(activities: ActivityQuerySet, strategy: Strategy, *, by_party: bool) -> ActivityQuerySet:
    return activities.by_party(strategy.today()) if by_party else activities.by_month(strategy.today())


def grouped(activities: list[Activity], *, by_party: bool, sorted_otherwise: bool = False) -> list[ActivityGroup]:
    """Under a heading each: those late together, whoever answers for them. Sorted otherwise, without headings."""

    def label(activity: Activity) -> tuple[bool, str]:
        if sorted_otherwise:
            return False, ""
        if activity.is_late:
            return True, _("Försenade")
        if by_party:
            return False, str(activity.responsible)
        if activity.ended_on is not None:
            return False, _("Avslutade %(year)d") % {"year": activity.ended_on.year}
        return False, capfirst(date_format(activity.due_on, "F Y"))

    return [ActivityGroup(heading, late, list(members)) for (late, heading), members in groupby(activities, key=label)]


def figures(visible: ActivityQuerySet, strategy: Strategy) -> list[Figure]:
    """Of everything that the reader may see, whatever the filter; each leads to its own."""
    counts = visible.counts_on(strategy.today())
    late, moved, done = counts["late"], counts["moved"], counts["done"]
    return [
        Figure(late, npgettext("figure", "försenad", "försenade", late), "?state=late"),
        Figure(counts["waiting"], _("kvar att göra"), "?state=waiting"),
        Figure(moved, npgettext("figure", "flyttad", "flyttade", moved), "?state=moved"),
        Figure(done, npgettext("figure", "klar", "klara", done), "?state=done"),
    ]


def latest_moves(user: User, strategy: Strategy) -> list[ActivityUpdate]:
    moves = ActivityUpdate.objects.visible_to(user).of(strategy.pk).moves().of_what_waits().latest_first()
    return list(moves.select_related("activity")[:MOST_MOVES])


def waiting_proposals(user: User, strategy: Strategy) -> list[WorkPlanProposal]:
    waiting = WorkPlanProposal.objects.visible_to(user).of(strategy.pk).waiting().waiting_first()
    return list(waiting.select_related("author", "organisation")[:MOST_PROPOSALS])


@require_safe
def work_plan_version(request: Request, pk: int) -> HttpResponseBase:
    """The plan as it was adopted, as far as the reader may see, and what that changed."""
    version = find(request, WorkPlanVersion.objects.visible_to(request.user).select_related("adopted_by"), pk)
    listing = Listing(request, WORK_PLAN_LINE_COLUMNS, title=str(version))
    lines = listing.ordered(shown_of(version, request.user))
    if listing.is_file:
        return listing.file(lines)
    previous = WorkPlanVersion.objects.visible_to(request.user).before(version).first()
    context = {
        "version": version,
        "listing": listing,
        "previous": previous,
        "changes": changes_between(previous, version, request.user) if previous else None,
        "page": page_of(request, lines),
        "querystring": querystring(request),
    }
    return render(request, "priorities/work_plan/work_plan_version.html", context)


def shown_of(version: WorkPlanVersion, user: User) -> WorkPlanLineQuerySet:
    return WorkPlanLine.objects.visible_to(user).filter(plan=version).select_related("responsible")


def changes_between(previous: WorkPlanVersion, version: WorkPlanVersion, user: User) -> PlanChanges:
    lines = list(WorkPlanLine.objects.comparable_for(user, [previous, version]))
    return compare(
        (line for line in lines if line.plan_id == previous.pk),
        (line for line in lines if line.plan_id == version.pk),
    )


def work_plan_adoption(request: Request, slug: str) -> HttpResponse:
    """What adopting would change, and the form that does it."""
    strategy = find_strategy(request, slug)
    require(request, Action.APPROVE, Kind.WORK_PLAN)
    latest = WorkPlanVersion.objects.visible_to(request.user).of(strategy.pk).first()
    form = AdoptionForm(posted(request), initial={"seen": fingerprint(strategy)})

    def adopt() -> None:
        adopted.append(adopt_work_plan(strategy=strategy, by=request.user, **form.cleaned_data))

    adopted: list[WorkPlanVersion] = []
    if form.is_valid() and attempt(form, adopt):
        messages.success(request, _("%(version)s är antagen.") % {"version": adopted[0]})
        return redirect(adopted[0])
    if form.is_bound:
        form.show_again(fingerprint(strategy))
    changes = changes_since(latest, strategy, request.user) if latest else []
    page = Paginator(changes, MOST_CHANGES).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "latest": latest,
        "count": standing(strategy).count(),
        "page": page,
        "changes": shown(page, strategy),
        "obstacle": obstacle_to_adoption(strategy, request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "priorities/work_plan/work_plan_adoption.html", context, status=status)
