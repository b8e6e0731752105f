"""The contact's side of a request, and what an officer writes in its threads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.pieces.services import discard
from dialogue.pieces.views import write as write_piece
from dialogue.requests import views
from dialogue.requests.answering import (
    ask_for_more,
    begin_part,
    enter_answer,
    hand_over,
    nothing_to_add,
    save_part,
    send_part,
)
from dialogue.requests.forms import AnswerPartForm, EnteredAnswerForm, MoreForm
from dialogue.requests.models import Answer
from dialogue.requests.parts import AnswerPart
from dialogue.requests.request_page import handover_form
from strategy.access import Action, Kind, Role
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import posted, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find_to


def find_asked(request: Request, pk: int) -> Answer:
    """The thread of one's own organisation: for its contacts."""
    own = [
        held.organisation_id
        for held in request.user.memberships_today
        if held.role == Role.CONTACT and held.organisation_id
    ]
    visible = Answer.objects.visible_to(request.user).filter(organisation__in=own)
    return find_to(request, Action.WRITE, Kind.ANSWER_PART, visible.select_related("request", "organisation"), pk)


@limited("upload", per_hour=200)
def answer_part_new(request: Request, pk: int) -> HttpResponse:
    """A piece of an answer; after the first, an addition."""
    return write(request, begin_part(answer=find_asked(request, pk), by=request.user))


@limited("upload", per_hour=200)
def answer_part_edit(request: Request, pk: int) -> HttpResponse:
    """By its writer, or a colleague where it is shared. What is sent in after that becomes an addition."""
    visible = AnswerPart.objects.visible_to(request.user).exclude(kind=AnswerPart.PartKind.MORE)
    part = find_to(request, Action.WRITE, Kind.ANSWER_PART, visible.with_parts(), pk)
    if part.is_draft:
        return write(request, part)
    answer = find_asked(request, part.answer_id)
    if request.method != "POST":
        return redirect(part)
    return write(request, begin_part(answer=answer, by=request.user), is_sent=True)


def write(request: Request, part: AnswerPart, *, is_sent: bool = False) -> HttpResponse:
    return write_piece(
        request,
        AnswerPartForm(posted(request), request.FILES or None, instance=part, user=request.user),
        keep=save_part,
        send=send_part,
        sent=_("Svaret är skickat."),
        template="dialogue/requests/answer_form.html",
        context={
            "asked": part.answer.request,
            "action": part.get_edit_url() if part.pk else reverse("dialogue:answer-part-new", args=[part.answer_id]),
            "handover": handover_form(part, request.user),
        },
        is_sent=is_sent,
    )


@require_POST
def answer_nothing(request: Request, pk: int) -> HttpResponse:
    """*Vi har inget att tillägga*: one press."""
    answer = find_asked(request, pk)
    done = _("Tack. Det är noterat att ni inte har något att tillägga.")
    carry_out(request, lambda: nothing_to_add(answer=answer, by=request.user), done=done)
    return redirect(answer)


def find_draft(request: Request, pk: int) -> AnswerPart:
    """One's own."""
    own = AnswerPart.objects.visible_to(request.user).being_written().written_by(request.user)
    return find_to(request, Action.WRITE, Kind.ANSWER_PART, own.with_parts(), pk)


@require_POST
def answer_part_handover(request: Request, pk: int) -> HttpResponse:
    part = find_draft(request, pk)
    form = handover_form(part, request.user, request.POST)
    if form is None or not form.is_valid():
        messages.error(request, _("Välj en kollega som är kontaktperson i dag."))
        return redirect(part.get_edit_url())
    to = form.cleaned_data["to"]
    done = _("Svaret är överlämnat till %(person)s.") % {"person": to}
    carry_out(request, lambda: hand_over(part=part, to=to, by=request.user), done=done)
    return redirect(part.answer)


@require_POST
def answer_part_removal(request: Request, pk: int) -> HttpResponse:
    part = find_draft(request, pk)
    done = _("Utkastet är borttaget.")
    carry_out(request, lambda: discard(piece=part, by=request.user), done=done)
    return redirect(part.answer)


def find_thread(request: Request, pk: int) -> Answer:
    """For those who put the request."""
    visible = Answer.objects.visible_to(request.user).select_related("request", "organisation")
    return find_to(request, Action.WRITE, Kind.ANSWER, visible, pk)


@require_POST
def answer_more(request: Request, pk: int) -> HttpResponse:
    """Asks one organisation for more, with the reason."""
    answer = find_thread(request, pk)
    form = MoreForm(request.POST, answer=answer, auto_id=f"more-{answer.pk}-%s")

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        ask_for_more(answer=answer, reason=entered["reason"], until=entered["until"], by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Mer är begärt. Organisationen får besked och läser varför."))
        return redirect(answer)
    return views.shown(request, answer.request_id, more=form, about=answer.pk)


@limited("upload", per_hour=200)
def answer_entry(request: Request, pk: int) -> HttpResponse:
    """An answer that came by mail or on paper, with the mail attached."""
    answer = find_thread(request, pk)
    if answer.request.is_draft:
        raise Http404
    part = begin_part(answer=answer, by=request.user, kind=AnswerPart.PartKind.ENTERED)
    form = EnteredAnswerForm(posted(request), request.FILES or None, instance=part)

    def save() -> None:
        enter_answer(part=part, by=request.user, files=form.cleaned_data["documents"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Svaret är inskrivet."))
        return redirect(answer)
    context = {"form": form, "answer": answer, "asked": answer.request}
    return render(request, "dialogue/requests/answer_entry.html", context, status=status_of(form))
