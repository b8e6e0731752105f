from typing import Self

from django.db import models
from django.db.models import F

from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import DRAWN_UP, PUBLIC_TASK, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched


class VisitQuerySet(RecordQuerySet["Visit"]):
    kind = Kind.DIALOGUE

    def official(self, user: User, strategy: Strategy) -> Self:
        return self.visible_to(user).filter(strategy=strategy).annotate(dated=F("created_at"))


class Visit(Classified, Record):
    title = WrittenLine("rubrik", max_length=200)
    hosts = WrittenText("värdar", blank=True)
    goals = models.ManyToManyField(Goal, related_name="+", verbose_name="mål")

    WORDS = "hosts"
    SEARCHED = Searched("Studiebesök", place=101, title=("title",), texts=("hosts",), goals="goals")
    DISCLOSED = Disclosed(("title", "hosts"), "created_at__date", "goals")
    REGISTRATION = Registration(DRAWN_UP, place=100)
    PERSONAL_DATA = PersonalData(
        what="Namn vid studiebesök",
        about="Värdarna",
        why="För att tacka dem.",
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
    )

    objects = VisitQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name, verbose_name_plural = "studiebesök", "Studiebesök"

    def __str__(self) -> str:
        return self.title
