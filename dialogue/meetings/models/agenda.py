"""What is to be raised at a meeting: its agenda, and the goals that are prepared for it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import PRESENT, REMOVED, Event
from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.records.models import Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched


class AgendaItemQuerySet(RecordQuerySet["AgendaItem"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemGoalQuerySet(RecordQuerySet["AgendaItemGoal"]):
    kind = Kind.DIALOGUE
    path = "agenda_item__event"

    def present(self) -> Self:
        return super().present().filter(agenda_item__removed_at=None)

    def unanswered(self) -> Self:
        """Neither raised nor marked as not raised: what keeps an event from being minuted."""
        event = F("agenda_item__event")
        raised = Q(goal__interventions__event=event, goal__interventions__removed_at=None)
        return self.filter(not_raised=False).exclude(pk__in=self.model._base_manager.filter(raised).values("pk"))


class AgendaItem(Record):
    event = models.ForeignKey(Event, models.CASCADE, related_name="agenda_items", verbose_name=_("möte"))
    order = models.PositiveSmallIntegerField(default=0, verbose_name=_("ordning"))
    number = WrittenLine(_("punkt"), max_length=20, blank=True)
    title = WrittenLine(_("rubrik"), max_length=300)
    document_symbol = WrittenLine(_("dokumentbeteckning"), max_length=60, blank=True)

    edited_at = "dialogue:agenda-item"
    PLACE, PARENTS = 13, ("event",)
    SEARCHED = Searched(
        _("Dagordningar"),
        place=11,
        title=("number", "title", "document_symbol"),
        context=("event__title",),
        day="event__starts_on",
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("punkt på en dagordning")
        ordering = ["order", "pk"]

    def require_return(self) -> None:
        self.event.require_under_way()

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class AgendaItemGoal(Record):
    """A goal prepared for an agenda item: what to say, and whether it was left unsaid."""

    agenda_item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="prepared_goals", verbose_name=_("punkt"))
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="preparations", verbose_name=_("mål"))
    message = WrittenText(_("förberett budskap"), blank=True)
    not_raised = models.BooleanField(_("togs inte upp"), default=False)

    edited_at = "dialogue:prepared-goal"
    PLACE, PARENTS = 14, ("agenda_item", "agenda_item__event")
    SEARCHED = Searched(
        _("Förberett"),
        place=12,
        texts=("message",),
        context=("agenda_item__title", "agenda_item__document_symbol", "agenda_item__event__title"),
        day="agenda_item__event__starts_on",
        goals="goal",
    )

    objects = AgendaItemGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("förberett budskap")
        ordering = ["agenda_item", "goal__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda_item", "goal"],
                condition=PRESENT,
                name="agenda_item_goal_unique",
                violation_error_message=_("Målet är redan förberett under punkten."),
            )
        ]
        indexes = [models.Index(fields=["strategy"], condition=REMOVED, name="agenda_item_goal_in_bin")]

    def require_return(self) -> None:
        self.agenda_item.event.require_under_way()

    def __str__(self) -> str:
        return f"{self.goal.code}: {in_line(self.message)}"

    @property
    def found_as(self) -> str:
        return f"{self.goal.code}, {self.agenda_item.event.title}"
