from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from strategy.decision.models import Strategy
from strategy.tools.days import FIRST_YEAR, LAST_YEAR
from strategy.web.requests import Request


def month_in(text: str) -> date:
    """The first day of a month such as 2022-03."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ValidationError("no month") from None
    if len(text) != len("2022-03") or not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise ValidationError("no month")
    return first


class CalendarForm(forms.Form):
    """The month, or the single day, that the page shows. Nobody types them: what is no such day leads to today."""

    month = forms.CharField(required=False, max_length=7)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        return month_in(text) if text else None

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy) -> tuple[date, date | None]:
        """A day of the month, and the day alone where one is asked for."""
        form = cls(request.GET)
        form.is_valid()
        day: date | None = form.cleaned_data.get("day")
        if day and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day, day
        return form.cleaned_data.get("month") or strategy.today(), None
