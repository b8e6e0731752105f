"""The review (sekretessprövning): before an edition that leaves the house is made, and before it is released."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.reports.claims import claims_without_evidence
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.files import Snapshot
from reporting.reports.forms import ReviewForm
from reporting.reports.free_texts import texts_in
from reporting.reports.models import Report
from reporting.reports.paper.printing import read_snapshot
from reporting.reports.request_forms import FORMS, ReportForm
from reporting.reports.secrecy_review import review_release, seen_of, snapshot_of, sorting_of, tightened_since
from reporting.reports.secrecy_review_page import sections, whole_section
from reporting.reports.services import next_version, request_report, review_and_queue
from reporting.reports.sorting import Sorting, Tightened, sorted_out
from reporting.reports.views.new_report import ordered, ordered_before, review_address
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.kinds import kinds
from strategy.records.pages import attempt
from strategy.records.refusals import TransitionRefused
from strategy.web.pages import posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, require

Texts = list[tuple[str, str]]


@dataclass(frozen=True)
class Reviewed:
    """What the page shows: of a snapshot, or of an edition as it would be made now."""

    report: Report
    sorting: Sorting
    texts: Texts
    snapshot: Snapshot | None = None

    @classmethod
    def now(cls, report: Report, *others: Report) -> "Reviewed":
        """`others` are the same edition in other languages: of the same material, with texts of their own."""
        texts = (text for one in (report, *others) for text in texts_in(contents(one, timezone.now())))
        return cls(report, sorted_out(report), list(dict.fromkeys(texts)))

    @classmethod
    def of(cls, report: Report, snapshot: Snapshot) -> "Reviewed":
        return cls(report, sorting_of(snapshot), texts_in(read_snapshot(snapshot.content)), snapshot)

    @property
    def seen(self) -> str:
        return seen_of(self.snapshot, self.tightened) if self.snapshot else self.sorting.fingerprint(self.texts)

    @cached_property
    def tightened(self) -> Tightened:
        """By kind: what has been marked more strictly since the snapshot was taken."""
        return tightened_since(self.snapshot) if self.snapshot else {}


def report_review_new(request: Request, slug: str) -> HttpResponse:
    """Of the first edition that the address asks for, in all its languages. To confirm is to have it made, and leads to
    the next.
    """
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.REPORT)
    asking = asked_for(request, strategy)
    if not asking.is_valid() or not asking.leaving:
        return redirect(f"{reverse('reporting:report-new', args=[slug])}?{request.GET.urlencode()}")
    audience, *rest = asking.leaving
    orders = [asked for asked in asking.orders() if asked["audience"] == audience]
    reviewed = Reviewed.now(*(next_version(**asked) for asked in orders))
    form = ReviewForm(posted(request), initial={"seen": reviewed.seen})
    made: list[Report] = []

    def save() -> None:
        require_seen(request, form, reviewed)
        made.extend(request_reviewed(orders, by=request.user, note=form.cleaned_data["note"]))

    if form.is_valid() and attempt(form, save):
        if rest:
            messages.success(request, _("Prövningen är sparad. Nu nästa utgåva."))
            return redirect(review_address(asking, rest, made))
        return ordered(request, [*ordered_before(request, strategy), *made])
    several = {"languages": [asked["language"] for asked in orders], "rest": rest}
    return review_page(request, reviewed, form, action=_("Bekräfta och skapa rapporten"), **several)


@transaction.atomic
def request_reviewed(orders: list[dict[str, Any]], *, by: User, note: str) -> list[Report]:
    return [request_report(by=by, note=note, **asked) for asked in orders]


def asked_for(request: Request, strategy: Strategy) -> ReportForm:
    form = FORMS.get(request.GET.get("kind", ""), FORMS[Report.ReportKind.YEARLY])
    return form(request.GET, strategy=strategy, user=request.user)


def report_review(request: Request, pk: int) -> HttpResponse:
    """Of a report that is there: of its very snapshot before a release; of its material where it has not been made."""
    report = find(request, Report.objects.visible_to(request.user), pk)
    require_part(request, report)
    snapshot = snapshot_of(report)
    is_made = snapshot is not None and report.state != Report.State.FAILED
    if not is_made:
        require(request, Action.WRITE, Kind.REPORT)
    reviewed = Reviewed.of(report, snapshot) if snapshot is not None and is_made else Reviewed.now(report)
    form = ReviewForm(posted(request), initial={"seen": reviewed.seen})

    def save() -> None:
        note, seen = form.cleaned_data["note"], form.cleaned_data["seen"]
        if is_made:
            show_again(request, form, reviewed)
            review_release(report=report, by=request.user, seen=seen, note=note)
        else:
            require_seen(request, form, reviewed)
            review_and_queue(report=report, by=request.user, note=note)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Sekretessprövningen är sparad."))
        may_go_on = report.may_be_released and request.user.may(Action.APPROVE, Kind.REPORT, report.strategy_id)
        return redirect("reporting:report-release", report.pk) if may_go_on else redirect(report)
    action = _("Bekräfta prövningen") if is_made else _("Bekräfta och skapa rapporten")
    return review_page(request, reviewed, form, action=action)


def require_part(request: Request, report: Report) -> None:
    """For those who make reports and those who release them; of what leaves the house and is not being made."""
    takes_part = any(
        request.user.may(action, Kind.REPORT, report.strategy_id) for action in (Action.WRITE, Action.APPROVE)
    )
    if not takes_part or report.strategy.is_read_only or not report.leaves_the_house or report.is_under_way:
        raise Http404


def show_again(request: Request, form: ReviewForm, reviewed: Reviewed) -> None:
    """The next sending, if there is one, speaks of what is on the page now."""
    data = request.POST.copy()
    data["seen"] = reviewed.seen
    form.data = data


def require_seen(request: Request, form: ReviewForm, reviewed: Reviewed) -> None:
    """What is confirmed is what was on the page."""
    if form.cleaned_data["seen"] != reviewed.seen:
        show_again(request, form, reviewed)
        raise TransitionRefused(_("Underlaget har ändrats sedan du öppnade sidan. Gå igenom det igen."))


def review_page(request: Request, reviewed: Reviewed, form: ReviewForm, *, action: str, **several: Any) -> HttpResponse:
    context: dict[str, Any] = {
        **several,
        "report": reviewed.report,
        "snapshot": reviewed.snapshot,
        "form": form,
        "action": action,
        "querystring": querystring(request),
        "not_stated": reviewed.sorting.not_stated,
    }
    noun = request.GET.get("show", "")
    if request.method == "GET" and noun:
        if noun not in kinds():
            raise Http404
        context["whole"] = whole_section(reviewed.sorting, noun, request.GET.get("page"), request.user)
        return render(request, "reporting/reports/report_review_whole.html", context)
    context |= {
        "sections": sections(reviewed.sorting, request.user, reviewed.tightened),
        "has_tightened": bool(reviewed.tightened),
        "texts": reviewed.texts,
        "claims": [] if reviewed.snapshot else claims_without_evidence(reviewed.report, request.user),
    }
    return render(request, "reporting/reports/report_review.html", context, status=status_of(form))
