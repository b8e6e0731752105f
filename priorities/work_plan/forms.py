from typing import Any, cast

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from priorities.goals.forms import GoalFilter, GoalsField
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity, ActivityQuerySet, WorkPlanVersion
from strategy.decision.models import Strategy
from strategy.people.forms import OrganisationField, OrganisationFilter, OrganisationsField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import DueDayField, NearDayField, place
from strategy.records.forms import ClassifiedForm, RecordForm, lines, narrows
from strategy.records.models import MARKING
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField

SITUATIONS = [
    ("waiting", _("kvar att göra")),
    ("late", _("försenade")),
    ("moved", _("flyttade")),
    ("planned", _("planerade")),
    ("under_way", _("pågår")),
    ("done", _("klara")),
    ("dropped", _("strukna")),
]


class WorkPlanFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Those responsible are offered where a line of theirs can be seen. The view, `by`, only travels along."""

    state = django_filters.ChoiceFilter(
        label=_("Läge"), choices=SITUATIONS, method="in_situation", empty_label=_("Alla lägen")
    )
    responsible = OrganisationFilter(label=_("Ansvarig"), empty_label=_("Alla ansvariga"))
    goal = GoalFilter(label=_("Mål"), method="concerning", empty_label=_("Alla mål"))
    by = django_filters.ChoiceFilter(choices=[("party", "party")], widget=forms.HiddenInput, method="left_to_the_tabs")

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, data: Any, activities: ActivityQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, activities)
        self.today = strategy.today()
        answering = activities.order_by().values("responsible")
        self.filters["responsible"].extra["queryset"] = Organisation.objects.visible_to(user).filter(pk__in=answering)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)

    def in_situation(self, activities: ActivityQuerySet, name: str, value: str) -> ActivityQuerySet:
        if value == "late":
            return activities.late_on(self.today)
        if value == "waiting":
            return activities.waiting()
        if value == "moved":
            return activities.moved()
        return activities.in_state(value)

    def concerning(self, activities: ActivityQuerySet, name: str, goal: Goal) -> ActivityQuerySet:
        return activities.concerning(goal)

    def left_to_the_tabs(self, activities: ActivityQuerySet, name: str, value: str) -> ActivityQuerySet:
        return activities

    @property
    def is_active(self) -> bool:
        return narrows(self.form, {"state", "responsible", "goal"})


class ActivityForm(ClassifiedForm):
    """A line of the plan. Once it exists its last day has a form of its own, which asks why it moves."""

    instance: Activity
    side_by_side = (("starts_on", "due_on"),)

    class Meta:
        model = Activity
        fields = [
            "title",
            "description",
            "responsible",
            "participants",
            "owner",
            "starts_on",
            "due_on",
            "goals",
            "registry_number",
            *MARKING,
        ]
        widgets = {"description": lines(4)}
        field_classes = {
            "owner": OwnerField,
            "responsible": OrganisationField,
            "starts_on": DueDayField,
            "due_on": DueDayField,
        }
        help_texts = {
            "title": _("Börja med ett verb: vad som ska ha blivit gjort när dagen kommer."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.visible_to(user).swedish()
        self.fields["responsible"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["participants"] = OrganisationsField(
            organisations,
            label=_("Medverkande"),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-columns"}),
            help_text=_(
                "Kontaktpersoner ser de rader som deras organisation ansvarar för eller medverkar i. "
                "En rad som delas med en annan myndighet blir en allmän handling."
            ),
        )
        goals = Goal.objects.visible_to(user).of(self.instance.strategy_id)
        self.fields["goals"] = GoalsField(goals, label=_("Mål"), required=False)
        if self.instance.pk is not None:
            del self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        """Whoever answers for a line does not take part in it besides."""
        cleaned = super().clean()
        responsible, participants = cleaned.get("responsible"), cleaned.get("participants")
        if responsible is not None and participants is not None:
            cleaned["participants"] = participants.exclude(pk=responsible.pk)
        return cleaned


class DeadlineForm(RecordForm):
    """Another last day, and why."""

    instance: Activity
    reason = WrittenTextField(
        label=_("Varför"), widget=lines(2), help_text=_("Syns i arbetsplanen och går inte att ändra efteråt.")
    )

    class Meta:
        model = Activity
        fields = ["due_on"]
        labels = {"due_on": _("Ny dag")}
        field_classes = {"due_on": DueDayField}


class StepForm(forms.Form):
    """What is written down about an activity of a strategy."""

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place(self, strategy)


class NoteForm(StepForm):
    happened_on = NearDayField(label=_("Vilken dag"))
    text = WrittenTextField(label=_("Vad som har hänt"), widget=lines(3))


class CompletionForm(StepForm):
    ended_on = NearDayField(label=_("Vilken dag"))
    outcome = WrittenTextField(
        label=_("Resultat"), widget=lines(3), help_text=_("Vad det blev, och var det finns att läsa.")
    )


class DropForm(forms.Form):
    reason = WrittenTextField(label=_("Varför"), widget=lines(2))


class AdoptionForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """`seen` is the fingerprint of the plan that the head has read."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = WorkPlanVersion
        fields = ["note", "registry_number"]
        widgets = {"note": lines(3)}
        help_texts = {
            "note": _("Syns för alla som läser arbetsplanen. Skriv inget sekretessmarkerat här."),
        }

    def show_again(self, fingerprint: str) -> None:
        """After a refusal the page shows the plan as it stands now; sending once more means having read that."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = fingerprint
        self.data = typed
