from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import Judgement, OverallAssessment
from strategy.accounts.personal_data import KeptData
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, PersonalData


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, user: User) -> Self:
        """Each person's own: nobody else sees what somebody has read."""
        return self.filter(by=user)

    def versions_of(self, judgements: Iterable[Judgement]) -> "list[tuple[str, int, int]]":
        """Of these: which kind, which one, and in which version it was read."""
        ties: dict[str, list[int]] = {"assessment": [], "overall_assessment": []}
        for judgement in judgements:
            ties[judgement.tie].append(judgement.pk)
        return [
            (tie, *row)
            for tie, keys in ties.items()
            if keys
            for row in self.filter(**{f"{tie}__in": keys}).values_list(tie, "version")
        ]

    def as_it_stands(self, user: User, judgement: str) -> Exists:
        """Of a judgement in a query: that this person has had it open in the version that stands now."""
        return Exists(self.of(user).filter(**{judgement: OuterRef("pk")}, version=OuterRef("version")))


class Reading(models.Model):
    """That somebody who decides on a judgement has had it open, and the latest version that they saw."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, models.CASCADE, null=True, related_name="readings")
    overall_assessment = models.ForeignKey(OverallAssessment, models.CASCADE, null=True, related_name="readings")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    PERSONAL_DATA: ClassVar[PersonalData] = KeptData(
        what=_("Läsning: vilka föreslagna bedömningar du har öppnat, i vilken version och när"),
        about=_("Den som godkänner bedömningar. Ingen annan ser det."),
        why=_("För att ingen ska godkänna en text som den inte har läst."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge bedömningen finns."),
        tables=frozenset({"reporting.reading"}),
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("läsning")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "assessment"], condition=Q(assessment__isnull=False), name="reading_once_an_assessment"
            ),
            models.UniqueConstraint(
                fields=["by", "overall_assessment"],
                condition=Q(overall_assessment__isnull=False),
                name="reading_once_an_overall_assessment",
            ),
            models.CheckConstraint(
                condition=Q(assessment=None, overall_assessment__isnull=False)
                | Q(assessment__isnull=False, overall_assessment=None),
                name="reading_of_one_judgement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id or self.overall_assessment_id} v{self.version}"
