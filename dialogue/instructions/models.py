from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models.events import PRESENT, Event
from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, SENT, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.records.refusals import TransitionRefused
from strategy.texts.fields import WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched


class InstructionQuerySet(RecordQuerySet["Instruction"]):
    kind = Kind.INSTRUCTION

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def to(self, event: Event) -> Self:
        """All versions, the latest first."""
        return self.filter(event=event).select_related("sent_by").order_by("-number")

    def sent(self) -> Self:
        return self.filter(state="sent")

    def in_force(self) -> Self:
        """Of each meeting the version that was sent last."""
        sent = self.model._base_manager.filter(state="sent", removed_at=None)
        later = sent.filter(event=OuterRef("event"), number__gt=OuterRef("number"))
        return self.sent().filter(~Exists(later))

    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.visible_to(user).filter(strategy=strategy).sent()
        return rows.select_related("event").annotate(dated=F("sent_at"))


class InstructionGoalQuerySet(RecordQuerySet["InstructionGoal"]):
    kind = Kind.INSTRUCTION
    path = "instruction"

    def present(self) -> Self:
        return super().present().filter(instruction__event__removed_at=None)

    def in_order(self) -> Self:
        return self.select_related("goal", "strategy", "instruction__event").order_by("goal__order")


class Instruction(Classified, Record):
    """One version of what Sweden is to say at a meeting. Sent, it never changes: what comes after is a new version.

    It is sent and not approved (the domain, *Decided once*).
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("instruction", "utkast")
        CIRCULATED = "circulated", pgettext_lazy("instruction", "på delning")
        SENT = "sent", pgettext_lazy("instruction", "skickad")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"circulated", "sent"}),
        "circulated": frozenset({"draft", "sent"}),
        "sent": frozenset(),
    }
    KEPT_IN = frozenset({"sent"})

    event = models.ForeignKey(Event, models.CASCADE, related_name="instructions", verbose_name=_("möte"))
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    opening = WrittenText(_("inledning"), blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("skickad av"),
    )
    sent_at = models.DateTimeField(_("skickad den"), null=True, editable=False)
    sent_to = models.TextField(_("skickad till"), blank=True, editable=False)

    edited_at = "dialogue:instruction-edit"
    PLACE, PARENTS, WORDS = 15, ("event",), "opening"
    SEARCHED = Searched(
        _("Instruktioner"),
        place=13,
        title=("event__title",),
        texts=("opening", "registry_number"),
        day="event__starts_on",
    )
    DISCLOSED = Disclosed(
        ("event", "number", "opening", "instruction_goals", "state", "sent_at", "sent_to", "registry_number"),
        "event__starts_on",
        "instruction_goals__goal",
        ("instruction_goals__goal",),
    )
    REGISTRATION = Registration(SENT, place=10, other=lambda instruction: instruction.sent_to)
    PERSONAL_DATA = PersonalData(
        what=_("Namn i instruktioner: vem som ska föra fram något och till vem, skrivet som vanlig text"),
        about=_("De som deltar i möten"),
        why=_("För att delegationen ska veta vad som ska sägas och till vem."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
    )

    objects = InstructionQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("instruktion")
        verbose_name_plural = _("Instruktioner")
        ordering = ["event", "-number"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["event"],
                condition=PRESENT & Q(state__in=["draft", "circulated"]),
                name="instruction_one_under_way",
                violation_error_message=_("Det finns redan en instruktion för mötet som inte är skickad."),
            ),
            models.UniqueConstraint(
                fields=["event", "number"],
                condition=PRESENT,
                name="instruction_version_unique",
                violation_error_message=_("Versionen finns redan."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_by__isnull=False, sent_at__isnull=False) & ~Q(sent_to="")
                | Q(state__in=["draft", "circulated"], sent_by=None, sent_at=None, sent_to=""),
                name="instruction_sent_names_who",
                violation_error_message=_("En skickad instruktion anger vem som skickade den, när och till vem."),
            ),
        ]

    def __str__(self) -> str:
        return _("Instruktion till %(event)s, version %(number)d") % {"event": self.event, "number": self.number}

    def parents(self) -> list[Classified]:
        return [self.event]

    def get_absolute_url(self) -> str:
        return reverse("dialogue:instruction", args=[self.pk])

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    def require_return(self) -> None:
        self.require_unsent()

    def require_unsent(self) -> None:
        """Raises TransitionRefused once it is sent, or where the meeting no longer lies ahead."""
        if self.is_sent:
            raise TransitionRefused(_("Instruktionen är skickad och ändras inte. Skriv en ny version."))
        require_planned(self.event)


class InstructionGoal(Record):
    """What the instruction says on one goal."""

    instruction = models.ForeignKey(
        Instruction, models.CASCADE, related_name="instruction_goals", verbose_name=_("instruktion")
    )
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="instruction_goals", verbose_name=_("mål"))
    text = WrittenText(_("instruktion"), blank=True)

    PLACE, PARENTS, WORDS = 16, ("instruction", "instruction__event"), "text"
    SEARCHED = Searched(
        _("I instruktioner"),
        place=14,
        title=("goal__code", "instruction__event__title"),
        texts=("text",),
        day="instruction__event__starts_on",
        goals="goal",
    )

    objects = InstructionGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("mål i en instruktion")
        ordering = ["instruction", "goal__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "goal"],
                condition=PRESENT,
                name="instruction_goal_unique",
                violation_error_message=_("Målet står redan i instruktionen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal.code}: {in_line(self.text)}"

    @property
    def found_as(self) -> str:
        return f"{self.goal.code}, {self.instruction}"

    @property
    def order(self) -> int:
        return self.goal.order

    def require_return(self) -> None:
        self.instruction.require_unsent()


def require_planned(event: Event) -> None:
    if event.state != Event.State.PLANNED:
        raise TransitionRefused(_("Instruktionen skrivs och skickas medan mötet är planerat."))
