"""The next strategy on the web: an administrator reads a decision in, and with its officer says what is what in it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.decisions.forms import DecisionDraftForm, DecisionForm
from dialogue.decisions.models import DecisionDraft, obstacles
from dialogue.decisions.services import Start, confirm, read_in, save_marking, throw_away
from strategy.access import Action, Kind
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find_to, require_administrator

NAMED = ("slug", "short_name", "officer", "organisation", "start", "end")


@require_safe
def decision_drafts(request: Request) -> HttpResponse:
    require_administrator(request)
    drafts = DecisionDraft.objects.visible_to(request.user).with_people()
    context = {"page": page_of(request, drafts), "querystring": querystring(request)}
    return render(request, "dialogue/decisions/decision_drafts.html", context)


@limited("upload", per_hour=200)
def decision_draft_new(request: Request) -> HttpResponse:
    require_administrator(request)
    form = DecisionForm(posted(request), request.FILES or None, user=request.user)
    made: list[DecisionDraft] = []

    def save() -> None:
        sent = form.cleaned_data
        start = Start(**{name: sent[name] for name in NAMED})
        name = sent["file"].name[-200:] if sent.get("file") else ""
        made.append(read_in(text=sent["text"], file_name=name, start=start, by=request.user))

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Beslutet är läst. Granska vad som hittades."))
        return redirect(made[0])
    return render(request, "dialogue/decisions/decision_draft_new.html", {"form": form}, status=status_of(form))


def find_draft(request: Request, pk: int) -> DecisionDraft:
    visible = DecisionDraft.objects.visible_to(request.user).with_people()
    return find_to(request, Action.WRITE, Kind.DECISION_DRAFT, visible, pk)


def decision_draft(request: Request, pk: int) -> HttpResponse:
    """The document with what each piece of it is, to correct."""
    draft = find_draft(request, pk)
    form = DecisionDraftForm(posted(request), instance=draft)

    def save() -> None:
        save_marking(draft=draft, by=request.user, expected_version=form.cleaned_data["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Ändringarna är sparade. Inget gäller förrän beslutet är bekräftat."))
        return redirect(draft)
    return page(request, form)


@require_POST
def decision_draft_confirmation(request: Request, pk: int) -> HttpResponse:
    """With what is changed on the page at the same time."""
    draft = find_draft(request, pk)
    form = DecisionDraftForm(posted(request), instance=draft)

    def save() -> None:
        confirm(draft=draft, by=request.user, expected_version=form.cleaned_data["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Strategin gäller. Texten återges ordagrant."))
        return redirect("priorities:text", draft.strategy.slug)
    return page(request, form)


def page(request: Request, form: DecisionDraftForm) -> HttpResponse:
    draft = form.instance
    groups = form.groups()
    document = draft.document
    context = {
        "draft": draft,
        "form": form,
        "groups": groups,
        "document": document,
        "goals": sum(len(area.goals) for area in document.focus_areas),
        "obstacles": list(obstacles(document)),
        "doubtful": [row for group in groups for row in group.rows if row.piece.doubts],
        "outline": [(group.rows[0], [row for row in group.rows if row.code]) for group in groups if group.goals],
        "may_list": request.user.administers,
    }
    return render(request, "dialogue/decisions/decision_draft.html", context, status=status_of(form))


@require_POST
def decision_draft_removal(request: Request, pk: int) -> HttpResponse:
    draft = find_draft(request, pk)
    carry_out(request, lambda: throw_away(draft=draft, by=request.user), done=_("Utkastet ligger i papperskorgen."))
    return redirect("dialogue:decision-drafts" if request.user.administers else "/")
