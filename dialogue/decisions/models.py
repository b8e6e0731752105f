"""The text of the next strategy while it is read: what the reading found, and what people say it is."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.access import Kind
from strategy.decision.marking import Piece, Role, document_of
from strategy.decision.models import Strategy
from strategy.decision.parsing import Document, Period
from strategy.records.models import Record, RecordQuerySet
from strategy.records.refusals import TransitionRefused
from strategy.texts.fields import WrittenText
from strategy.tools.bounds import days_that_can_be

LONGEST_IN_HISTORY = 160  # characters of a piece's own text, which never changes


class DecisionDraftQuerySet(RecordQuerySet["DecisionDraft"]):
    kind = Kind.DECISION_DRAFT

    def with_people(self) -> Self:
        return self.select_related("strategy", "officer", "updated_by")


class DecisionDraft(Record):
    """Nothing of it is in force until it is confirmed. `pieces` are those of `strategy.decision.marking`, stored."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("handläggare")
    )
    file_name = models.CharField(gettext_lazy("fil"), max_length=200, blank=True, editable=False)
    start = models.DateField(gettext_lazy("första dag"))
    end = models.DateField(gettext_lazy("sista dag"))
    references = WrittenText(gettext_lazy("hänvisningar"), blank=True)
    pieces: Any = models.JSONField(editable=False)
    marked = models.TextField(gettext_lazy("uppmärkning"), editable=False)

    PLACE = 12
    WORDS = "marked"
    UNTOLD: ClassVar[frozenset[str]] = frozenset({"pieces"})

    objects = DecisionDraftQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("inläst beslut")
        verbose_name_plural = gettext_lazy("Inlästa beslut")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="decision_draft_end_after_start",
                violation_error_message=gettext_lazy("Sista dagen ligger före den första."),
            ),
            models.UniqueConstraint(
                fields=["strategy"], condition=Q(removed_at=None), name="decision_draft_one_a_strategy"
            ),
            *days_that_can_be("start", "end"),
        ]

    def __str__(self) -> str:
        return self.strategy.short_name

    def get_absolute_url(self) -> str:
        return reverse("dialogue:decision-draft", args=[self.pk])

    def require_return(self) -> None:
        if self.strategy.status != Strategy.Status.DRAFT:
            raise TransitionRefused(_("Beslutet är redan bekräftat."))

    def read(self) -> list[Piece]:
        return [Piece(**stored) for stored in self.pieces]

    def mark(self, pieces: list[Piece]) -> None:
        self.pieces = [piece.stored() for piece in pieces]
        self.marked = "\n".join(map(in_history, pieces))

    @property
    def document(self) -> Document:
        period = Period(self.start.year, self.end.year, (self.start, self.end))
        named = dict.fromkeys(line.strip() for line in self.references.splitlines() if line.strip())
        return document_of(self.read(), period, tuple(named))


def in_history(piece: Piece) -> str:
    own = ", ".join(filter(None, [piece.short_title, piece.short_title_en, piece.actor, piece.text_en]))
    told = f"{Role(piece.role).label}: {Truncator(piece.text).chars(LONGEST_IN_HISTORY)}"
    return f"{told} ({' '.join(own.split())})" if own else told


def obstacles(document: Document) -> Iterator[str]:
    """Why it cannot become a strategy yet: what it lacks, what is there twice, what does not fit."""
    yield from document.faults
    too_long = _("”%(text)s” är för lång för en rubrik. Ge den en annan roll.")
    for heading in [document.title, *(section.title for section in document.sections), *document.distribution]:
        if len(heading) > 300:
            yield too_long % {"text": Truncator(heading).chars(60)}
    codes = [goal.code for area in document.focus_areas for goal in area.goals]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _("Två mål har beteckningen %(code)s.") % {"code": code}
    for code in [*codes, *(area.code for area in document.focus_areas)]:
        if len(code) > 10:
            yield _("Beteckningen %(code)s är för lång.") % {"code": code}
