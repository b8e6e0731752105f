from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from priorities.goals.forms import GoalField
from priorities.goals.models import Goal
from reporting.coverage import COORDINATION, QUARTERS, Place
from strategy.models import Strategy, User
from strategy.requests import Request

KINDS = [
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

    goal = GoalField(label=_("Mål"), queryset=Goal.objects.none(), required=False, to_field_name="code")
    kind = forms.ChoiceField(label=_("Slag av möte"), choices=KINDS, required=False)
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
