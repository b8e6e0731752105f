from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from priorities.goals.forms import GoalField
from priorities.goals.models import Goal
from reporting.overview.answers import Place
from reporting.overview.coverage import COORDINATION, QUARTERS
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayField, NearDayField, place
from strategy.web.requests import Request

KIND_CHOICES = [
    ("", _("Alla slag av dialog")),
    *((kind, label) for kind, label in Event.EventKind.choices if kind in Event.DIALOGUE_KINDS),
    (COORDINATION, _("Samordning")),
]


def years(strategy: Strategy) -> list[tuple[object, object]]:
    return [("", _("Hela perioden")), *((year, str(year)) for year in strategy.years)]


class PeriodForm(forms.Form):
    """The year that goals × kinds of event are counted for; the whole period where none is chosen."""

    year = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy) -> int | None:
        form = cls(request.GET)
        choose(form, "year", years(strategy))
        return form.cleaned_data["year"] if form.is_valid() else None


class PlaceForm(forms.Form):
    """A cell of the coverage tables; what is left out is everything of that sort."""

    goal = GoalField(
        label=_("Mål"), queryset=Goal.objects.none(), required=False, to_field_name="code", widget=forms.Select
    )
    kind = forms.ChoiceField(label=_("Slag av möte"), choices=KIND_CHOICES, required=False)
    year = forms.TypedChoiceField(label=_("År"), coerce=int, empty_value=None, required=False)
    quarter = forms.TypedChoiceField(
        label=_("Kvartal"),
        choices=[("", _("Hela året")), *((quarter, str(quarter)) for quarter in QUARTERS)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, user: User, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = self.fields["goal"]
        assert isinstance(goals, GoalField)
        goals.queryset = Goal.objects.visible_to(user).of(strategy.pk)
        goals.empty_label = str(_("Alla mål"))
        choose(self, "year", years(strategy))

    @property
    def place(self) -> Place:
        chosen = self.cleaned_data
        goal = chosen["goal"]
        return Place(goal.code if goal else None, chosen["kind"] or None, chosen["year"], chosen["quarter"])


def choose(form: forms.Form, name: str, choices: list[tuple[object, object]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


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


def everybodys_chosen(request: Request) -> bool:
    """Whether to show what waits for everybody: chosen by a link, and kept for as long as the session."""
    asked = request.GET.get("waits")
    if asked in {"own", "all"} and asked != request.session.get("waits"):
        request.session["waits"] = asked
    return bool(request.session.get("waits") == "all")


class YearForm(forms.Form):
    """The year that the overview speaks of."""

    year = forms.TypedChoiceField(coerce=int)

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy) -> int | None:
        """The year asked for; None where none is that the strategy has."""
        form = cls(request.GET)
        field = form.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in strategy.years]
        return int(form.cleaned_data["year"]) if form.is_valid() else None
