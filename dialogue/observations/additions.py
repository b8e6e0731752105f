"""What a contact adds to an observation that was sent. The observation itself stays as it was."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from dialogue.observations.models import Observation, ObservationQuerySet
from dialogue.pieces.models import Piece, PieceQuerySet, Reading
from strategy import access
from strategy.access import Edition, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import RECEIVED, Disclosed, Registration
from strategy.records.models import Classified
from strategy.texts.fields import WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched


class AdditionQuerySet(PieceQuerySet["Addition"]):
    kind = Kind.ADDITION

    def visible_in(self, edition: Edition) -> Self:
        """In each edition that holds the observation, unless it is marked more strictly than that."""
        with_it = access.includable(Kind.OBSERVATION, edition, "observation")
        as_strict = Q(effective_classification=F("observation__effective_classification"))
        return self.present().sent().filter(with_it, as_strict | access.includable(self.kind, edition))

    def unread_by(self, user: User) -> Self:
        return self.visible_to(user).sent().unread(user, ObservationReading, "observation")

    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.visible_to(user).filter(strategy=strategy).sent()
        return rows.select_related("observation", "organisation").annotate(dated=F("sent_at"))


class Addition(Piece):
    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="additions", verbose_name=_("fältobservation")
    )
    text = WrittenText(_("komplettering"), blank=True)

    edited_at = "dialogue:addition-edit"
    PLACE, PARENTS = 42, ("observation",)
    SEARCHED = Searched(
        _("Kompletteringar av observationer"),
        place=42,
        title=("observation__title",),
        texts=("text", "registry_number"),
        context=("organisation__name", "organisation__name_en", "organisation__abbreviation"),
        day="sent_at__date",
        when=Q(state="sent"),
    )
    DISCLOSED = Disclosed(
        ("observation", "organisation", "sent_at", "text", "attachments", "registry_number"),
        "sent_at__date",
        "observation__goals",
        ("attachments",),
    )
    REGISTRATION = Registration(
        RECEIVED, place=2, about=lambda addition: str(addition.observation), other=lambda found: str(found.organisation)
    )

    objects = AdditionQuerySet.as_manager()

    class Meta(Piece.Meta):
        verbose_name = _("komplettering av en observation")
        verbose_name_plural = _("Kompletteringar av observationer")
        indexes = [models.Index(fields=["observation", "state", "sent_at"], name="addition_by_observation")]

    def __str__(self) -> str:
        return in_line(self.text) or str(self.observation)

    def parents(self) -> list[Classified]:
        return [self.observation]

    def clean(self) -> None:
        super().clean()
        if self.organisation_id != self.observation.organisation_id:
            raise ValidationError({"organisation": _("Observationen hör till en annan organisation.")})

    def get_absolute_url(self) -> str:
        return f"{self.observation.get_absolute_url()}#addition-{self.pk}"


class ObservationReading(Reading):
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="readings")

    OF = "observation"

    class Meta:
        verbose_name = _("läsning av en observation")
        constraints = [models.UniqueConstraint(fields=["by", "observation"], name="observation_reading_once")]


def with_additions(additions: AdditionQuerySet) -> "Prefetch[Any]":
    """For observations: each with these of its additions, for `Observation.whole_text`."""
    return Prefetch("additions", additions.sent(), to_attr="read_additions")


def in_full(observations: ObservationQuerySet, user: User) -> ObservationQuerySet:
    """As a file of them needs it."""
    return observations.in_full().prefetch_related(with_additions(Addition.objects.visible_to(user)))
