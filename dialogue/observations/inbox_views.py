"""What has come in from the field, as lists: what waits for the ministry, and what was taken into the evidence."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from dialogue.observations.additions import in_full
from dialogue.observations.columns import RECEIVED_COLUMNS
from dialogue.observations.forms import ObservationFilter
from dialogue.observations.models import Observation
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.web.pages import fragment, page_of, page_of_wide, querystring
from strategy.web.requests import Request


@dataclass(frozen=True)
class Tab:
    state: Observation.State
    count: int
    current: bool

    @property
    def label(self) -> str | Promise:
        return TAB_LABELS[self.state]


@dataclass(frozen=True)
class Received:
    """An observation with the number of whole days since it was last sent."""

    observation: Observation
    days: int

    @property
    def waited(self) -> str:
        return ngettext("%(days)s dag", "%(days)s dagar", self.days) % {"days": self.days}


TAB_LABELS: dict[Observation.State, Promise] = {
    Observation.State.SUBMITTED: gettext_lazy("Väntar"),
    Observation.State.RETURNED: gettext_lazy("Komplettering begärd"),
    Observation.State.ACCEPTED: gettext_lazy("Med i underlaget"),
    Observation.State.DECLINED: gettext_lazy("Lagda till handlingarna"),
    Observation.State.WITHDRAWN: gettext_lazy("Återtagna"),
}


def inbox(request: Request, strategy: Strategy) -> HttpResponseBase:
    """One tab a state, what waits first; in it what has waited longest first."""
    chosen_state = request.GET.get("state", "")
    state = Observation.State(chosen_state if chosen_state in TAB_LABELS else Observation.State.SUBMITTED)
    visible = Observation.objects.visible_to(request.user).of(strategy.pk)
    chosen = ObservationFilter(request.GET, visible, strategy=strategy, user=request.user)
    counts = chosen.qs.count_by_state()
    found = chosen.qs.in_state(state)
    waiting = state == Observation.State.SUBMITTED
    listing = Listing(request, RECEIVED_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(found.waiting() if waiting else found.with_submission().order_by("-submitted_at", "-pk"))
    if listing.is_file:
        return listing.file(in_full(rows, request.user))
    page = page_of_wide(request, rows.in_brief())
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page,
        "rows": [Received(one, days_since(one, strategy)) for one in page],
        "tabs": [Tab(one, counts.get(one, 0), one == state) for one in TAB_LABELS],
        "state": state,
        "filtered": chosen.is_active,
        "querystring": querystring(request),
    }
    return render(request, fragment(request, "dialogue/observations/inbox.html", "list"), context)


def days_since(observation: Observation, strategy: Strategy) -> int:
    sent = timezone.localdate(getattr(observation, "submitted_at"))  # noqa: B009 - annotated
    return max(0, (strategy.today() - sent).days)


def accepted(request: Request, strategy: Strategy) -> HttpResponseBase:
    """For those who read what has been taken into the evidence."""
    visible = Observation.objects.visible_to(request.user).of(strategy.pk)
    chosen = ObservationFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, RECEIVED_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(chosen.qs.with_submission())
    if listing.is_file:
        return listing.file(in_full(rows, request.user))
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page_of(request, rows.in_brief()),
        "filtered": chosen.is_active,
        "querystring": querystring(request),
    }
    return render(request, fragment(request, "dialogue/observations/accepted_observations.html", "list"), context)
