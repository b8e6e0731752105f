"""The report home: how those who were there told of a meeting, kept to the letter."""

from typing import Any, Self

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from strategy.access import Kind
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, UNTIL_DISPOSED, Disclosed, PersonalData
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenText
from strategy.texts.searched import Searched

NAMES_IN_REPORTS = PersonalData(
    what=_("Namn i hemrapporter, som de kom"),
    about=_("De som har deltagit i möten"),
    why=_("För att det ska framgå vem som sa vad."),
    ground=PUBLIC_TASK,
    how_long=UNTIL_DISPOSED,
)


class ReportHomeQuerySet(RecordQuerySet["ReportHome"]):
    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def of_event(self, event: Event) -> Self:
        """The one in force first."""
        return self.filter(event=event).select_related("created_by", "event").order_by("-number")

    def with_originals_for(self, user: User) -> Self:
        """Each with the files that it came in, as far as this person may see them: `originals`."""
        attachments: Any = self.model._meta.get_field("attachments").related_model  # in a room above
        return self.prefetch_related(Prefetch("attachments", attachments.objects.visible_to(user), to_attr="originals"))


class ReportHome(Classified, Record):
    """One version of it. Its text never changes: what was made of a passage shows where it stood. A correction is the
    next version. The file that it came in is attached to it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="reports_home", verbose_name=_("möte"))
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    text = WrittenText(_("hemrapport"))

    PLACE, PARENTS, WORDS = 15, ("event",), "text"
    PERSONAL_DATA = NAMES_IN_REPORTS
    SEARCHED = Searched(_("Hemrapporter"), place=13, title=("event__title",), texts=("text",), day="event__starts_on")
    DISCLOSED = Disclosed(
        ("event", "number", "text", "attachments", "registry_number"),
        "event__starts_on",
        "event__interventions__goal",
        ("attachments",),
    )

    objects = ReportHomeQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("hemrapport")
        verbose_name_plural = _("Hemrapporter")
        ordering = ["event", "number"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["event", "number"],
                name="report_home_version_unique",
                violation_error_message=_("Någon annan har just lagt till en version. Läs om sidan och försök igen."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Hemrapport, version %(number)s") % {"number": self.number}

    def parents(self) -> list[Classified]:
        return [self.event]

    def get_absolute_url(self) -> str:
        return reverse("dialogue:event-report", args=[self.pk])
