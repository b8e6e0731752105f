from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue.framework_lists.forms import FrameworkListForm
from dialogue.framework_lists.services import load_list
from priorities.frameworks.columns import LIST_COLUMNS
from priorities.frameworks.lists import Refused
from priorities.frameworks.models import Framework
from priorities.frameworks.services import Loaded
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.web.downloads import download
from strategy.web.filled_tables import Problem, told_wrong
from strategy.web.pages import posted, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, require
from strategy.web.tables import FORMATS, Table, file_of

MOST_SHOWN = 500  # of what is wrong


@limited("upload", per_hour=200)
def framework_list_new(request: Request, slug: str) -> HttpResponse:
    """A list is loaded whole; what is wrong in it is told row by row, and then nothing is."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.FRAMEWORK)
    form = FrameworkListForm(posted(request), request.FILES or None, instance=Framework(strategy=strategy))
    problems: list[Problem] = []
    done: list[Loaded] = []

    def save() -> None:
        try:
            done.append(load_list(framework=form.instance, file=form.cleaned_data["file"], by=request.user))
        except Refused as refused:
            problems.extend(refused.problems)
            raise ValidationError(told_wrong(len(problems))) from refused

    if form.is_valid() and attempt(form, save):
        messages.success(request, told(done[0]))
        return redirect(done[0].framework)
    context = {"form": form, "problems": problems[:MOST_SHOWN], "left": max(0, len(problems) - MOST_SHOWN)}
    return render(request, "dialogue/framework_lists/framework_list_new.html", context, status=status_of(form))


def told(loaded: Loaded) -> str:
    """What came of it, in a sentence or two."""
    if not loaded.added and not loaded.changed:
        first = _("Listan är inläst. Inget i den var nytt.")
    else:
        first = _("Listan är inläst: %(added)d nya punkter och %(changed)d ändrade.") % vars(loaded)
    if not loaded.left:
        return first
    more = ngettext(
        "%(left)d punkt finns inte i filen och står kvar.",
        "%(left)d punkter finns inte i filen och står kvar.",
        loaded.left,
    )
    return f"{first} {more % vars(loaded)}"


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def framework_list_template(request: Request, slug: str) -> HttpResponseBase:
    """An empty table with the headings, and on its other sheet what to write under each."""
    find_strategy(request, slug)
    require(request, Action.WRITE, Kind.FRAMEWORK)
    content, _count = file_of(Table(_("Måttstock"), LIST_COLUMNS, [], guide(), about_title=_("Så fyller du i")), "xlsx")
    return download(content, filename="mall-mattstock.xlsx", content_type=FORMATS["xlsx"].content_type)


def guide() -> list[tuple[str, str]]:
    told = {
        "code": _("Behövs. Som utgivaren skriver den, till exempel 10.7. Formatera kolumnen som text."),
        "name": _("Utgivarens egna ord på svenska, om de finns."),
        "name_en": _("Utgivarens egna ord på engelska, om de finns."),
        "parent": _("Beteckningen på den punkt som den här hör till, på en rad ovanför. Lämna tomt om ingen finns."),
    }
    return [(str(column.heading), told[column.name]) for column in LIST_COLUMNS]
