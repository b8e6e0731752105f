"""What every view shares: forms bound to what was posted, services that may refuse, lists page by page."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from strategy.access import Action, Kind
from strategy.forms import RecordForm
from strategy.history import noun_of
from strategy.models import Record
from strategy.requests import ModelT, Request
from strategy.sending.kept import is_restoring
from strategy.services import Conflict, TransitionRefused

PER_PAGE = 25

ThingT = TypeVar("ThingT")


def posted(request: Request) -> QueryDict | None:
    """What a form is bound to: nothing until something is sent, be it empty."""
    return request.POST if request.method == "POST" else None


def page_of(request: Request, things: QuerySet[Any, ThingT], count: int | None = None) -> Page[ThingT]:
    """`count` of the things, where it is known."""
    paginator = Paginator(things, PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def page_of_wide(request: Request, things: QuerySet[ModelT], count: int | None = None) -> Page[ModelT]:
    """Of rows that much is read with: put in order by their numbers alone, and read where they are shown."""
    page: Page[Any] = page_of(request, things.values_list("pk", flat=True), count)
    page.object_list = list(things.filter(pk__in=list(page.object_list)))
    return page


def querystring(request: Request) -> str:
    """The address's filters without the page number, ready for one to be put after it."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def fragment(request: Request, template: str, name: str) -> str:
    """The partial for htmx's own requests; the whole page where the browser asks or htmx restores its history."""
    return f"{template}#{name}" if request.htmx and not request.htmx.history_restore_request else template


def status_of(form: forms.BaseForm) -> int:
    """409 where somebody else saved first, 422 for what is wrong otherwise, 200 for a form not yet sent."""
    if getattr(form, "conflict", None) is not None:
        return 409
    return 422 if form.is_bound else 200


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
    undo = reverse("reporting:restoration", args=[noun_of(type(record)), record.pk]) if may_restore else ""
    messages.success(request, sentence, extra_tags=undo)


def refusal(act: Callable[[], object]) -> str:
    """Runs a service that has no form; answers why it refused, or nothing."""
    try:
        act()
    except (Conflict, TransitionRefused) as refused:
        return str(refused)
    except ValidationError as invalid:
        return " ".join(invalid.messages)
    return ""
