from django.utils.translation import gettext_lazy as _

from priorities.work_plan.models import Activity, WorkPlanLine
from priorities.work_plan.proposals import WorkPlanProposal
from strategy.records.columns import choice, goals, marking, organisation, owner, plain, written
from strategy.tools.sorting import in_order_of
from strategy.web.tables import Column

ACTIVITY_COLUMNS = [
    plain(Activity, "due_on"),
    plain(Activity, "starts_on"),
    written(Activity, "title", width=48),
    written(Activity, "description", width=48),
    organisation("responsible", _("Ansvarig")),
    owner(),
    Column("participants", _("Medverkande"), lambda activity: participants(activity), width=24),
    goals(),
    choice(Activity, "state"),
    Column("late", _("Försenad"), lambda activity: activity.is_late),
    Column("moved", _("Flyttad, gånger"), lambda activity: len(activity.moves)),
    plain(Activity, "ended_on"),
    written(Activity, "outcome", width=40),
    written(Activity, "registry_number", width=18),
    marking(Activity),
]


WORK_PLAN_LINE_COLUMNS = [
    plain(WorkPlanLine, "due_on", _("Klar senast")),
    written(WorkPlanLine, "title", _("Vad som ska göras"), width=48),
    organisation("responsible", _("Ansvarig")),
    plain(WorkPlanLine, "goals", _("Mål"), width=18),
    Column(
        "state", _("Läge då"), lambda line: line.get_state_display(), in_order_of("state", Activity.State.values), 18
    ),
    marking(WorkPlanLine),
]

PROPOSAL_COLUMNS = [
    plain(WorkPlanProposal, "created_at", _("Kom in"), 18),
    choice(WorkPlanProposal, "kind"),
    written(WorkPlanProposal, "title", width=48),
    organisation("organisation", _("Föreslaget av")),
    organisation("responsible", _("Ansvarig")),
    goals(),
    plain(WorkPlanProposal, "due_before"),
    plain(WorkPlanProposal, "due_on"),
    written(WorkPlanProposal, "why", width=48),
    choice(WorkPlanProposal, "state"),
    written(WorkPlanProposal, "reason", width=40),
    written(WorkPlanProposal, "registry_number", width=18),
    marking(WorkPlanProposal),
]


def participants(activity: Activity) -> str:
    return ", ".join(organisation.short_name for organisation in activity.participants.all())
