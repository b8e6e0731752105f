"""Circulations, as those who share and those who are asked see them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.instructions.models import Instruction
from reporting.assessments.models.rounds import Round
from reporting.circulations import columns
from reporting.circulations.circulation_page import CirculationPage
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.forms import AnswerForm, CirculationForm, CommentsForm, KeepingForm
from reporting.circulations.models import Circulation, CirculationParty
from reporting.circulations.services import (
    answer_comment,
    circulate,
    close_circulation,
    comment,
    keep_circulation,
    reopen_circulation,
)
from reporting.circulations.subjects import Shared, Subject, fingerprint
from reporting.reports.models import Report
from strategy.access import Action, Audience, Kind
from strategy.records.lists import Listing
from strategy.records.pages import attempt, carry_out, form_page, refusal
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require

ORIGINS = {Subject.INSTRUCTION: Instruction, Subject.ROUND: Round, Subject.REPORT: Report}


@require_safe
def circulations(request: Request, slug: str) -> HttpResponseBase:
    """What is shared, by when, and who has answered; to others what they have been asked about."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.CIRCULATION)
    shares = request.user.may(Action.WRITE, Kind.CIRCULATION, strategy.pk)
    rows = Circulation.objects.visible_to(request.user).of(strategy.pk).open_first().select_related("owner", "strategy")
    listing = Listing(request, columns.COUNTED if shares else columns.COMMON)
    rows = listing.ordered(rows.with_counts() if shares else rows)
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "shares": shares,
        "may_share_plan": shares and not strategy.is_read_only,
        "querystring": querystring(request),
    }
    return render(request, fragment(request, "reporting/circulations/circulations.html", "list"), context)


def work_plan_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.CIRCULATION)
    return share(request, Shared(Subject.WORK_PLAN, strategy))


def circulation_new(request: Request, pk: int, subject: str) -> HttpResponse:
    """Of an instruction, a year's round or a report."""
    model: Any = ORIGINS[Subject(subject)]
    origin = find_to(request, Action.WRITE, Kind.CIRCULATION, model.objects.visible_to(request.user), pk)
    return share(request, Shared(Subject(subject), request.strategy, origin))


def share(request: Request, shared: Shared) -> HttpResponse:
    """The copy as it would leave, and to whom: read through before it is shared."""
    refused = refusal(shared.require_shareable)
    if refused:
        messages.error(request, refused)
        return redirect(shared.origin)
    asked = request.GET.get("audience", "")
    audience = Audience(asked) if asked in shared.audiences else shared.audiences[0]
    copy = shared.copy(audience)
    circulation = Circulation(
        strategy=shared.strategy, owner=request.user, title=shared.title, audience=audience, **shared.ties
    )
    initial = {"seen": fingerprint(copy)}
    form = CirculationForm(posted(request), instance=circulation, user=request.user, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen"]
        circulate(circulation=circulation, shared=shared, receivers=form.receivers, by=request.user, seen=seen)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Delningen är skickad. De som har fått den har fått besked."))
        return redirect(circulation)
    context = {"form": form, "shared": shared, "audience": audience, "copy": copy}
    return render(request, "reporting/circulations/circulation_form.html", context, status=status_of(form))


@require_safe
def circulation(request: Request, pk: int) -> HttpResponse:
    return shown(request, find_circulation(request, pk))


def find_circulation(request: Request, pk: int) -> Circulation:
    visible = Circulation.objects.visible_to(request.user)
    return find(request, visible.select_related("instruction", "round__strategy", "report__event", "owner"), pk)


def shown(request: Request, circulation: Circulation, **bound: Any) -> HttpResponse:
    passages = passages_of(request, circulation)
    page = CirculationPage(circulation, request.user, passages, **bound)
    context = {"circulation": circulation, "shown": page, "page": passages, "querystring": querystring(request)}
    return render(request, "reporting/circulations/circulation.html", context, status=422 if bound else 200)


def passages_of(request: Request, circulation: Circulation) -> Any:
    return page_of(
        request, CirculatedPassage.objects.visible_to(request.user).filter(circulation=circulation).in_order()
    )


def find_own(request: Request, pk: int) -> Circulation:
    """For those who share."""
    return find_to(request, Action.WRITE, Kind.CIRCULATION, Circulation.objects.visible_to(request.user), pk)


def circulation_edit(request: Request, pk: int) -> HttpResponse:
    """Another day, more who are to have it: the copy stays as it was shared."""
    own = find_own(request, pk)
    form = KeepingForm(posted(request), instance=own, user=request.user)

    def save() -> None:
        version = form.cleaned_data["version"]
        keep_circulation(circulation=own, receivers=form.receivers, by=request.user, expected_version=version)

    return form_page(
        request,
        form,
        save,
        title=_("Ändra delningen"),
        done=_("Delningen är sparad."),
        back=(own.get_absolute_url(), own.title),
        intro=_("Det som är delat ändras inte. Den som får det nu får samma text."),
    )


@require_POST
def closure(request: Request, pk: int) -> HttpResponse:
    own = find_own(request, pk)
    done = _("Delningen är avslutad. Inga fler synpunkter tas emot.")
    carry_out(request, lambda: close_circulation(circulation=own, by=request.user), done=done)
    return redirect(own)


@require_POST
def reopening(request: Request, pk: int) -> HttpResponse:
    own = find_own(request, pk)
    carry_out(request, lambda: reopen_circulation(circulation=own, by=request.user), done=_("Delningen är öppen igen."))
    return redirect(own)


def find_asked(request: Request, pk: int) -> tuple[Circulation, CirculationParty]:
    """For those whom it is put to."""
    asked = find_circulation(request, pk)
    require(request, Action.WRITE, Kind.COMMENT)
    party = CirculationParty.objects.first_of(request.user, asked)
    if party is None:
        raise Http404
    party.circulation = asked
    return asked, party


@require_POST
def comments(request: Request, pk: int) -> HttpResponse:
    asked, party = find_asked(request, pk)
    blank = Comment(strategy=asked.strategy, circulation=asked)
    form = CommentsForm(request.POST, instance=blank, passages=list(passages_of(request, asked)))
    if form.is_valid() and attempt(form, lambda: comment(comments=form.comments, party=party, by=request.user)):
        messages.success(request, _("Synpunkterna är skickade. Den som delade har fått besked."))
        return redirect(asked)
    return shown(request, asked, comments=form)


@require_POST
def no_objection(request: Request, pk: int) -> HttpResponse:
    """*Ingen erinran*: one press."""
    asked, party = find_asked(request, pk)
    said = [Comment()]
    carry_out(
        request,
        lambda: comment(comments=said, party=party, by=request.user),
        done=_("Tack. Det är noterat att ni inte har något att erinra."),
    )
    return redirect(asked)


@require_POST
def comment_answer(request: Request, pk: int) -> HttpResponse:
    visible = Comment.objects.visible_to(request.user).in_order()
    said = find_to(request, Action.WRITE, Kind.CIRCULATION, visible, pk)
    form = AnswerForm(request.POST, instance=said)

    def save() -> None:
        answer_comment(comment=said, by=request.user, expected_version=form.cleaned_data["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Svaret är sparat. Alla som har fått delningen kan läsa det."))
        return redirect(said)
    return shown(request, find_circulation(request, said.circulation_id), answer=form)
