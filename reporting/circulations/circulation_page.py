"""What a circulation's page shows to somebody: passage by passage, what was said of it, and what they can do there."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page

from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.forms import AnswerForm, CommentsForm
from reporting.circulations.models import Circulation, CirculationParty
from strategy.access import Action, Kind
from strategy.people.models import User


@dataclass
class Said:
    """A comment, with the form to answer it in for whoever may."""

    comment: Comment
    form: AnswerForm | None = None


@dataclass
class Place:
    """A passage, or the whole where there is none, with the field to comment on it in."""

    passage: CirculatedPassage | None
    said: list[Said] = field(default_factory=list)
    field: forms.BoundField | None = None


class CirculationPage:
    """`comments` and `answer` are forms that came back with something wrong."""

    def __init__(
        self,
        circulation: Circulation,
        user: User,
        passages: "Page[CirculatedPassage]",
        *,
        comments: CommentsForm | None = None,
        answer: AnswerForm | None = None,
    ) -> None:
        self.circulation, self.user, self.page = circulation, user, passages
        self.bound, self.answer = comments, answer

    @cached_property
    def may_write(self) -> bool:
        strategy = self.circulation.strategy
        return self.user.may(Action.WRITE, Kind.CIRCULATION, strategy.pk) and not strategy.is_read_only

    @cached_property
    def own_party(self) -> CirculationParty | None:
        """As whom this person answers, where they are asked."""
        return CirculationParty.objects.first_of(self.user, self.circulation)

    @cached_property
    def form(self) -> CommentsForm | None:
        if self.own_party is None or not self.circulation.is_open or self.circulation.strategy.is_read_only:
            return None
        blank = Comment(strategy=self.circulation.strategy, circulation=self.circulation)
        return self.bound or CommentsForm(instance=blank, passages=list(self.page))

    @cached_property
    def comments(self) -> dict[int | None, list[Comment]]:
        """By passage, those that say something."""
        found: dict[int | None, list[Comment]] = defaultdict(list)
        visible = Comment.objects.visible_to(self.user).filter(circulation=self.circulation)
        for comment in visible.written().in_order():
            found[comment.passage_id].append(comment)
        return found

    @property
    def whole(self) -> Place:
        return Place(None, self.said_of(None), self.form["whole"] if self.form else None)

    @property
    def places(self) -> list[Place]:
        return [
            Place(passage, self.said_of(passage), self.form[CommentsForm.name_of(passage)] if self.form else None)
            for passage in self.page
        ]

    def said_of(self, passage: CirculatedPassage | None) -> list[Said]:
        return [Said(comment, self.answer_form(comment)) for comment in self.comments[passage.pk if passage else None]]

    def answer_form(self, comment: Comment) -> AnswerForm | None:
        """What came back with something wrong stands there, also where somebody else has answered meanwhile."""
        if self.answer is not None and self.answer.instance.pk == comment.pk:
            return self.answer
        return AnswerForm(instance=comment) if self.may_write and not comment.answered_at else None

    @cached_property
    def parties(self) -> list[Any]:
        """Whom it is put to, those who have not answered first: for those who share."""
        return list(self.circulation.parties.in_order()) if self.may_read_all else []

    @property
    def may_read_all(self) -> bool:
        return self.user.may(Action.WRITE, Kind.CIRCULATION, self.circulation.strategy_id)

    @property
    def answered(self) -> int:
        return sum(bool(party.answers) for party in self.parties)
