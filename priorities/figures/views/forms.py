"""What a figure's form saves, and the way to the bin: the same for all figures."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from priorities.figures.services import Figure, change_figure, remove_figure
from strategy.records.forms import RecordForm
from strategy.records.pages import Words, refusal, told_removed
from strategy.web.requests import Request


def change(request: Request, form: RecordForm) -> Callable[[], None]:
    """Saves what was typed over the version that the writer saw."""

    def save() -> None:
        typed = form.cleaned_data
        change_figure(
            figure=form.instance, goals=typed.get("goals", ()), by=request.user, expected_version=typed["version"]
        )

    return save


def stated(told: str) -> str:
    """Above the form of what came with the decision: that is told, and not asked for."""
    return _("Beslutets egen uppgift, som inte ändras här. %(told)s.") % {"told": told}


def removal(request: Request, figure: Figure, *, done: Words, then: str) -> HttpResponse:
    """To the bin, and on to the page `then`; a refusal is told on the figure's own."""
    if refused := refusal(lambda: remove_figure(figure=figure, by=request.user)):
        messages.error(request, refused)
        return redirect(figure)
    told_removed(request, figure, str(done))
    return redirect(then)
