from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from priorities.goals.forms import GoalField
from priorities.goals.models import FocusArea, Goal
from strategy.people.models import User
from strategy.records.forms import ClassifiedForm, RecordForm, in_a_row, lines
from strategy.records.models import MARKING
from strategy.texts.fields import WrittenLineField, WrittenTextField


class NarrowedTicks(forms.CheckboxSelectMultiple):
    """Boxes; with JavaScript a field above them leaves those that are looked for."""

    template_name = "dialogue/meetings/narrowed.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"plain": super().template_name}


class EventCounterpartsForm(forms.Form):
    """Those of the register that have no part in the meeting yet, as many as are ticked."""

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = EventCounterpart.objects.visible_to(user).filter(event=event)
        others = Counterpart.objects.visible_to(user).of(event.strategy_id).exclude(pk__in=there.values("counterpart"))
        self.fields["counterparts"] = forms.ModelMultipleChoiceField(
            others, label=_("Motparter"), widget=NarrowedTicks(attrs={"class": "choices-columns"})
        )


class EventCounterpartForm(RecordForm):
    instance: EventCounterpart

    class Meta:
        model = EventCounterpart
        fields = ["represented_by"]


class NewCounterpartForm(RecordForm):
    """A counterpart that the register lacks, made together with its part in the meeting."""

    instance: Counterpart
    side_by_side = (("kind", "party", "country"),)
    represented_by = WrittenLineField(label=_("Företrädd av"), max_length=300, required=False)

    class Meta:
        model = Counterpart
        fields = ["name", "kind", "party", "country"]
        help_texts = {"name": _("Ett organ eller en funktion, aldrig en persons namn.")}


class AgendaItemForm(RecordForm):
    instance: AgendaItem
    side_by_side = (("number", "document_symbol"),)

    class Meta:
        model = AgendaItem
        fields = ["number", "document_symbol", "title"]
        help_texts = {"document_symbol": _("Till exempel C/112/6.")}


class PreparedGoalsForm(forms.Form):
    """Goals for an agenda item, as many as are ticked; under each that is, what is to be said on it."""

    template_name = "dialogue/meetings/prepared_goals_form.html"

    def __init__(self, *args: Any, item: AgendaItem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = AgendaItemGoal.objects.visible_to(user).filter(agenda_item=item)
        goals = Goal.objects.visible_to(user).of(item.strategy_id)
        if not self.is_bound:  # what is typed about one that somebody else has prepared meanwhile is shown again
            goals = goals.exclude(pk__in=self.there.values("goal"))
        self.goals = list(goals)
        self.fields["goals"] = forms.ModelMultipleChoiceField(
            goals,
            label=_("Mål"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Kryssa för minst ett mål.")},
        )
        for goal in self.goals:
            self.fields[message_on(goal)] = WrittenTextField(
                label=_("Förberett budskap på %(goal)s") % {"goal": goal.code}, widget=lines(3), required=False
            )

    def by_area(self) -> Iterator[tuple[FocusArea, list[tuple[forms.BoundField, BoundWidget]]]]:
        """The field for what is to be said on each goal, with the goal's tick."""
        pairs = zip(self.goals, self["goals"], strict=True)
        for area, found in groupby(pairs, key=lambda pair: pair[0].focus_area):
            yield area, [(self[message_on(goal)], tick) for goal, tick in found]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = set(cleaned.get("goals", []))
        for goal in self.goals:
            if cleaned.get(message_on(goal)) and goal not in chosen:
                self.add_error(message_on(goal), _("Kryssa för målet, eller töm fältet."))
        if prepared := [one.goal.code for one in self.there.select_related("goal") if one.goal in chosen]:
            sentence = _("Redan förberett under punkten: %(goals)s. Ändra det där det står.")
            self.add_error("goals", ValidationError(sentence, params={"goals": ", ".join(prepared)}))
        return cleaned

    @property
    def prepared(self) -> dict[Goal, str]:
        """What is to be said on each that is ticked."""
        return {goal: self.cleaned_data[message_on(goal)] for goal in self.cleaned_data["goals"]}


def message_on(goal: Goal) -> str:
    return f"message-{goal.pk}"


class PreparedGoalForm(RecordForm):
    instance: AgendaItemGoal
    side_by_side = (("goal", "agenda_item"),)

    class Meta:
        model = AgendaItemGoal
        fields = ["goal", "agenda_item", "message"]
        widgets = {"message": lines(4)}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"] = goal_field(self.instance.strategy_id, user)
        self.fields["agenda_item"] = forms.ModelChoiceField(
            AgendaItem.objects.visible_to(user).filter(event=self.instance.agenda_item.event),
            label=_("Punkt"),
            empty_label=None,
        )


class InterventionForm(ClassifiedForm):
    instance: Intervention
    side_by_side = (("goal", "agenda_item"), ("carried_by", "counterpart"))
    needed_for = {"lean": _("krävs när det finns ett svar")}

    class Meta:
        model = Intervention
        fields = [
            "goal",
            "agenda_item",
            "message",
            "carried_by",
            "counterpart",
            "response",
            "lean",
            *MARKING,
        ]
        widgets = {"message": lines(4), "response": lines(4), "lean": in_a_row()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        self.explain_inherited(event.get_effective_classification_display())
        self.fields["goal"] = goal_field(event.strategy_id, user)
        self.fields["counterpart"] = counterpart_field(event, user, required=False)
        self.fields["agenda_item"] = forms.ModelChoiceField(
            AgendaItem.objects.visible_to(user).filter(event=event), label=_("Punkt"), required=False
        )
        self.fields["lean"].required = False
        if self.initial.get("lean") == Intervention.Lean.NONE:  # is not chosen in advance: an answer may be written
            self.initial["lean"] = ""

    @property
    def text_for_goals(self) -> forms.BoundField:
        """What suggestions of a goal are told from."""
        return self["message"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lean = cleaned.get("lean")
        if cleaned.get("response") and not lean:
            self.add_error("lean", _("Ange åt vilket håll svaret lutar."))
        elif cleaned.get("response") and lean == Intervention.Lean.NONE:
            self.add_error("lean", _("Ett svar är inskrivet. Ange åt vilket håll det lutar, eller töm fältet Svar."))
        elif not lean:
            cleaned["lean"] = Intervention.Lean.NONE
        return cleaned


def goal_field(strategy_id: int, user: User) -> GoalField:
    return GoalField(Goal.objects.visible_to(user).of(strategy_id), label=_("Mål"), empty_label=_("Välj mål"))


def counterpart_field(event: Event, user: User, *, required: bool) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Those at the meeting stand first."""
    counterparts = Counterpart.objects.visible_to(user).of(event.strategy_id)
    return forms.ModelChoiceField(
        counterparts.those_at_first(event), label=_("Motpart"), required=required, empty_label=_("Välj motpart")
    )
