"""Days and years as people type them, and which of them can be true of what the form is about."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.decision.models import Strategy
from strategy.tools.days import FIRST_YEAR, LAST_YEAR, in_full, meant_year, plain, written_day


class Span(NamedTuple):
    """The years that a kind of day can lie in: so many before the strategy's first, so many after its last."""

    before: int
    after: int
    reason: Promise


# Meetings, observations, judgements and steps lie near the strategy's years; what is to be done may lie later; figures
# and money go far back and far ahead (the decision's own figures begin in 2008, targets are set for 2030 and 2050).
# The present year is always within: what is late is written down when it happens.
NEAR = Span(2, 2, _("Dagen ska ligga nära strategins tid: %(first)d–%(last)d."))
DUE = Span(2, 10, _("Dagen ska ligga högst tio år efter strategins slut: %(first)d–%(last)d."))
FIGURE = Span(30, 30, _("Året ska ligga högst trettio år före eller efter strategin: %(first)d–%(last)d."))
EVER = _("Året ska ligga mellan %(first)d och %(last)d.")  # of filters, roles and documents: what the database takes


class DayInput(forms.DateInput):
    """A field of text: a browser's own field of dates takes no *7 mars 2021*, and empties itself after a refusal.

    `static/js/days.js` puts the browser's calendar beside it, and on a touch screen in its place.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        fixed = {"data-day": _("Välj i kalendern"), "maxlength": 60}
        super().__init__(fixed | (attrs or {}), format="%Y-%m-%d")


class Timely(forms.Field):
    """A field whose year must be possible. Without a strategy, and without a span, the database's bounds hold."""

    span: ClassVar[Span | None] = None
    strategy: Strategy | None = None

    def place(self, strategy: Strategy) -> None:
        self.strategy = strategy

    @property
    def years(self) -> range:
        if self.span is None or self.strategy is None:
            return range(FIRST_YEAR, LAST_YEAR + 1)
        today = self.strategy.today().year
        first = min(self.strategy.start.year - self.span.before, today)
        return range(first, max(self.strategy.end.year + self.span.after, today) + 1)

    @property
    def nearest(self) -> list[int]:
        """The strategy's own years, from the middle outwards; without one the present."""
        if self.strategy is None:
            return [timezone.localdate().year]
        return outwards(self.strategy.years, self.strategy)

    def year_of(self, figures: str) -> int:
        """Raises ValidationError for a year that cannot be, with the one that was probably meant."""
        year = in_full(figures, self.nearest[0])
        if year in self.years:
            return year
        figures = figures if len(figures) > 2 else str(year)
        meant = meant_year(figures, self.nearest) or next(self.of_another_century(figures), None)
        question = [_("Menade du %(year)d?") % {"year": meant}] if meant else []
        reason = self.span.reason if self.span and self.strategy else EVER
        bounds = {"first": self.years[0], "last": self.years[-1]}
        raise ValidationError(" ".join([*question, reason % bounds]), code="implausible")

    def of_another_century(self, figures: str) -> Iterator[int]:
        return (year for year in outwards(self.years, self.strategy) if f"{year}"[-2:] == figures[-2:])


def outwards(years: Iterable[int], strategy: Strategy | None) -> list[int]:
    middle = (strategy.start.year + strategy.end.year) / 2 if strategy else timezone.localdate().year
    return sorted(years, key=lambda year: abs(year - middle))


class DayField(Timely, forms.DateField):
    """Of every form that takes a day: `strategy.tools.days` says how one may be written."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Skriv dagen som 2021-03-07 eller 7 mars 2021."),
        "no_such_day": _("Den dagen finns inte i almanackan. Skriv den som 2021-03-07 eller 7 mars 2021."),
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        written = written_day(value)
        if written is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year = self.year_of(written.year)
        try:
            return date(year, written.month, written.day)
        except ValueError:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None

    def place(self, strategy: Strategy) -> None:
        super().place(strategy)
        self.offer(date(self.years[0], 1, 1), date(self.years[-1], 12, 31))

    def offer(self, first: date | None = None, last: date | None = None) -> None:
        """What the calendar shows; the rest stays as it was."""
        chosen = {"data-first": first, "data-last": last}
        self.widget.attrs |= {name: day.isoformat() for name, day in chosen.items() if day}


class DayFilter(django_filters.DateFilter):  # type: ignore[misc] # untyped library
    field_class = DayField


class NearDayField(DayField):
    span = NEAR


class DueDayField(DayField):
    span = DUE


class FigureDayField(DayField):
    span = FIGURE


class YearField(Timely, forms.IntegerField):
    """A year that a figure or an amount is about."""

    span = FIGURE
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Skriv året med fyra siffror, till exempel 2021.")}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        figures = plain(value)
        if not (figures.isascii() and figures.isdigit() and 2 <= len(figures) <= 6):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return self.year_of(figures)


def place(form: forms.BaseForm, strategy: Strategy) -> None:
    """Tells the form's days and years which strategy they are about."""
    for field in form.fields.values():
        if isinstance(field, Timely):
            field.place(strategy)
