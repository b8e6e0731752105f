from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.goals.models import Goal
from priorities.key_messages.forms import KeyMessageForm
from priorities.key_messages.models import KeyMessage
from priorities.key_messages.services import latest_version, remove_key_message, write_key_message
from strategy.access import Action, Kind
from strategy.people.models import User
from strategy.records.models import GROUND
from strategy.records.pages import attempt, refusal, told_removed
from strategy.records.refusals import TransitionRefused
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find, find_to, require


def may_write(user: User, goal: Goal) -> bool:
    return user.may(Action.WRITE, Kind.KEY_MESSAGE, goal.strategy_id) and not goal.strategy.is_read_only


@require_safe
def key_messages(request: Request, pk: int) -> HttpResponse:
    """All versions that the reader may see, with the one in force today told."""
    goal = find(request, Goal.objects.visible_to(request.user), pk)
    require(request, Action.READ, Kind.KEY_MESSAGE)
    versions = KeyMessage.objects.visible_to(request.user).on(goal).select_related("created_by", "secrecy_provision")
    today = goal.strategy.today()
    context = {
        "goal": goal,
        "versions": versions,
        "in_force": KeyMessage.objects.visible_to(request.user).filter(goal=goal).in_force(today).first(),
        "today": today,
        "may_write": may_write(request.user, goal),
    }
    return render(request, "priorities/key_messages/key_messages.html", context)


def key_message_new(request: Request, pk: int) -> HttpResponse:
    """Begins from the latest version, which stays as it is."""
    goal = find_to(request, Action.WRITE, Kind.KEY_MESSAGE, Goal.objects.visible_to(request.user), pk)
    before = latest_version(goal)
    message = next_version(goal, before)
    form = KeyMessageForm(posted(request), instance=message, before=before)

    def save() -> None:
        try:
            write_key_message(message=message, after=form.cleaned_data["after"], by=request.user)
        except TransitionRefused:  # what is newer stands beside the form from now on
            form.data = with_latest(request.POST, before)
            raise

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Budskapet är sparat."))
        return redirect(message)
    context = {"goal": goal, "form": form, "before": before}
    return render(request, "priorities/key_messages/key_message_form.html", context, status=status_of(form))


def with_latest(typed: QueryDict, before: KeyMessage | None) -> QueryDict:
    data = typed.copy()
    data["after"] = str(before.pk) if before else ""
    return data


def next_version(goal: Goal, before: KeyMessage | None) -> KeyMessage:
    """With the words and the marking of the one before; it holds from today, unless its writer says another day."""
    message = KeyMessage(strategy=goal.strategy, goal=goal, holds_from=goal.strategy.today())
    if before is not None:
        for name in ("say", "say_not", "source", "classification", *GROUND):
            setattr(message, name, getattr(before, name))
        message.taken_over_from = before.classification
    return message


@require_POST
def key_message_removal(request: Request, pk: int) -> HttpResponse:
    visible = KeyMessage.objects.visible_to(request.user).select_related("goal")
    message = find_to(request, Action.WRITE, Kind.KEY_MESSAGE, visible, pk)
    refused = refusal(lambda: remove_key_message(message=message, by=request.user))
    if refused:
        messages.error(request, refused)
    else:
        told_removed(request, message, _("Budskapet är borttaget."))
    return redirect("priorities:key-messages", message.goal_id)
