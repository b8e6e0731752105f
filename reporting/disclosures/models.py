"""Requests to have official documents disclosed, what is masked in them, and what was decided."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reporting.reports.sealed_copies import SealedCopy
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import DRAWN_UP, LEGAL_DUTY, RECEIVED, UNTIL_DISPOSED, PersonalData, Registration
from strategy.records.models import Record, RecordQuerySet, Registrable, SecrecyProvision
from strategy.records.refusals import TransitionRefused
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.tools.bounds import days_that_can_be


class DisclosureRequestQuerySet(RecordQuerySet["DisclosureRequest"]):
    kind = Kind.DISCLOSURE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def official(self, user: User, strategy: Strategy) -> Self:
        return self.visible_to(user).of(strategy.pk).annotate(dated=F("received_on"))

    def undecided_first(self) -> Self:
        """What waits, the longest first; then what is decided, the latest first."""
        waiting = Case(When(state="open", then=F("received_on")))
        return self.order_by(waiting.asc(nulls_last=True), "-received_on", "-pk")


class DisclosureItemQuerySet(RecordQuerySet["DisclosureItem"]):
    kind = Kind.DISCLOSURE
    path = "request"


class MaskingQuerySet(RecordQuerySet["Masking"]):
    kind = Kind.DISCLOSURE
    path = "request"

    def present(self) -> Self:
        return super().present().filter(Q(item=None) | Q(item__removed_at=None))


class DisclosureDecisionQuerySet(QuerySet["DisclosureDecision"]):
    def visible_to(self, user: User) -> Self:

        return self.filter(request__in=DisclosureRequest.objects.visible_to(user))

    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.visible_to(user).filter(strategy=strategy)
        return rows.select_related("request").defer("content").annotate(dated=F("at"))


PRESENT = Q(removed_at=None)
ASKED_FOR_BY_SOMEBODY = PersonalData(
    what=_("Begäran om utlämnande: vad som begärs, en referens och vad som beslutades"),
    about=_("Den som begär ut en handling, om den har uppgett sitt namn. Namnet efterfrågas inte."),
    why=_("För att begäran ska kunna prövas och beslutet gå att överklaga."),
    ground=LEGAL_DUTY,
    how_long=UNTIL_DISPOSED,
)


class DisclosureRequest(Record):
    """A request for official documents (utlämnandebegäran). Who asks may stay unknown, and is not asked (TF 2:18)."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("disclosure", "prövas")
        DECIDED = "decided", pgettext_lazy("disclosure", "beslutad")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"decided"}),
        "decided": frozenset({"open"}),
    }

    reference = WrittenLine(_("referens"), max_length=200, blank=True)
    received_on = models.DateField(_("inkom den"))
    asked_for = WrittenText(_("vad som begärs"))
    registry_number = WrittenLine(_("diarienummer"), max_length=60, blank=True)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.OPEN, editable=False)

    edited_at = "reporting:disclosure-edit"
    PLACE = 90
    REGISTRATION = Registration(
        RECEIVED, place=2, about=lambda request: f"{gettext('Begäran om utlämnande')} {request.pk}"
    )
    PERSONAL_DATA = ASKED_FOR_BY_SOMEBODY

    objects = DisclosureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("begäran om utlämnande")
        verbose_name_plural = _("Begäran om utlämnande")
        ordering = ["-received_on", "-pk"]
        constraints = days_that_can_be("received_on")

    def __str__(self) -> str:
        return self.registry_number or _("Begäran %(number)d") % {"number": self.pk or 0}

    def get_absolute_url(self) -> str:
        return reverse("reporting:disclosure-request", args=[self.pk])

    def require_open(self) -> None:
        """As it stands in the database. Raises TransitionRefused."""
        if not DisclosureRequest.objects.filter(pk=self.pk, state=self.State.OPEN).exists():
            raise TransitionRefused(gettext("Begäran är beslutad. Öppna den igen för att ändra något."))

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class DisclosureItem(Record):
    """A record that a request means, and what is decided of it.

    `kind` is the record's noun in addresses. `record_version` is the version that was looked at, and `text_digest`
    tells its text with all that belongs to it: what is written there later has not been looked at.
    """

    class Outcome(models.TextChoices):
        WHOLE = "whole", _("lämnas ut i sin helhet")
        PART = "part", _("lämnas ut delvis")
        REFUSED = "refused", _("lämnas inte ut")

    request = models.ForeignKey(
        DisclosureRequest, models.PROTECT, related_name="items", verbose_name=_("begäran om utlämnande")
    )
    kind = models.CharField(_("slag"), max_length=40)
    record_id = models.PositiveBigIntegerField(_("post"))
    record_version = models.PositiveIntegerField(_("postens version"))
    text_digest = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of all that would go out, when it was decided on.",
    )
    outcome = models.CharField(_("beslut"), max_length=10, choices=Outcome, blank=True)
    provision = models.ForeignKey(
        SecrecyProvision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bestämmelse")
    )
    reason = WrittenText(_("skäl"), blank=True)

    PLACE, PARENTS = 91, ("request",)
    UNTOLD = frozenset({"text_digest"})

    objects = DisclosureItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("post i en begäran om utlämnande")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "record_id"],
                condition=PRESENT,
                name="disclosure_item_once",
                violation_error_message=_("Posten finns redan i begäran."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | Q(provision__isnull=False) & ~Q(reason=""),
                name="disclosure_item_refusal_has_ground",
                violation_error_message=_("Ange bestämmelse och skäl när en post inte lämnas ut."),
            ),
        ]

    def require_return(self) -> None:
        self.request.require_open()

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:disclosure-item", args=[self.pk])


