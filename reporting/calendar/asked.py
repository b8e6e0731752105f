"""Which month or day an address asks for. Nobody types them: what is no such day leads to today."""

from datetime import date

from strategy.decision.models import Strategy
from strategy.tools.days import FIRST_YEAR, LAST_YEAR
from strategy.web.requests import Request


def month_or_day(request: Request, strategy: Strategy) -> tuple[date, date | None]:
    """A day of the month, and the day alone where one is asked for."""
    day = as_day(request.GET.get("day", ""))
    if day:
        return day, day
    return month_in(request.GET.get("month", "")) or strategy.today(), None


def month_in(text: str) -> date | None:
    """The first day of a month such as 2022-03."""
    return as_day(f"{text}-01") if len(text) == len("2022-03") else None


def as_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
