from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from priorities.figures.forms.numbers import NumberField
from priorities.figures.models.indicators import Indicator, IndicatorQuerySet, Measurement
from priorities.goals.forms import (
    ByGoal,
    GoalFilter,
    GoalsField,
)
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import FigureDayField, YearField
from strategy.records.forms import ClassifiedForm, RecordForm, in_a_row, lines
from strategy.records.models import MARKING


def goals_of(strategy_id: int, user: User, help_text: Any = "") -> GoalsField:
    goals = Goal.objects.visible_to(user).of(strategy_id)
    return GoalsField(goals, label=_("Mål"), required=False, help_text=help_text)


def lock(form: forms.ModelForm, names: tuple[str, ...]) -> None:  # type: ignore[type-arg] # not subscriptable at run time
    """What stands in the decision is not written over, and so not asked for; what is ours beside it is."""
    for name in names:
        del form.fields[name]


class IndicatorForm(RecordForm):
    instance: Indicator
    side_by_side = (
        ("name", "name_en"),
        ("unit", "unit_en"),
        ("baseline", "baseline_year"),
        ("target", "target_year"),
    )

    class Meta:
        model = Indicator
        fields = [
            "name",
            "name_en",
            "unit",
            "unit_en",
            "description",
            "direction",
            "baseline",
            "baseline_year",
            "target",
            "target_year",
            "source",
            "goals",
        ]
        widgets = {"description": lines(3), "direction": in_a_row()}
        field_classes = {
            "baseline": NumberField,
            "baseline_year": YearField,
            "target": NumberField,
            "target_year": YearField,
        }
        error_messages = {"source": {"required": _("Ange källan.")}}
        help_texts = {
            "unit": _("Till exempel procent eller miljoner USD."),
            "unit_en": _("Till exempel per cent eller million USD."),
            "source": _("Var mätvärdena i regel hämtas. Varje värde anger sin egen källa."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline", "target"):
            cast(NumberField, self.fields[name]).unit = self["unit"].value() or ""
        self.fields["goals"] = goals_of(self.instance.strategy_id, user, _("Målen som indikatorn säger något om."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for value, year in (("baseline", "baseline_year"), ("target", "target_year")):
            if cleaned.get(value) is not None and cleaned.get(year) is None and year not in self.errors:
                self.add_error(year, _("Ange vilket år värdet gäller."))
            if cleaned.get(year) is not None and cleaned.get(value) is None and value not in self.errors:
                self.add_error(value, _("Ange värdet, eller ta bort året."))
        return cleaned


class MeasurementForm(ClassifiedForm):
    """A value for a whole year may be given any day of it: the last is what is kept."""

    instance: Measurement
    side_by_side = (("value", "qualifier"), ("measured_on", "is_whole_year"))

    class Meta:
        model = Measurement
        fields = [
            "value",
            "qualifier",
            "measured_on",
            "is_whole_year",
            "source",
            "note",
            "registry_number",
            *MARKING,
        ]
        widgets = {"note": lines(2)}
        field_classes = {"value": NumberField, "measured_on": FigureDayField}
        error_messages = {"source": {"required": _("Ange källan. Ett värde utan källa kan inte sparas.")}}
        help_texts = {
            "measured_on": _("Gäller värdet ett helt år räcker vilken dag som helst under året."),
            "source": _("Dokument, databas eller den som har räknat, så att någon annan hittar dit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("Värde i %(unit)s") % {"unit": self.instance.indicator.unit_heading}
        if self.instance.paragraph_id:
            lock(self, ("value", "qualifier", "measured_on", "is_whole_year", "source"))
        else:
            cast(NumberField, self.fields["value"]).unit = self.instance.indicator.unit_heading

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day: date | None = cleaned.get("measured_on")
        if day is None:
            return cleaned
        latest = self.instance.strategy.today()
        if cleaned.get("is_whole_year"):
            cleaned["measured_on"], latest = date(day.year, 12, 31), date(latest.year, 12, 31)
        if cleaned["measured_on"] > latest:
            self.add_error("measured_on", _("Dagen har inte varit än."))
        return cleaned


class IndicatorFilter(ByGoal):
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Indicator
        fields: list[str] = []

    def __init__(self, data: Any, indicators: IndicatorQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, indicators, strategy=strategy, user=user)
