"""The registrar's list (Till registratorn)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.archive.registry.columns import registry_columns
from reporting.archive.registry.entries import Unregistered, counts, waiting
from reporting.archive.registry.forms import NumberForm, numbers_sent
from reporting.archive.registry.services import register
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.kinds import RegisteredKind, registered_kinds
from strategy.records.lists import Listing
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.sending.kept import is_restoring
from strategy.web.pages import page_of_wide, querystring
from strategy.web.requests import Request, find_strategy, require


@dataclass(frozen=True)
class Tab:
    kind: RegisteredKind
    count: int
    current: bool


def registry(request: Request, slug: str) -> HttpResponseBase:
    """One tab a kind, the oldest first. Rows that are right are saved; those that are not stay, with what was typed.

    As a file, all kinds together unless one is named.
    """
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE if request.method == "POST" else Action.READ, Kind.REGISTRY)
    listing = Listing(request, registry_columns(request.build_absolute_uri), filters=["kind"])
    if listing.is_file and request.method != "POST":
        named = registered_kinds().get(request.GET.get("kind", ""))
        return listing.file(listing.ordered(waiting(request.user, strategy, [named] if named else None)))
    numbers = counts(request.user, strategy)
    kind = chosen_kind(request, numbers)
    refused: list[NumberForm] = []
    if request.method == "POST":
        refused = save_numbers(request, strategy, kind)
        if not refused:
            return redirect(request.get_full_path())
        numbers = counts(request.user, strategy)
    page = page_of_wide(request, listing.ordered(kind.unregistered(request.user, strategy)), numbers[kind.noun])
    shown = {form.entry.thing.pk for form in refused}
    fresh = [(Unregistered(kind, thing), None) for thing in page if thing.pk not in shown]
    context = {
        "tabs": [Tab(one, numbers[one.noun], one is kind) for one in registered_kinds().values()],
        "kind": kind,
        "listing": listing,
        "page": page,
        "rows": [*((form.entry, form) for form in refused), *fresh],
        "refused": refused,
        "total": sum(numbers.values()),
        "querystring": querystring(request),
        "may_write": request.user.may(Action.WRITE, Kind.REGISTRY, strategy.pk) and not strategy.is_read_only,
    }
    return render(request, "reporting/archive/registry.html", context, status=422 if refused else 200)


def chosen_kind(request: Request, numbers: dict[str, int]) -> RegisteredKind:
    """The one that the form or the address names; otherwise the first of which something waits."""
    noun = request.POST.get("kind") or request.GET.get("kind", "")
    first = next((kind for kind, count in numbers.items() if count), next(iter(registered_kinds())))
    return registered_kinds().get(noun, registered_kinds()[first])


def save_numbers(request: Request, strategy: Strategy, kind: RegisteredKind) -> list[NumberForm]:
    """Saves row by row; answers those that were refused."""
    asked = numbers_sent(request.POST.dict())
    unregistered = kind.unregistered(request.user, strategy).in_bulk(asked)
    forms = [NumberForm(request.POST, entry=Unregistered(kind, unregistered[pk])) for pk in asked if pk in unregistered]
    refused = [form for form in forms if not save_number(request, form)]
    saved = len(forms) - len(refused)
    if saved:
        sentence = ngettext("%(count)d diarienummer är sparat.", "%(count)d diarienummer är sparade.", saved)
        messages.success(request, sentence % {"count": saved})
    if len(forms) < len(asked):
        messages.warning(request, _("En del hade redan fått nummer av någon annan och är orörda."))
    if not asked:
        messages.info(request, _("Skriv minst ett diarienummer."))
    return refused


def save_number(request: Request, form: NumberForm) -> bool:
    if not form.is_valid() or is_restoring():
        return False
    thing, typed = form.entry.thing, form.cleaned_data
    try:
        register(thing=thing, number=typed["number"], by=request.user, expected_version=typed["version"])
    except Conflict as conflict:
        data = request.POST.copy()
        data[form.add_prefix("version")] = str(conflict.record.version)
        form.data = data
        form.add_error(
            "number", _("Någon annan har ändrat den sedan du öppnade sidan. Se efter, och spara sedan igen.")
        )
    except TransitionRefused as refused:
        form.add_error("number", str(refused))
    except ValidationError as invalid:
        form.add_error("number", invalid.messages)
    return not form.errors
