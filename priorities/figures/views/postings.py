from itertools import groupby

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.figures.columns import POSTING_COLUMNS
from priorities.figures.forms.funding import PostingFilter, PostingForm
from priorities.figures.models.postings import Posting
from priorities.figures.services import add_figure
from priorities.figures.views.forms import change, removal
from priorities.figures.views.funding import may_write
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.records.pages import form_page
from strategy.web.pages import fragment, page_of, posted, querystring
from strategy.web.requests import Request, find_strategy, find_to, require


@require_safe
def postings(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.FUNDING)
    visible = Posting.objects.visible_to(request.user).of(strategy.pk)
    chosen = PostingFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, POSTING_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(chosen.qs).with_parts()
    if listing.is_file:
        return listing.file(rows)
    page = page_of(request, rows)
    months = chosen.qs.months_by_year()
    by_year = groupby(page, key=lambda found: None if listing.sorted_by else found.year)
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page,
        "years": [(year, months.get(year, 0), list(found)) for year, found in by_year],
        "filtered": chosen.is_active,
        "querystring": querystring(request),
        "may_write": may_write(request),
    }
    return render(request, fragment(request, "priorities/figures/postings.html", "list"), context)


def posting_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.FUNDING)
    begun = Posting(strategy=strategy, year=strategy.today().year, months=12)
    form = PostingForm(posted(request), instance=begun, user=request.user)
    return form_page(
        request,
        form,
        lambda: add_figure(figure=form.instance, goals=form.cleaned_data["goals"], by=request.user),
        title=_("Ny sekondering eller JPO"),
        done=_("Tjänsten är sparad."),
        back=(reverse("priorities:postings", args=[slug]), _("Sekonderingar och JPO")),
        intro=nameless(),
    )


def nameless() -> str:
    return _("Skriv aldrig vem som har tjänsten: inget namn, ingen titel som pekar ut någon.")


def find_posting(request: Request, pk: int) -> Posting:
    return find_to(request, Action.WRITE, Kind.FUNDING, Posting.objects.visible_to(request.user), pk)


def posting_edit(request: Request, pk: int) -> HttpResponse:
    posting = find_posting(request, pk)
    form = PostingForm(posted(request), instance=posting, user=request.user)
    return form_page(
        request,
        form,
        change(request, form),
        title=_("Ändra tjänst"),
        done=_("Tjänsten är sparad."),
        back=(posting.get_absolute_url(), _("Sekonderingar och JPO")),
        intro=nameless(),
    )


@require_POST
def posting_removal(request: Request, pk: int) -> HttpResponse:
    posting = find_posting(request, pk)
    then = reverse("priorities:postings", args=[posting.strategy.slug])
    return removal(request, posting, done=_("Tjänsten ligger i papperskorgen."), then=then)