class Masking(Record):
    """What is masked on one ground: passages of one record, or words wherever they stand in what the request means.

    A passage is named `field:number:digest`, counted as `masking` beside this divides the field's text, and by its
    words.
    """

    request = models.ForeignKey(
        DisclosureRequest, models.PROTECT, related_name="maskings", verbose_name=_("begäran om utlämnande")
    )
    item = models.ForeignKey(
        DisclosureItem, models.PROTECT, null=True, blank=True, related_name="maskings", verbose_name=_("post")
    )
    passages = models.JSONField(_("ställen"), default=list, blank=True)
    words = WrittenLine(_("ord som maskeras överallt"), max_length=300, blank=True)
    provision = models.ForeignKey(SecrecyProvision, models.PROTECT, related_name="+", verbose_name=_("bestämmelse"))
    reason = WrittenText(_("skäl"))

    PLACE, PARENTS = 92, ("item", "request")

    objects = MaskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("maskering")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item=None) & ~Q(words="") | Q(item__isnull=False, words=""),
                name="masking_is_passages_or_words",
                violation_error_message=_("Maskera ställen i en post, eller ord överallt."),
            )
        ]

    def require_return(self) -> None:
        self.request.require_open()

    def __str__(self) -> str:
        return f"{self.provision.reference}: {self.words or len(self.passages)}"


class DisclosureDecision(Registrable):
    """What was decided, as it was then: `content` holds the cleared text alone. Sealed; another decision is a new row.

    `content` is canonical JSON: `request`, `records` with outcome, grounds and the parts that go out.
    """

    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, related_name="+")
    request = models.ForeignKey(DisclosureRequest, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    REGISTRATION = Registration(
        DRAWN_UP,
        place=3,
        about=lambda decision: (
            gettext("Beslut %(number)d om %(request)s") % {"number": decision.number, "request": decision.request}
        ),
    )
    PERSONAL_DATA = ASKED_FOR_BY_SOMEBODY

    objects = DisclosureDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslut om utlämnande")
        verbose_name_plural = _("Beslut om utlämnande")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="disclosure_decision_number_unique")]

    def __str__(self) -> str:
        return _("Beslut %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("reporting:disclosure-decision", args=[self.pk])


class DisclosureCopy(SealedCopy):
    """The masked copy that a decision gives out."""

    tie = "decision"

    decision = models.OneToOneField(DisclosureDecision, models.PROTECT, related_name="copy")
    file = models.FileField(upload_to="disclosures/")
