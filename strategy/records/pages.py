"""What a page does with what a form or a service answers: it is told where it was asked for."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst

from strategy.access import Action, Kind
from strategy.records.forms import RecordForm
from strategy.records.history import noun_of
from strategy.records.models import Record
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.sending.kept import is_restoring
from strategy.tools.navigation import navigation
from strategy.web.pages import status_of
from strategy.web.requests import Request

Words = str | Promise


def form_page(
    request: Request,
    form: RecordForm,
    save: Callable[[], object],
    *,
    title: Words,
    done: Words,
    back: tuple[str, Words],
    intro: Words = "",
) -> HttpResponse:
    """A record's form on a page of its own; `back` is the address and the name of the page that it belongs to."""
    if form.is_valid() and attempt(form, save):
        messages.success(request, str(done))
        return redirect(form.instance)
    context = {"form": form, "title": title, "back_url": back[0], "back_label": back[1], "intro": intro}
    return render(request, "form_page.html", context, status=status_of(form))


def attempt(form: forms.BaseForm, save: Callable[[], object]) -> bool:
    """Runs a service; what it refuses is told in the form, with everything typed still in place.

    A form that is only shown again is not saved; what somebody else has written since stands beside it.
    """
    if is_restoring():
        if isinstance(form, RecordForm):
            form.show_what_is_newer()
        return False
    try:
        save()
    except Conflict as conflict:
        if isinstance(form, RecordForm):
            form.show_conflict(conflict)
        else:
            form.add_error(None, str(conflict))
    except TransitionRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as invalid:
        tell(form, invalid)
    else:
        return True
    return False


def tell(form: forms.BaseForm, invalid: ValidationError) -> None:
    if not hasattr(invalid, "error_dict"):
        form.add_error(None, invalid)
        return
    for name, errors in invalid.error_dict.items():
        if name in form.fields:
            form.add_error(name, errors)
        else:
            form.add_error(None, [named(form, name, error) for error in errors])


def named(form: forms.BaseForm, name: str, error: ValidationError) -> ValidationError:
    """What is wrong with a field that the form does not show says which it is."""
    model: Any = getattr(form, "instance", None)
    label = next((field.verbose_name for field in model._meta.fields if field.name == name), "") if model else ""
    sentence = " ".join(error.messages)
    return ValidationError(f"{capfirst(label)}: {sentence}" if label else sentence, code=error.code)


def told_removed(request: Request, record: Record, sentence: str) -> None:
    """Says that it is gone, and offers those who restore from the bin to have it back at once."""
    may_restore = request.user.may(Action.WRITE, Kind.BIN, record.strategy_id)
    undo = reverse(navigation().RESTORATION, args=[noun_of(type(record)), record.pk]) if may_restore else ""
    messages.success(request, sentence, extra_tags=undo)


def carry_out(request: Request, act: Callable[[], object], *, done: Words = "") -> bool:
    """Runs a service that has no form; says why it refused, or that it is done."""
    refused = refusal(act)
    if refused:
        messages.error(request, refused)
    elif done:
        messages.success(request, str(done))
    return not refused


def refusal(act: Callable[[], object]) -> str:
    """Runs a service that has no form; answers why it refused, or nothing."""
    try:
        act()
    except (Conflict, TransitionRefused) as refused:
        return str(refused)
    except ValidationError as invalid:
        return " ".join(invalid.messages)
    return ""
