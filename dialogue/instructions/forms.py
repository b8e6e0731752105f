from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.instructions.services import add_goal, change_part, delegation, fingerprint, remove_part
from dialogue.instructions.sources import GoalSources, silent_goals, sources
from dialogue.meetings.silences import Silence
from priorities.goals.forms import GoalsField
from priorities.goals.models import Goal, GoalQuerySet
from strategy.people.models import User
from strategy.records.forms import ClassifiedForm, RecordForm, lines
from strategy.records.models import GROUND
from strategy.records.pages import attempt


class SilentGoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Each with the day when it was raised last."""

    silences: Mapping[int, Silence] = {}

    def offer(self, goals: GoalQuerySet, silences: Mapping[int, Silence]) -> None:
        self.queryset, self.silences = goals, silences

    def label_from_instance(self, goal: Any) -> str:
        day = self.silences[goal.pk].last_dialogue
        when = gettext("senast %(day)s") % {"day": date_format(day, "j F Y")} if day else gettext("aldrig")
        return f"{goal} ({when})"


class InstructionForm(ClassifiedForm):
    """What stands before the goals, the marking of the whole, and which goals are to be taken in besides."""

    instance: Instruction
    silent = SilentGoalsField(
        Goal.objects.none(),
        label=_("Ta med mål som inte har tagits upp på länge"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Instruction
        fields = ["opening", "classification", *GROUND]
        widgets = {"opening": lines(4)}
        help_texts = {"opening": _("Vad mötet gäller för Sverige, och det som rör alla mål.")}

    def __init__(self, *args: Any, there: Collection[Goal], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        self.explain_inherited(event.get_effective_classification_display())
        others = Goal.objects.visible_to(user).of(event.strategy_id).exclude(pk__in=[goal.pk for goal in there])
        silences = {silence.goal.pk: silence for silence in silent_goals(event, user)}
        self.fields["silent"].offer(others.filter(pk__in=silences), silences)  # type: ignore[attr-defined]
        self.fields["added"] = GoalsField(others.exclude(pk__in=silences), label=_("Ta med andra mål"), required=False)

    @property
    def added_goals(self) -> list[Goal]:
        return [*self.cleaned_data.get("silent", ()), *self.cleaned_data.get("added", ())]


class InstructionGoalForm(RecordForm):
    is_removed = forms.BooleanField(label=_("Ta bort målet ur instruktionen"), required=False)

    class Meta:
        model = InstructionGoal
        fields = ["text"]
        widgets = {"text": lines(10)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"goal-{kwargs['instance'].goal_id}", **kwargs)
        self.fields["text"].label = str(self.instance.goal)


@dataclass(frozen=True)
class Part:
    """What the instruction says on a goal, beside what it is drafted from."""

    form: InstructionGoalForm
    source: GoalSources


class InstructionForms:
    """The whole instruction on one page: it is saved whole or not at all, and each part knows its own conflicts."""

    def __init__(self, data: QueryDict | None, instruction: Instruction, user: User) -> None:
        written = list(InstructionGoal.objects.visible_to(user).filter(instruction=instruction).in_order())
        there = [part.goal for part in written]
        self.whole = InstructionForm(data, instance=instruction, there=there, user=user)
        by_goal = {source.goal.pk: source for source in sources(instruction.event, there, user)}
        self.parts = [Part(InstructionGoalForm(data, instance=part), by_goal[part.goal_id]) for part in written]

    def __iter__(self) -> Iterator[RecordForm]:
        yield self.whole
        yield from (part.form for part in self.parts)

    def save(self, by: User) -> bool:
        """Whether everything that was changed could be saved; what could not is told in its own form."""
        valid = [form.is_valid() for form in self]
        if not all(valid):
            return False
        with transaction.atomic():
            saved = [attempt(form, partial(self.save_part, form, by)) for form in self if form.has_changed()]
            if not all(saved):
                transaction.set_rollback(True)
        return all(saved)

    def save_part(self, form: RecordForm, by: User) -> None:
        change = remove_part if form.cleaned_data.get("is_removed") else change_part
        change(record=form.instance, by=by, expected_version=form.cleaned_data["version"])
        for goal in self.whole.added_goals if form is self.whole else ():
            add_goal(instruction=self.whole.instance, goal=goal, by=by)

    @property
    def status(self) -> int:
        if any(form.conflict for form in self):
            return 409
        return 422 if self.whole.is_bound else 200


class SendingForm(forms.Form):
    """The review of what leaves: somebody says with their name that they have read it through."""

    seen = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField()

    def __init__(self, *args: Any, instruction: Instruction, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"seen": fingerprint(instruction)}} | kwargs)
        self.receivers = delegation(instruction.strategy)
        sentence = _("Jag, %(name)s, har läst igenom instruktionen och prövat att den kan lämnas ut till mottagarna")
        self.fields["confirmed"].label = sentence % {"name": user.get_full_name()}
