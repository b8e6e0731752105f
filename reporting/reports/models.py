from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models.events import Event
from strategy.access import Audience, Edition, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import DRAWN_UP, Registration
from strategy.records.models import Record, RecordQuerySet, Step
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be, years_that_can_be
from strategy.tools.sorting import in_order_of


class ReportQuerySet(RecordQuerySet["Report"]):
    kind = Kind.REPORT

    def each_once(self, seen: Self) -> Self:
        """However many organisations it was released to."""
        return self.filter(pk__in=seen.order_by().values("pk"))

    def same_edition(self, **edition: Any) -> Self:
        """The versions of one report: same kind, form, year, meeting, audience, agency and language."""
        return self.filter(**edition)

    def packs_for(self, event: "Event") -> Self:
        """Those made for a meeting, the newest first."""
        return self.filter(event=event).order_by("-created_at", "-pk")

    def newer_than(self, report: "Report") -> Self:
        """Later versions of the same edition that have come out: for who holds a released one, those released."""
        finished = ["released"] if report.state == "released" else ["draft", "returned", "approved", "released"]
        later = self.same_edition(**report.edition_key).filter(edition_number__gt=report.edition_number)
        return later.filter(state__in=finished).order_by("-edition_number")

    def unfinished(self, states: Collection[str]) -> Self:
        """In one of these states, and no later version has taken their place."""
        return self.filter(state__in=states, replaced_by=None).select_related("event")

    def named(self) -> Self:
        """With what names a report and its edition, and nothing more."""
        return self.only("strategy", "kind", "form", "year", "audience", "edition_number", "state", "event__starts_on")

    def telling_of_goals(self, strategy: Strategy, language: str) -> Self:
        """Those with something to read on each goal: the latest year first, what holds most of it, and the newest."""
        found = self.filter(strategy=strategy, kind=Report.ReportKind.YEARLY, form=Report.Form.FULL)
        found = found.filter(files__format="json")
        first = in_order_of("language", [language, *Report.Language.values])
        return found.order_by("-year", in_order_of("audience", Audience.values), first, "-edition_number")

    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.visible_to(user).filter(strategy=strategy, state__in=["approved", "released"])
        return rows.select_related("event", "organisation").annotate(dated=F("approved_at"))


class ReportTextQuerySet(RecordQuerySet["ReportText"]):
    kind = Kind.REPORT
    path = "report"


OF_YEARS = ["yearly", "assessment"]  # the kinds of report that are on years, and not for a meeting
LEAVES_THE_HOUSE = frozenset({Audience.AGENCIES, Audience.EXTERNAL})


