from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.frameworks.columns import CROSSWALK_COLUMNS, FRAMEWORK_COLUMNS, ITEM_COLUMNS
from priorities.frameworks.forms import CrosswalkFilter, CrosswalkForm, FrameworkForm, ItemFilter
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.frameworks.services import change_tie, remove_framework, remove_item, tie, untie
from priorities.goals.models import Goal
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.records.pages import form_page, refusal, told_removed
from strategy.records.services import save_record
from strategy.web.pages import fragment, page_of, posted, querystring
from strategy.web.requests import Request, find, find_strategy, find_to, require


def may(request: Request, action: Action, kind: Kind) -> bool:
    is_open = action == Action.READ or not request.strategy.is_read_only
    return is_open and request.user.may(action, kind, request.strategy.pk)


@require_safe
def frameworks(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.FRAMEWORK)
    listing = Listing(request, FRAMEWORK_COLUMNS)
    rows = listing.ordered(Framework.objects.visible_to(request.user).of(strategy.pk).with_item_count())
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "may_load": may(request, Action.WRITE, Kind.FRAMEWORK),
    }
    return render(request, "priorities/frameworks/frameworks.html", context)


@require_safe
def framework(request: Request, pk: int) -> HttpResponseBase:
    """What stands in it, and with each item the goals that are tied to it."""
    framework = find(request, Framework.objects.visible_to(request.user), pk)
    listing = Listing(request, ITEM_COLUMNS, filters=["q"], title=str(framework))
    items = FrameworkItem.objects.visible_to(request.user).filter(framework=framework).order_by("place")
    chosen = ItemFilter(request.GET, items)
    rows = listing.ordered(chosen.qs).with_ties_for(request.user)
    if listing.is_file:
        return listing.file(rows)
    context = {
        "framework": framework,
        "filter": chosen,
        "filtered": chosen.is_active,
        "listing": listing,
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "sees_ties": may(request, Action.READ, Kind.CROSSWALK),
        "may_write": may(request, Action.WRITE, Kind.FRAMEWORK),
        "may_tie": may(request, Action.WRITE, Kind.CROSSWALK),
    }
    return render(request, fragment(request, "priorities/frameworks/framework.html", "list"), context)


def find_framework(request: Request, pk: int) -> Framework:
    return find_to(request, Action.WRITE, Kind.FRAMEWORK, Framework.objects.visible_to(request.user), pk)


def framework_edit(request: Request, pk: int) -> HttpResponse:
    framework = find_framework(request, pk)
    form = FrameworkForm(posted(request), instance=framework)
    return form_page(
        request,
        form,
        lambda: save_record(record=framework, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Ändra måttstock"),
        done=_("Måttstocken är sparad."),
        back=(framework.get_absolute_url(), _("Måttstock")),
    )


@require_POST
def framework_removal(request: Request, pk: int) -> HttpResponse:
    """By whoever may tie: the ties that go with it are theirs, and the bin."""
    framework = find_to(request, Action.WRITE, Kind.CROSSWALK, Framework.objects.visible_to(request.user), pk)
    if refused := refusal(lambda: remove_framework(framework=framework, by=request.user)):
        messages.error(request, refused)
        return redirect(framework)
    told_removed(request, framework, _("Måttstocken ligger i papperskorgen."))
    return redirect("priorities:frameworks", framework.strategy.slug)


@require_POST
def item_removal(request: Request, pk: int) -> HttpResponse:
    """By whoever may tie, too."""
    visible = FrameworkItem.objects.visible_to(request.user).select_related("framework")
    item = find_to(request, Action.WRITE, Kind.CROSSWALK, visible, pk)
    if refused := refusal(lambda: remove_item(item=item, by=request.user)):
        messages.error(request, refused)
    else:
        told_removed(request, item, _("Punkten ligger i papperskorgen."))
    return redirect(item.framework)


# ------------------------------------------------------------------ ties


@require_safe
def crosswalk(request: Request, slug: str) -> HttpResponseBase:
    """Every tie, from the goals to the items or, with `by=item`, from the items to the goals."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.CROSSWALK)
    visible = Crosswalk.objects.visible_to(request.user).of(strategy.pk)
    chosen = CrosswalkFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, CROSSWALK_COLUMNS, filters=[*chosen.filters, "by"])
    by_item = request.GET.get("by") == "item"
    rows = listing.ordered(chosen.qs.by_item() if by_item else chosen.qs.by_goal()).with_parts()
    if listing.is_file:
        return listing.file(rows)
    page = page_of(request, rows)
    goals = Goal.objects.visible_to(request.user).of(strategy.pk)
    context = {
        "filter": chosen,
        "filtered": chosen.is_active,
        "listing": listing,
        "page": page,
        "groups": grouped(page, "" if listing.sorted_by else "item" if by_item else "goal"),
        "by_item": by_item,
        "other_way": querystring(request, "by", "sort"),
        "querystring": querystring(request),
        "without": goals.exclude(pk__in=chosen.qs.order_by().values("goal")) if not request.GET.get("goal") else [],
        "goal": request.GET.get("goal", ""),
        "may_tie": may(request, Action.WRITE, Kind.CROSSWALK),
        "has_items": FrameworkItem.objects.visible_to(request.user).filter(strategy=strategy).exists(),
        "may_load": may(request, Action.WRITE, Kind.FRAMEWORK),
    }
    return render(request, fragment(request, "priorities/frameworks/crosswalk.html", "list"), context)


def grouped(ties: Iterable[Crosswalk], by: str) -> list[tuple[Any, list[Crosswalk]]]:
    """Under the goal or the item that each is tied to; all together where they are sorted otherwise."""
    return [(thing, list(found)) for thing, found in groupby(ties, key=lambda each: getattr(each, by) if by else None)]


def crosswalk_new(request: Request, slug: str) -> HttpResponse:
    """Begins from a goal or from an item, where the address names one."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.CROSSWALK)
    begun = Crosswalk(strategy=strategy)
    named = {name: request.GET[name] for name in ("goal", "item") if request.GET.get(name, "").isdecimal()}
    form = CrosswalkForm(posted(request), instance=begun, initial=named, user=request.user)
    return form_page(
        request,
        form,
        lambda: tie(crosswalk=begun, by=request.user),
        title=_("Ny koppling"),
        done=_("Kopplingen är sparad."),
        back=(reverse("priorities:crosswalk", args=[slug]), _("Kopplingar")),
        intro=_("Säg att ett mål och en punkt i en måttstock handlar om samma sak, och varför."),
    )


def find_tie(request: Request, pk: int) -> Crosswalk:
    visible = Crosswalk.objects.visible_to(request.user).with_parts()
    return find_to(request, Action.WRITE, Kind.CROSSWALK, visible, pk)


def crosswalk_edit(request: Request, pk: int) -> HttpResponse:
    found = find_tie(request, pk)
    form = CrosswalkForm(posted(request), instance=found, user=request.user)
    return form_page(
        request,
        form,
        lambda: change_tie(crosswalk=found, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Ändra koppling"),
        done=_("Kopplingen är sparad."),
        back=(found.get_absolute_url(), _("Kopplingar")),
        intro=f"{found.goal} – {found.item} ({found.item.framework})",
    )


@require_POST
def crosswalk_removal(request: Request, pk: int) -> HttpResponse:
    found = find_tie(request, pk)
    if refused := refusal(lambda: untie(crosswalk=found, by=request.user)):
        messages.error(request, refused)
        return redirect(found)
    told_removed(request, found, _("Kopplingen ligger i papperskorgen."))
    return redirect("priorities:crosswalk", found.strategy.slug)
