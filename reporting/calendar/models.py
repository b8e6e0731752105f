"""The private address at which a person's calendar program fetches what this product would show them."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.accounts.personal_data import KeptData
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, PersonalData
from strategy.tools.bounds import days_that_can_be


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at=None)

    def of(self, user: User) -> Self:
        """Each person's own: nobody else sees that there is one."""
        return self.filter(user=user)

    def unread_on(self, day: date) -> Self:
        return self.filter(Q(read_on=None) | Q(read_on__lt=day))


class CalendarFeed(models.Model):
    """An address that was given out, and whether it still answers. Only the SHA-256 of its token is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True, help_text="The last day on which a program fetched it.")
    revoked_at = models.DateTimeField(null=True)

    PERSONAL_DATA: ClassVar[PersonalData] = KeptData(
        what=_("Kalenderadress: adressens kontrollsumma, när den skapades, hämtades senast och togs bort"),
        about=_("Den som har skapat en. Ingen annan ser det."),
        why=_("För att ditt kalenderprogram ska kunna hämta det du får se, och för att du ska kunna stänga adressen."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge kontot finns. Adressen slutar svara när du tar bort den eller inte har någon roll."),
        tables=frozenset({"reporting.calendarfeed"}),
    )

    in_backup = False

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kalenderadress")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="calendar_feed_one_each"),
            *days_that_can_be("read_on"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
