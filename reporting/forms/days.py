from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from strategy.forms import DayField, NearDayField, place
from strategy.models import Strategy
from strategy.requests import Request


class DayForm(forms.Form):
    """The day that a page is to be seen as of: from the strategy's first until today."""

    on = NearDayField(label=_("Visa läget den"))

    use_required_attribute = False

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        place(self, strategy)
        cast(DayField, self.fields["on"]).offer(strategy.start, strategy.today())

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.strategy.start:
            raise ValidationError(
                _("Strategin började %(first)s. Välj den dagen eller en senare."),
                params={"first": date_format(self.strategy.start)},
            )
        if day > self.strategy.today():
            raise ValidationError(_("Dagen har inte varit än. Välj dagens datum eller ett tidigare."))
        return day


@dataclass(frozen=True)
class AsOf:
    """The day that a page speaks of. `earlier` is None for today, which is also where a bad day leads."""

    form: DayForm
    today: date
    earlier: date | None = None

    @property
    def day(self) -> date:
        return self.earlier or self.today

    @property
    def query(self) -> str:
        """For the addresses of the page's own links: the day travels along."""
        return f"on={self.earlier.isoformat()}&" if self.earlier else ""

    @property
    def suffix(self) -> str:
        """For links to other pages that know the same days."""
        return f"?on={self.earlier.isoformat()}" if self.earlier else ""

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy) -> "AsOf":
        asked = request.GET.get("on")
        form = DayForm(request.GET if asked else None, strategy=strategy, initial={"on": strategy.today()})
        today = strategy.today()
        day: date = form.cleaned_data["on"] if form.is_valid() else today
        return cls(form, today, day if day != today else None)