class Report(Record):
    """The wish for a report, and how far it has come. What it says is its snapshot."""

    class ReportKind(models.TextChoices):
        YEARLY = "yearly", _("årlig uppföljning")
        CONSULTATION = "consultation", _("underlag till organisationssamråd")
        BRIEFING = "briefing", _("mötesunderlag")
        ASSESSMENT = "assessment", _("organisationsbedömning")

    class Form(models.TextChoices):
        FULL = "full", _("hel rapport")
        SHORT = "short", _("sammandrag")

    class Language(models.TextChoices):
        SWEDISH = "sv", _("svenska")
        ENGLISH = "en", _("engelska")

    class State(models.TextChoices):
        QUEUED = "queued", _("i kö")
        RENDERING = "rendering", _("skapas")
        DRAFT = "draft", pgettext_lazy("report", "utkast")
        RETURNED = "returned", _("återlämnad")
        APPROVED = "approved", _("fastställd")
        RELEASED = "released", _("expedierad")
        FAILED = "failed", _("misslyckades")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "queued": frozenset({"rendering", "failed"}),
        "rendering": frozenset({"draft", "failed", "queued"}),
        "draft": frozenset({"queued", "approved", "returned"}),
        "returned": frozenset({"queued"}),
        "failed": frozenset({"queued"}),
        "approved": frozenset({"released"}),
        "released": frozenset(),
    }

    kind = models.CharField(_("slag"), max_length=20, choices=ReportKind, default=ReportKind.YEARLY)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.FULL)
    year = models.PositiveSmallIntegerField(
        _("år"), help_text="That it is on; of an organisation assessment, the last of those that it is on."
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("möte"),
        help_text="The meeting that a pack or a briefing is for; none for a yearly report or an assessment.",
    )
    audience = models.CharField(_("läsare"), max_length=20, choices=Audience, default=Audience.INTERNAL)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("myndighet"),
        help_text="Whose own copy it is, of the edition for the consulted agencies.",
    )
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.SWEDISH)
    edition_number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("ersätter"),
    )
    registry_number = WrittenLine(_("diarienummer"), max_length=60, blank=True)
    evidence_until = models.DateField(_("underlag till och med"))
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.QUEUED, editable=False)
    failure = models.TextField(blank=True, editable=False, verbose_name=_("varför det misslyckades"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("godkänd av"),
    )
    approved_at = models.DateTimeField(null=True, editable=False, verbose_name=_("godkänd den"))

    PLACE = 80
    SEARCHED = Searched(
        _("Rapporter"),
        place=80,
        title=("kind", "year"),
        texts=("audience", "registry_number"),
        day="approved_at__date",
        when=Q(state__in=["approved", "released"]),
    )
    REGISTRATION = Registration(
        DRAWN_UP,
        place=6,
        about=lambda report: f"{report}, {report.get_audience_display()}, {report.get_language_display()}",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("Rapporter")
        ordering = ["-year", "-created_at", "-pk"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["strategy", "kind", "form", "year", "audience", "language", "edition_number", *named],
                    condition=Q(event__isnull="event" not in named, organisation__isnull="organisation" not in named),
                    name="_".join(["report_version_unique", *named]),
                )
                for named in ([], ["event"], ["organisation"], ["event", "organisation"])
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_YEARS, event=None) | ~Q(kind__in=OF_YEARS) & Q(event__isnull=False),
                name="report_pack_names_event",
                violation_error_message=_("Ange vilket möte rapporten gäller."),
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(audience="agencies"),
                name="report_own_copy_for_agencies",
                violation_error_message=_("En egen utgåva för en myndighet är alltid för samrådskretsen."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="briefing") | Q(audience__in=["internal", "internal-secret"]),
                name="report_briefing_stays_in_the_house",
                violation_error_message=_("Ett mötesunderlag görs bara som intern utgåva."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="assessment") | Q(audience__in=["internal", "external"]),
                name="report_assessment_editions",
                violation_error_message=_("En organisationsbedömning görs som intern eller extern utgåva."),
            ),
            models.CheckConstraint(
                condition=Q(form="full") | Q(kind__in=OF_YEARS),
                name="report_short_form_of_years",
                violation_error_message=_("Sammandrag görs av årliga uppföljningar och organisationsbedömningar."),
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="report_failure_has_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "released"]) | Q(approved_by__isnull=False),
                name="report_approval_names_who",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | ~Q(audience="internal-secret"),
                name="report_secret_never_released",
                violation_error_message=_("En utgåva med sekretess expedieras aldrig."),
            ),
            *days_that_can_be("evidence_until"),
            *years_that_can_be("year"),
        ]

    def __str__(self) -> str:
        """A pack is named by its meeting's day: what the meeting is called, its readers may not all see."""
        kind = self.get_kind_display().capitalize()
        named = f"{kind} {date_format(self.event.starts_on)}" if self.event else f"{kind} {self.year}"
        return f"{named}, {self.get_form_display()}" if self.is_short else named

    def get_absolute_url(self) -> str:
        return reverse("reporting:report", args=[self.pk])

    @property
    def edition_key(self) -> dict[str, Any]:
        """What the versions of one report have in common."""
        return {
            "strategy": self.strategy_id,
            "kind": self.kind,
            "form": self.form,
            "year": self.year,
            "event": self.event_id,
            "audience": self.audience,
            "organisation": self.organisation_id,
            "language": self.language,
        }

    @property
    def edition(self) -> Edition:
        return Edition(audience=self.audience, organisation_id=self.organisation_id)

    @property
    def is_short(self) -> bool:
        return self.form == self.Form.SHORT

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RENDERING}

    @property
    def leaves_the_house(self) -> bool:
        return self.audience in LEAVES_THE_HOUSE

    @property
    def is_secret(self) -> bool:
        return self.audience == Audience.INTERNAL_SECRET

    @property
    def is_made(self) -> bool:
        """Whether there is something to read."""
        return self.state in {self.State.DRAFT, self.State.RETURNED, self.State.APPROVED, self.State.RELEASED}

    @property
    def is_approved(self) -> bool:
        return self.state in {self.State.APPROVED, self.State.RELEASED}

    @property
    def may_be_released(self) -> bool:
        """Once approved, and again to further organisations; never with anything secret in it."""
        return self.is_approved and not self.is_secret

    @property
    def may_be_rewritten(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED, self.State.FAILED}


class ReportText(Record):
    """A text that the maker writes for one report, and so for one edition. Rendering again reads it anew."""

    class Key(models.TextChoices):
        SUMMARY = "summary", _("sammanfattning")
        AGENDA = "agenda", _("förslag till dagordning")
        QUESTIONS = "questions", _("frågor till myndigheten")
        AIM = "aim", _("vad vi vill uppnå")
        ASKED = "asked", _("vad läsaren ombeds göra")
        RELEVANCE = "relevance", _("relevans")
        INTERNAL_EFFECTIVENESS = "internal_effectiveness", _("intern effektivitet")
        EXTERNAL_EFFECTIVENESS = "external_effectiveness", _("extern effektivitet")
        FINDINGS = "findings", _("vad andra bedömningar har funnit")
        RECOMMENDATIONS = "recommendations", _("rekommendationer")
        KEEP = "keep", _("nästa strategi: behåll")
        DROP = "drop", _("nästa strategi: ta bort")
        ADD = "add", _("nästa strategi: lägg till")

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts", verbose_name=_("rapport"))
    key = models.CharField(max_length=40, choices=Key, verbose_name=_("slags text"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom questions are put to.",
        verbose_name=_("organisation"),
    )
    text = WrittenText(_("text"), blank=True)

    PLACE, PARENTS = 81, ("report",)

    objects = ReportTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text i en rapport")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"], condition=Q(organisation=None), name="report_text_key_unique"
            ),
            models.UniqueConstraint(
                fields=["report", "key", "organisation"],
                condition=Q(organisation__isnull=False),
                name="report_text_organisation_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def tells_of_secret(self) -> bool:
        return self.report.is_secret

    def of(self, report: Report) -> "ReportText":
        """The same words, unsaved, of another report."""
        told = {"key": self.key, "organisation": self.organisation, "text": self.text}
        return ReportText(strategy=report.strategy, report=report, **told)


class ReportStep(Step):
    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")

    class Meta(Step.Meta):
        verbose_name = _("steg i en rapport")

    def __str__(self) -> str:
        return f"{self.report}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(Report.State(self.to_state).label)
