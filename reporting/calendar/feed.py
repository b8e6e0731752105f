"""The file that a calendar program fetches (iCalendar, RFC 5545): what falls when, and as little else as that takes.

Whoever runs the program reads it too. So it holds the day and the kind, titles of open things alone, and of what is
secret that there is something, without place, goal or link.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from reporting.calendar.entries import Entry, Period, sources
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.log.sightings import looking_away

DAYS_BACK, DAYS_AHEAD = 92, 400
MOST = 500  # of each kind, the earliest first: the years' work of a strategy is a fifth of that


def calendar_file(user: User, link: Callable[[str], str]) -> bytes:
    """In the person's own language. `link` makes whole addresses of ours."""
    with translation.override(user.language), looking_away():
        calendar = Calendar()
        calendar.add("prodid", "-//Verka//Kalender//SV")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", "Verka")
        calendar.add("x-published-ttl", "PT6H")
        for strategy, entry in entries(user):
            calendar.add_component(event_of(entry, suffix(user, strategy), link))
        return bytes(calendar.to_ical())


def entries(user: User) -> Iterator[tuple[Strategy, Entry]]:
    """Of all the person's strategies; what is done or settled has left the calendar."""
    for strategy in {strategy.pk: strategy for strategy in user.strategies_today}.values():
        period = around(strategy.today())
        for source in sources(user, strategy):
            found = map(source.entry, source.between(*period)[:MOST])
            yield from ((strategy, entry) for entry in found if not entry.is_settled)


def around(today: date) -> Period:
    return Period(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))


def suffix(user: User, strategy: Strategy) -> str:
    """Which strategy it is about, for those who have several."""
    return f" ({strategy.short_name})" if len({own.pk for own in user.strategies_today}) > 1 else ""


def event_of(entry: Entry, of_strategy: str, link: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", uid(entry))
    event.add("dtstamp", timezone.now())
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # the first day that is not of it
    event.add("summary", summary(entry) + ("" if entry.is_secret else of_strategy))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a last day makes nobody busy
    if entry.url and not entry.is_secret:
        event.add("url", link(entry.url))
    return event


def uid(entry: Entry) -> str:
    """The same each time, and of nothing that can be read from it."""
    digest = salted_hmac("reporting.calendar", f"{entry.sort} {entry.pk}", algorithm="sha256").hexdigest()
    return f"{digest[:32]}@verka"


def summary(entry: Entry) -> str:
    """Never what somebody wrote, but for what is open."""
    kind = str(entry.sort.label)
    if entry.is_secret:
        return kind
    told = _("%(kind)s: %(what)s") % {"kind": kind, "what": entry.what}
    return f"{told} – {entry.title}" if entry.is_open else told
