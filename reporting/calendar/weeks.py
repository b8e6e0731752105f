"""A month as weeks that begin on Monday, numbered as in ISO 8601, with what falls on each day."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.calendar.entries import NOTHING, Entry, Period, Slot

WEEKS = Calendar()  # from Monday


@dataclass(frozen=True)
class Placed:
    """An entry in a week: from which column, over how many days, and whether it goes on from the week before."""

    entry: Entry
    days: int
    goes_on: bool


@dataclass(frozen=True)
class Day:
    date: date
    is_today: bool
    placed: list[Placed]
    more: int

    @property
    def column(self) -> int:
        return self.date.isoweekday()


@dataclass(frozen=True)
class Week:
    number: int
    days: list[Day]

    @property
    def is_empty(self) -> bool:
        return not any(day.placed for day in self.days)


def month_of(day: date) -> Period:
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Period(day.replace(day=1), following - timedelta(days=1))


def weeks_of(month: Period, slots: dict[date, Slot], today: date) -> list[Week]:
    """Without the neighbours' days: the first week and the last may be shorter."""
    long = [entry for slot in slots.values() for entry in slot.entries if entry.last > entry.first]
    found = []
    for days in WEEKS.monthdatescalendar(*month.first.timetuple()[:2]):
        inside = [day for day in days if month.first <= day <= month.last]
        found.append(Week(days[0].isocalendar().week, [day_of(day, inside, slots, long, today) for day in inside]))
    return found


def day_of(day: date, week: list[date], slots: dict[date, Slot], long: Iterable[Entry], today: date) -> Day:
    slot = slots.get(day, NOTHING)
    goes_on = [entry for entry in long if day == week[0] and entry.first < day <= entry.last]
    placed = [
        Placed(entry, (min(entry.last, week[-1]) - day).days + 1, entry.first < day)
        for entry in dict.fromkeys([*goes_on, *slot.entries])
    ]
    return Day(day, day == today, placed, slot.more)
