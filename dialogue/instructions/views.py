from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.instructions.forms import InstructionForms, SendingForm
from dialogue.instructions.models import Instruction, InstructionGoal, InstructionQuerySet
from dialogue.instructions.services import (
    draft_instruction,
    remove_part,
    send_instruction,
)
from dialogue.meetings.models.events import Event
from strategy.access import Action, Kind
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.pages import attempt, refusal, told_removed
from strategy.web.downloads import clean_name, download
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find, find_to


def visible(user: User) -> InstructionQuerySet:
    return Instruction.objects.visible_to(user).select_related("event", "sent_by")


def find_instruction(request: Request, pk: int) -> Instruction:
    """For whoever may write one. Of one that was sent meanwhile the services say that it does not change."""
    return find_to(request, Action.WRITE, Kind.INSTRUCTION, visible(request.user), pk)


@require_POST
def event_instructions(request: Request, pk: int) -> HttpResponse:
    """Drafts an instruction for a meeting, or the next version of one that was sent."""
    meeting = find_to(request, Action.WRITE, Kind.INSTRUCTION, Event.objects.visible_to(request.user), pk)
    drafted: list[Instruction] = []
    refused = refusal(lambda: drafted.append(draft_instruction(event=meeting, by=request.user)))
    if refused:
        messages.error(request, refused)
        return redirect(f"{meeting.get_absolute_url()}#instruction")
    messages.success(request, _("Ett utkast är gjort. Läs igenom det och ändra det som ska vara annorlunda."))
    return redirect("dialogue:instruction-edit", drafted[0].pk)


@require_safe
def instruction(request: Request, pk: int) -> HttpResponse:
    written = find(request, visible(request.user), pk)
    versions = Instruction.objects.visible_to(request.user).to(written.event)
    context = whole(written, request.user) | {"versions": versions, "may_write": may_write(request)}
    return render(request, "dialogue/instructions/instruction.html", context)


def whole(written: Instruction, user: User) -> dict[str, Any]:
    """What it says, and where, for a page."""
    parts = InstructionGoal.objects.visible_to(user).filter(instruction=written).in_order()
    return {"instruction": written, "event": written.event, "parts": parts}


def may_write(request: Request) -> bool:
    may = request.user.may(Action.WRITE, Kind.INSTRUCTION, request.strategy.pk)
    return may and not request.strategy.is_read_only


def instruction_edit(request: Request, pk: int) -> HttpResponse:
    """Every text in a field, beside what it is drafted from."""
    written = find_instruction(request, pk)
    if written.is_sent and request.method != "POST":
        return redirect(written)
    forms = InstructionForms(posted(request), written, request.user)
    if forms.whole.is_bound and forms.save(request.user):
        messages.success(request, _("Instruktionen är sparad."))
        added = forms.whole.added_goals
        return redirect(f"{written.get_edit_url()}#goal-{added[0].pk}" if added else written.get_absolute_url())
    context = {"instruction": written, "event": written.event, "forms": forms}
    return render(request, "dialogue/instructions/instruction_form.html", context, status=forms.status)


@require_POST
def instruction_removal(request: Request, pk: int) -> HttpResponse:
    written = find_instruction(request, pk)
    refused = refusal(lambda: remove_part(record=written, by=request.user, expected_version=written.version))
    if refused:
        messages.error(request, refused)
        return redirect(written)
    told_removed(request, written, _("Instruktionen är borttagen."))
    return redirect(written.event)


def instruction_sending(request: Request, pk: int) -> HttpResponse:
    """What leaves and to whom, said before it is done."""
    written = find_instruction(request, pk)
    if written.is_sent:
        return redirect(written)
    form = SendingForm(posted(request), instruction=written, user=request.user)

    def send() -> None:
        send_instruction(instruction=written, by=request.user, seen=form.cleaned_data["seen"])

    if form.is_valid() and attempt(form, send):
        messages.success(request, _("Instruktionen är skickad. Delegationen har fått besked."))
        return redirect(written)
    context = whole(written, request.user) | {"form": form}
    return render(request, "dialogue/instructions/instruction_sending.html", context, status=status_of(form))


@require_safe
def instruction_file(request: Request, pk: int) -> FileResponse:
    """As Word. What writes it is large, and not taken into memory by every process."""
    from dialogue.instructions.word import CONTENT_TYPE, word_file

    written = find(request, visible(request.user), pk)
    parts = InstructionGoal.objects.visible_to(request.user).filter(instruction=written).in_order()
    content = word_file(written, parts)
    audit.note(verb=Verb.DOWNLOADED, thing=written, by=request.user, details={"format": "docx"})
    return download(content, filename=clean_name(f"{written}.docx"), content_type=CONTENT_TYPE)
