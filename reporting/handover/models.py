import json
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reporting.reports.sealed_copies import SealedCopy
from strategy import access
from strategy.access import Classification, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import PUBLIC_TASK, UNTIL_DISPOSED, PersonalData
from strategy.records.models import Sighted


class HandoverQuerySet(QuerySet["Handover"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(access.readable(Kind.HANDOVER, user.memberships_today))

    def of(self, strategy: Strategy) -> Self:
        return self.filter(strategy=strategy).select_related("leaver", "receiver", "by").order_by("-at", "-pk")


class Handover(Sighted):
    """What one person gave over to another, as it stood that day. Sealed; marked as its strictest content.

    `content` is canonical JSON: `things` with a note each, what `waits`, the `drafts` and the `answers`. `organisation`
    is that of contacts, whose colleagues read it too. `by` is a head where the one who leaves has gone.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("från"))
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("till"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("överlämnad"))
    effective_classification = models.CharField(max_length=10, choices=Classification)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    stands_in_log = True
    PERSONAL_DATA = PersonalData(
        what=_("Överlämning: vad en person ansvarar för och vet, från vem till vem"),
        about=_("Den som lämnar över och den som tar över, och de som nämns i det som skrivs"),
        why=_("För att den som tar vid ska kunna fortsätta."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("överlämning")
        verbose_name_plural = _("Överlämningar")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return gettext("Överlämning från %(leaver)s till %(receiver)s") % {
            "leaver": self.leaver,
            "receiver": self.receiver,
        }

    def get_absolute_url(self) -> str:
        return reverse("reporting:handover", args=[self.pk])

    @property
    def is_secret(self) -> bool:
        return self.effective_classification == Classification.SECRET

    @cached_property
    def written(self) -> dict[str, Any]:
        written: dict[str, Any] = json.loads(self.content)
        return written


class HandoverCopy(SealedCopy):
    """The handover as one PDF."""

    tie = "handover"

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="copy")
    file = models.FileField(upload_to="handovers/")
