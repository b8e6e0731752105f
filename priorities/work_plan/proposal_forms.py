"""What others send in about the work plan, and what officers make of it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from priorities.goals.forms import GoalsField
from priorities.goals.models import Goal
from priorities.work_plan.forms import StepForm
from priorities.work_plan.models import Activity
from priorities.work_plan.proposals import WorkPlanProposal
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import DueDayField, NearDayField
from strategy.records.forms import ClassifiedForm, in_a_row, lines
from strategy.records.models import MARKING
from strategy.texts.fields import WrittenTextField

BY_ITS_WRITER = [name for name in MARKING if name != "shared_with_agencies"]
READ_BY_WRITER = _("Den som har lämnat förslaget läser det.")
READ_BY_ALL = _("Alla som ser raden i arbetsplanen läser det.")


class ProposalForm(ClassifiedForm):
    """A line, as somebody outside the unit proposes it. Only a contact marks it, and is not asked who is to do it: what
    a ministry sends, officers mark.
    """

    instance: WorkPlanProposal

    class Meta:
        model = WorkPlanProposal
        fields = ["title", "responsible", "due_on", "goals", "why", *BY_ITS_WRITER]
        widgets = {"why": lines(4)}
        field_classes = {"due_on": DueDayField, "responsible": OrganisationField}
        help_texts = {
            "title": _("Börja med ett verb: vad som ska ha blivit gjort när dagen kommer."),
            "why": _("Vad raden gör för målen. Handläggaren läser det och avgör."),
        }

    def __init__(self, *args: Any, user: User, is_contacts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(user).of(self.instance.strategy_id)
        self.fields["goals"] = GoalsField(goals, label=_("Mål"), required=False)
        if is_contacts:
            del self.fields["responsible"]
        else:
            for name in {*BY_ITS_WRITER, "lowering_reason"} & {*self.fields}:
                del self.fields[name]
            choices = cast(OrganisationField, self.fields["responsible"])
            choices.queryset = Organisation.objects.visible_to(user).swedish()


class ProposalKeepingForm(ClassifiedForm):
    """The ministry's own part of one that has come in."""

    instance: WorkPlanProposal

    class Meta:
        model = WorkPlanProposal
        fields = ["registry_number", *BY_ITS_WRITER]


class DeclineForm(forms.Form):
    reason = WrittenTextField(label=_("Varför"), widget=lines(3), help_text=READ_BY_WRITER)


class DayRequestForm(StepForm):
    """Another last day for a line of one's own organisation, and why."""

    due_on = DueDayField(label=_("Ny dag"))
    reason = WrittenTextField(label=_("Varför"), widget=lines(3), help_text=READ_BY_ALL)


class ReportForm(StepForm):
    """How it goes, by whoever does it."""

    text = WrittenTextField(label=_("Vad som har hänt"), widget=lines(4), help_text=READ_BY_ALL)
    happened_on = NearDayField(label=_("Vilken dag"))
    state = forms.ChoiceField(label=_("Läget"), widget=in_a_row())

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        kwargs["initial"] = {"happened_on": activity.strategy.today(), "state": activity.state}
        super().__init__(*args, strategy=activity.strategy, **kwargs)
        choices = cast(forms.ChoiceField, self.fields["state"])
        choices.choices = [
            (activity.state, _("Som förut: %(state)s") % {"state": activity.get_state_display()}),
            *([(Activity.State.UNDER_WAY, _("Vi har börjat"))] if activity.state == Activity.State.PLANNED else []),
            *([] if activity.is_over else [(Activity.State.DONE, _("Det är klart"))]),
        ]
