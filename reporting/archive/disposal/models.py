from collections import Counter
from datetime import datetime, time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy import access
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.texts.fields import WrittenLine
from strategy.tools.bounds import days_that_can_be


class DisposalDecisionQuerySet(models.QuerySet["DisposalDecision"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(access.readable(Kind.DISPOSAL, user.memberships_today))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def removed_in_all(self) -> dict[str, int]:
        """How many of each kind went under all of these together."""
        counts: Counter[str] = Counter()
        for removed in self.values_list("removed", flat=True):
            counts.update({name: part["count"] for name, part in removed.items()})
        return dict(counts)


class DisposalDecision(models.Model):
    """A decision to remove for good (gallringsbeslut): what, older than which day, by whom it was put and confirmed.

    `kind` names an entry of `plans.disposal_kinds`. `removed` tells afterwards what went: by kind,
    how many and which numbers, and nothing of what they said.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("disposal", "väntar på bekräftelse")
        UNDER_WAY = "under_way", pgettext_lazy("disposal", "gallras")
        DONE = "done", pgettext_lazy("disposal", "genomförd")
        WITHDRAWN = "withdrawn", pgettext_lazy("disposal", "återtagen")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    name = WrittenLine(_("beslutets namn"), max_length=200)
    registry_number = WrittenLine(_("diarienummer"), max_length=60)
    decided_on = models.DateField(_("beslutat den"))
    kind = models.CharField(_("vad som gallras"), max_length=40)
    older_than = models.DateField(_("äldre än"), help_text=_("Det som är från den dagen och senare ligger kvar."))
    cutoff = models.DateTimeField(editable=False, help_text="The beginning of that day: what the database compares by.")
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    removed = models.JSONField(default=dict, editable=False)

    stands_in_log = True

    objects = DisposalDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("gallringsbeslut")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="disposal_four_eyes",
                violation_error_message=_("Någon annan än den som lade upp beslutet bekräftar det."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="disposal_confirmed_before_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(ended_at__isnull=False), name="disposal_done_says_when"
            ),
            *days_that_can_be("decided_on", "older_than"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reporting:disposal", args=[self.pk])

    def clean(self) -> None:
        midnight = (
            datetime.combine(self.older_than, time(), timezone.get_default_timezone()) if self.older_than else None
        )
        if midnight is not None:
            self.cutoff = midnight

    @property
    def removed_count(self) -> int:
        return sum(part["count"] for part in self.removed.values())
