"""The copy that was shared, passage by passage, and what was said of it."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.circulations.models import Circulation, CirculationParty
from strategy.access import WRITERS, Classification, Kind
from strategy.accounts.personal_data import KeptData
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import PUBLIC_TASK, RECEIVED, UNTIL_DISPOSED, Disclosed, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched


def not_secret_now(*origins: str) -> Q:
    """Whatever a copy was made of has not been marked secret since."""
    conditions = Q()
    for name in origins:
        conditions &= Q(**{name: None}) | ~Q(**{f"{name}__effective_classification": Classification.SECRET})
    return conditions


class CirculatedPassageQuerySet(QuerySet["CirculatedPassage"]):
    """A copy is shown at the stricter of its marking then, which was not secret, and the original's now."""

    def visible_to(self, user: User) -> Self:
        holders = user.memberships_today
        whole = [held.strategy_id for held in holders if held.role in WRITERS[Kind.CIRCULATION]]
        seen = Circulation.objects.visible_to(user).order_by().values("pk")
        return self.filter(
            not_secret_now("activity", "assessment", "overall_assessment") | Q(strategy__in=whole), circulation__in=seen
        )

    def in_order(self) -> Self:
        return self.select_related("goal").order_by("order")


class CirculatedPassage(models.Model):
    """A piece of what was shared, as it stood then, that comments are tied to. Never changed."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="passages")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    overall_assessment = models.ForeignKey(OverallAssessment, models.PROTECT, null=True, related_name="+")

    objects = CirculatedPassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stycke i en delning")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["circulation", "order"], name="circulated_passage_order")]

    def __str__(self) -> str:
        return f"{self.heading}: {in_line(self.text)}"


class CommentQuerySet(RecordQuerySet["Comment"]):
    kind = Kind.COMMENT

    def each_once(self, seen: Self) -> Self:
        return self.filter(pk__in=seen.order_by().values("pk"))

    def written(self) -> Self:
        """Those that say something."""
        return self.exclude(text="")

    def unanswered(self) -> Self:
        return self.written().filter(answered_at=None)

    def in_order(self) -> Self:
        parts = ("author", "organisation", "passage", "answered_by", "circulation", "strategy")
        return self.select_related(*parts).order_by("pk")

    def official(self, user: User, strategy: Strategy) -> Self:
        """What has come in from another authority."""
        rows = self.visible_to(user).filter(strategy=strategy).written().exclude(organisation=None)
        return rows.select_related("circulation", "organisation").annotate(dated=F("said_at"))


class Comment(Classified, Record):
    """What somebody says of what was shared, beside the passage it is about; without text, *ingen erinran*.

    Its words never change: more is a comment more. Whoever owns the circulation answers each, once.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("tas med")
        PARTLY = "partly", _("tas med delvis")
        NOT_TAKEN = "not_taken", _("tas inte med")

    circulation = models.ForeignKey(
        Circulation, models.CASCADE, editable=False, related_name="comments", verbose_name=_("delning")
    )
    party = models.ForeignKey(
        CirculationParty,
        models.PROTECT,
        editable=False,
        related_name="comments",
        verbose_name=_("den som har fått den"),
    )
    passage = models.ForeignKey(
        CirculatedPassage, models.PROTECT, null=True, editable=False, related_name="comments", verbose_name=_("stycke")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("skriven av")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("organisation")
    )
    text = WrittenText(_("synpunkt"), blank=True)
    said_at = models.DateTimeField(_("lämnad"), editable=False)
    outcome = models.CharField(_("vad det leder till"), max_length=20, choices=Outcome, blank=True)
    answer = WrittenText(_("svar"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("besvarad av"),
    )
    answered_at = models.DateTimeField(_("besvarad"), null=True, editable=False)

    PLACE, PARENTS, WORDS = 86, ("circulation",), "text"
    KEPT_IN = frozenset({""})
    SEARCHED = Searched(
        _("Synpunkter"),
        place=86,
        title=("circulation__title",),
        texts=("text", "answer"),
        context=("organisation__name", "organisation__name_en", "organisation__abbreviation", "passage__heading"),
        day="said_at__date",
        goals="passage__goal",
        when=~Q(text=""),
    )
    DISCLOSED = Disclosed(
        (
            *("circulation", "passage", "author", "organisation", "text"),
            *("outcome", "answer", "answered_at", "registry_number"),
        ),
        "said_at__date",
        "passage__goal",
    )
    REGISTRATION = Registration(
        RECEIVED,
        place=24,
        about=lambda comment: comment.circulation.title,
        other=lambda comment: str(comment.organisation),
    )
    PERSONAL_DATA = KeptData(
        what=_("Synpunkter: vem som har skrivit vad om det som har delats, och vem som har svarat"),
        about=_("De som har fått något för synpunkter, och de som svarar"),
        why=_("För att det ska framgå vem som har tyckt vad, och vad det ledde till."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
        tables=frozenset({"reporting.circulationparty", "reporting.comment", "reporting.historicalcomment"}),
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("synpunkt")
        verbose_name_plural = _("Synpunkter")
        ordering = ["pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="", outcome="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome=""),
                name="comment_answered_names_who",
                violation_error_message=_("Välj vad synpunkten leder till."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["partly", "not_taken"]) | ~Q(answer=""),
                name="comment_refused_has_reason",
                violation_error_message=_("Skriv varför. Den som har lämnat synpunkten läser det."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None),
                name="comment_stays",
                violation_error_message=_("En synpunkt som har lämnats kan inte tas bort."),
            ),
        ]

    def __str__(self) -> str:
        return in_line(self.text) or str(_("ingen erinran"))

    def parents(self) -> list[Classified]:
        return [self.circulation]

    def clean(self) -> None:
        super().clean()
        if self.passage is not None and self.passage.circulation_id != self.circulation_id:
            raise ValidationError(_("Stycket hör till en annan delning."))

    def get_absolute_url(self) -> str:
        return f"{self.circulation.get_absolute_url()}#comment-{self.pk}"
