"""Requests for official documents (utlämnandebegäran): the list, one of them, what it means."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reporting.disclosures import services
from reporting.disclosures.columns import DISCLOSURE_COLUMNS
from reporting.disclosures.finding import FIRST, kinds_in, matching
from reporting.disclosures.forms import DisclosureRequestForm, RecordSearch, SeenForm, WordsForm
from reporting.disclosures.models import DisclosureDecision, DisclosureRequest, Masking
from strategy.access import Action, Kind
from strategy.records.kinds import RecordKind, disclosed_kinds
from strategy.records.lists import Listing
from strategy.records.pages import attempt, carry_out, refusal
from strategy.records.services import create_record, save_record
from strategy.tools.numbers import number_in
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


@require_safe
def disclosures(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DISCLOSURE)
    present = Q(items__removed_at=None)
    visible = DisclosureRequest.objects.visible_to(request.user).of(strategy.pk).undecided_first()
    listing = Listing(request, DISCLOSURE_COLUMNS)
    rows = listing.ordered(visible.annotate(meant=Count("items", filter=present)))
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "may_write": may_write(request),
    }
    return render(request, "reporting/disclosures/disclosures.html", context)


def may_write(request: Request) -> bool:
    return request.user.may(Action.WRITE, Kind.DISCLOSURE, request.strategy.pk) and not request.strategy.is_read_only


def find_to_write(request: Request, pk: int) -> DisclosureRequest:
    return find_to(request, Action.WRITE, Kind.DISCLOSURE, DisclosureRequest.objects.visible_to(request.user), pk)


def disclosure_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.DISCLOSURE)
    begun = DisclosureRequest(strategy=strategy)
    form = DisclosureRequestForm(posted(request), instance=begun, initial={"received_on": strategy.today()})
    if form.is_valid() and attempt(form, lambda: create_record(record=begun, by=request.user)):
        messages.success(request, _("Begäran är sparad. Lägg till de poster som den avser."))
        return redirect("reporting:disclosure-records", begun.pk)
    return render(request, "reporting/disclosures/disclosure_form.html", {"form": form}, status=status_of(form))


def disclosure_edit(request: Request, pk: int) -> HttpResponse:
    found = find_to_write(request, pk)
    form = DisclosureRequestForm(posted(request), instance=found)

    def save() -> None:
        found.require_open()
        save_record(record=found, by=request.user, expected_version=form.cleaned_data["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Begäran är sparad."))
        return redirect(found)
    context = {"form": form, "asked": DisclosureRequest.objects.get(pk=pk)}
    return render(request, "reporting/disclosures/disclosure_form.html", context, status=status_of(form))


@require_safe
def disclosure_request(request: Request, pk: int) -> HttpResponse:
    return request_page(request, find(request, DisclosureRequest.objects.visible_to(request.user), pk))


def request_page(request: Request, found: DisclosureRequest, words: WordsForm | None = None) -> HttpResponse:
    records = services.treated(found, request.user)
    everywhere = Masking.objects.visible_to(request.user).filter(request=found, item=None).select_related("provision")
    context = {
        "asked": found,
        "records": records,
        "waiting": [record for record in records if record.obstacle],
        "words": everywhere,
        "words_form": words or WordsForm(),
        "decision_form": SeenForm(initial={"seen": services.fingerprint(found, records)}),
        "decisions": DisclosureDecision.objects.visible_to(request.user).filter(request=found).select_related("by"),
        "may_write": may_write(request),
    }
    return render(request, "reporting/disclosures/disclosure.html", context, status=status_of(words) if words else 200)


@require_POST
def disclosure_words(request: Request, pk: int) -> HttpResponse:
    """Words that are masked wherever they stand."""
    found = find_to_write(request, pk)
    form = WordsForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.mask_words(request=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Orden maskeras i alla begärans poster."))
        return redirect(found)
    return request_page(request, found, form)


@dataclass(frozen=True)
class Found:
    """Of one kind: the first ones, and how many there are."""

    kind: RecordKind
    records: list[Any]
    count: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.records)


def disclosure_records(request: Request, pk: int) -> HttpResponse:
    """Finds what the request means; what is ticked is added to it."""
    found = find_to_write(request, pk)
    if request.method == "POST":
        return add(request, found)
    search = RecordSearch(request.GET, strategy=found.strategy, user=request.user)
    wish = search.wish
    hits: list[Found] = []
    page: Page[Any] | None = None
    if "kind" in wish:
        page = page_of(request, matching(found, disclosed_kinds()[wish["kind"]], wish, request.user))
        hits = [Found(disclosed_kinds()[wish["kind"]], list(page), page.paginator.count)]
    elif search.is_active:
        rows = [(one, matching(found, one, wish, request.user)) for one in kinds_in(wish)]
        hits = [Found(one, list(found_ones[:FIRST]), found_ones.count()) for one, found_ones in rows]
    context = {
        "asked": found,
        "search": search,
        "hits": [one for one in hits if one.records],
        "page": page,
        "querystring": querystring(request),
    }
    return render(request, "reporting/disclosures/disclosure_records.html", context)


def add(request: Request, found: DisclosureRequest) -> HttpResponse:
    """Boxes are named by the kind of what they stand for."""
    sent = {noun: map(number_in, request.POST.getlist(noun)) for noun in disclosed_kinds()}
    chosen = {noun: [pk for pk in numbers if pk is not None] for noun, numbers in sent.items()}
    added = 0

    def save() -> None:
        nonlocal added
        for noun, ids in chosen.items():
            if ids:
                added += services.add_records(request=found, noun=noun, ids=ids, by=request.user)

    refused = refusal(save)
    if added:
        told = ngettext("%(count)d post är tillagd.", "%(count)d poster är tillagda.", added)
        messages.success(request, told % {"count": added})
    if refused or not added:
        messages.error(request, refused or _("Kryssa i minst en post."))
        return redirect(request.get_full_path())
    return redirect(found)


@require_POST
def disclosure_decision_new(request: Request, pk: int) -> HttpResponse:
    found = find_to_write(request, pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    made: list[DisclosureDecision] = []
    refused = refusal(
        lambda: made.append(services.decide(request=found, seen=form.cleaned_data["seen"], by=request.user))
    )
    if refused:
        messages.error(request, refused)
        return redirect(found)
    messages.success(request, _("Beslutet är sparat."))
    return redirect(made[0])


@require_POST
def disclosure_reopening(request: Request, pk: int) -> HttpResponse:
    found = find_to_write(request, pk)
    carry_out(
        request,
        lambda: services.open_again(request=found, by=request.user),
        done=_("Begäran prövas på nytt. Det tidigare beslutet står kvar."),
    )
    return redirect(found)
