from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.meetings.models.reports import ReportHome, ReportHomeQuerySet
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation, ObservationStep
from dialogue.requests.parts import AnswerPart
from strategy import access
from strategy.access import Edition, Kind
from strategy.people.models import User
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.searched import Searched


class AttachmentQuerySet(RecordQuerySet["Attachment"]):
    """Visible where its own marking allows it and what it belongs to is visible."""

    kind = Kind.DIALOGUE

    def visible_to(self, user: User) -> Self:
        """By one and the same role: two that open an observation and a marking apart open no file of it."""
        return self.present().filter(
            of_meetings(Event.objects.visible_to(user), ReportHome.objects.visible_to(user))
            & access.readable(Kind.DIALOGUE, user.memberships_today)
            | self.seen_with(user, Kind.OBSERVATION, "observation")
            | self.seen_with(user, Kind.ADDITION, "addition")
            | self.seen_with(user, Kind.ANSWER_PART, "answer_part")
        )

    def seen_with(self, user: User, kind: Kind, path: str) -> Q:
        """The condition on files of what somebody sent in."""
        held = user.memberships_today
        seen = [access.readable(kind, [holder], path) & access.marking([holder]) for holder in held]
        return Q(**{f"{path}__isnull": False, f"{path}__removed_at": None}) & reduce(or_, seen, access.NOTHING)

    def with_history_for(self, user: User) -> Self:
        """Of a meeting's files; those that were sent in came with what they hang on, and what was before is its
        writer's.
        """
        return super().with_history_for(user).filter(NOT_SENT_IN)

    def in_bin(self) -> Self:
        """A meeting's files; what a contact took out again was theirs to take out."""
        return self.binned().filter(NOT_SENT_IN)

    def thrown_away(self) -> Self:
        """Files that contacts took out again. One that was there when its observation was sent has been received."""
        sent = ObservationStep.objects.filter(
            observation=OuterRef("observation"), to_state="submitted", at__gte=OuterRef("created_at")
        )
        of_observations = Q(observation__isnull=False) & ~Exists(sent)
        return self.binned().filter(of_observations | Q(addition__isnull=False) | Q(answer_part__isnull=False))
        # those of a sent piece stay

    def visible_in(self, edition: Edition) -> Self:
        return self.present().filter(
            of_meetings(Event.objects.visible_in(edition), ReportHome.objects.visible_in(edition))
            | Q(observation__in=Observation.objects.visible_in(edition))
            | Q(addition__in=Addition.objects.visible_in(edition))
            | Q(answer_part__in=AnswerPart.objects.visible_in(edition)),
            access.includable(Kind.DIALOGUE, edition),
        )


def of_meetings(events: EventQuerySet, reports: ReportHomeQuerySet) -> Q:
    return Q(event__in=events) | Q(report_home__in=reports)


SENT_IN = ("observation", "addition", "answer_part")
NOT_SENT_IN = Q(**dict.fromkeys(SENT_IN))
BELONGS_TO = ("event", "report_home", *SENT_IN)


def belongs_to_one() -> Q:
    """One of them is there, and no other."""
    ways = [Q(**{f"{name}__isnull": name != chosen for name in BELONGS_TO}) for chosen in BELONGS_TO]
    return reduce(or_, ways)


class Attachment(Classified, Record):
    """A file that belongs to exactly one event, report home, observation or piece that was sent in, and is as visible
    as that, or less.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("möte")
    )
    observation = models.ForeignKey(
        Observation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("fältobservation"),
    )
    report_home = models.ForeignKey(
        ReportHome, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("hemrapport")
    )
    addition = models.ForeignKey(
        Addition, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("komplettering")
    )
    answer_part = models.ForeignKey(
        AnswerPart, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("svar")
    )
    file = models.FileField(upload_to="attachments/%Y/")
    name = models.CharField(_("namn"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    thumbnail = models.FileField(upload_to="attachments/%Y/", blank=True)
    mail_sender = models.CharField(_("avsändare"), max_length=300, blank=True)
    mail_subject = models.CharField(_("ämne"), max_length=300, blank=True)
    mail_sent_at = models.DateTimeField(_("skickat"), null=True, blank=True)
    mail_text = models.TextField(_("mejlets text"), blank=True)

    PLACE = 41
    PARENTS = ("event", "observation", "report_home", "report_home__event", "addition", "answer_part")
    SEARCHED = Searched(
        _("Bilagor"),
        place=41,
        title=("name", "mail_subject"),
        texts=("mail_text",),
        context=("event__title", "observation__title", "report_home__event__title"),
        day="created_at__date",
        when=(Q(observation=None) | ~Q(observation__state="draft"))
        & (Q(addition=None) | ~Q(addition__state="draft"))
        & (Q(answer_part=None) | ~Q(answer_part__state="draft")),
    )
    UNTOLD = frozenset({"file", "content_type", "size", "sha256", "thumbnail", "mail_sender", "mail_subject"}) | {
        *("mail_sent_at", "mail_text")
    }

    objects = AttachmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("bilaga")
        ordering = ["pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=belongs_to_one(),
                name="attachment_belongs_to_one",
                violation_error_message=_("Bilagan hör till ett möte, en hemrapport eller något som har skickats in."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def parents(self) -> list[Classified]:
        return [self.belongs_to]

    @property
    def belongs_to(self) -> "Event | ReportHome | Observation | Addition | AnswerPart":
        """The one that it hangs on, which a constraint holds."""
        owner = self.event or self.report_home or self.sent_in
        assert owner is not None
        return owner

    @property
    def sent_in(self) -> "Observation | Addition | AnswerPart | None":
        """What somebody at an organisation writes, or has sent."""
        return self.observation or self.addition or self.answer_part

    @property
    def meeting(self) -> Event | None:
        """The one that shows it; none for a file that was sent in."""
        return self.report_home.event if self.report_home else self.event

    @property
    def is_mail(self) -> bool:
        """Whether its sender, day and text are shown beside it."""
        return self.content_type == "message/rfc822"

    @property
    def is_its_writers_alone(self) -> bool:
        return self.belongs_to.is_its_writers_alone
