from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class KeyMessageQuerySet(RecordQuerySet["KeyMessage"]):
    kind = Kind.KEY_MESSAGE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def on(self, goal: Goal) -> Self:
        """All versions, the latest first: what holds from a day, then what was written last."""
        return self.filter(goal=goal).order_by("-holds_from", "-pk")

    def in_force(self, day: date) -> Self:
        """For each goal the latest of these whose day had come."""
        begun = self.filter(holds_from__lte=day).order_by()
        latest_first = [F("holds_from").desc(), F("pk").desc()]
        place = Window(RowNumber(), partition_by="goal", order_by=latest_first)
        return self.filter(pk__in=begun.annotate(place=place).filter(place=1).values("pk"))


class KeyMessage(Classified, Record):
    """One version of what to say on a goal. It is never written over: a change is a new version."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="key_messages", verbose_name=_("mål"))
    say = WrittenText(_("säg"))
    say_not = WrittenText(_("säg inte"), blank=True)
    holds_from = models.DateField(_("gäller från och med"))
    source = WrittenLine(_("var det står"), max_length=200, blank=True)

    PLACE, WORDS = 5, "say"
    SEARCHED = Searched(
        _("Budskap per mål"),
        place=5,
        title=("goal__code", "source"),
        texts=("say", "say_not"),
        day="holds_from",
        goals="goal",
    )
    DISCLOSED = Disclosed(("goal", "say", "say_not", "holds_from", "source"), "holds_from", "goal")

    objects = KeyMessageQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("budskap för ett mål")
        verbose_name_plural = _("Budskap per mål")
        ordering = ["goal", "-holds_from", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(say=""),
                name="key_message_says_something",
                violation_error_message=_("Skriv vad som ska sägas."),
            ),
            *days_that_can_be("holds_from"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "goal", "holds_from"], condition=Q(removed_at=None), name="key_message_by_goal"
            )
        ]

    def __str__(self) -> str:
        return _("Budskap för %(code)s") % {"code": self.goal.code}

    def get_absolute_url(self) -> str:
        return f"{reverse('priorities:key-messages', args=[self.goal_id])}#key-message-{self.pk}"
