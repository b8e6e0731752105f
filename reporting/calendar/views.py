"""The calendar's pages, and each person's own address for a calendar program."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.calendar import services
from reporting.calendar.asked import month_or_day
from reporting.calendar.entries import Period, by_day, by_month
from reporting.calendar.feed import calendar_file
from reporting.calendar.models import CalendarFeed
from reporting.calendar.weeks import month_of, weeks_of
from reporting.calendar.years import MOST_IN_A_MONTH, beside, judging_in, months_of, years_to_choose
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.tools.days import FIRST_YEAR, LAST_YEAR
from strategy.web.rates import holder_of, limited, take, too_often
from strategy.web.requests import Request, find_strategy, require

MOST_ON_A_DAY = 3
MOST_ALONE = 200  # on a day's own page, of each sort
FETCHES_PER_HOUR = 60  # of one address; a program asks a few times a day
GUESSES_PER_HOUR = 60


def find_calendar(request: Request, slug: str) -> Strategy:
    """For whoever has days of their own to keep: all but administrators."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.WORK_PLAN)
    return strategy


@require_safe
def calendar(request: Request, slug: str) -> HttpResponse:
    """A month, week by week; or the whole of a day that a month has no room for."""
    strategy = find_calendar(request, slug)
    chosen, alone = month_or_day(request, strategy)
    month = month_of(chosen)
    period, most = (Period(alone, alone), MOST_ALONE) if alone else (month, MOST_ON_A_DAY)
    slots = by_day(request.user, strategy, period, most)
    previous, following = month.first - timedelta(days=1), month.last + timedelta(days=1)
    context = {
        "month": month.first,
        "day": alone,
        "slot": slots.get(alone) if alone else None,
        "weeks": [] if alone else weeks_of(month, slots, strategy.today()),
        "is_empty": not slots,
        "previous": previous if previous.year >= FIRST_YEAR else None,
        "following": following if following.year <= LAST_YEAR else None,
        "today": strategy.today(),
        "feeds": settings.CALENDAR_FEEDS,
    }
    return render(request, "reporting/calendar/month.html", context)


@require_safe
def calendar_year(request: Request, slug: str, year: int) -> HttpResponse:
    """Twelve months on a page."""
    strategy = find_calendar(request, slug)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    slots = by_month(request.user, strategy, year, MOST_IN_A_MONTH)
    previous, following = beside(year)
    context = {
        "year": year,
        "months": months_of(year, slots, strategy.today()),
        "judging": judging_in(request.user, strategy, year),
        "years": years_to_choose(strategy, year),
        "previous": previous,
        "following": following,
        "feeds": settings.CALENDAR_FEEDS,
    }
    return render(request, "reporting/calendar/year.html", context)


# ------------------------------------------------------------------ the address for a calendar program


def require_feeds() -> None:
    """Raises Http404 where the setting has turned them off: then there are no such addresses."""
    if not settings.CALENDAR_FEEDS:
        raise Http404


@limited("calendar-address", per_hour=30)
def calendar_feed(request: Request) -> HttpResponse:
    """Whether there is an address; a POST makes one and answers with it, the one time that it is seen."""
    require_feeds()
    if request.method != "POST":
        return feed_page(request)
    token = services.make_feed(user=request.user)
    response = feed_page(request, request.build_absolute_uri(reverse("reporting:calendar-file", args=[token])))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def feed_page(request: Request, address: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.of(request.user).in_force().first()
    return render(request, "reporting/calendar/feed.html", {"feed": feed, "address": address})


@require_POST
def calendar_feed_revocation(request: Request) -> HttpResponse:
    require_feeds()
    if services.revoke_feed(user=request.user):
        messages.success(request, _("Kalenderadressen är borttagen och slutar svara nu."))
    return redirect("reporting:calendar-feed")


@login_not_required
@require_safe
def calendar_feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """For a program that signs in nowhere. Whatever is wrong with the address, there is nothing."""
    require_feeds()
    holder = services.holder_of(token)
    seconds = take(
        scope="calendar-file" if holder else "calendar-guess",
        holder=f"feed of {holder.pk}" if holder else holder_of(request),
        per_hour=FETCHES_PER_HOUR if holder else GUESSES_PER_HOUR,
    )
    if seconds:
        return too_often(request, seconds)
    if holder is None:
        raise Http404
    content = calendar_file(holder, request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="verka.ics"'
    response.headers["Content-Language"] = holder.language
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
