"""What contacts have seen and sent in."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from dialogue.meetings.models.events import PRESENT, REMOVED
from priorities.goals.models import Goal
from strategy import access
from strategy.access import Action, Holder, Kind
from strategy.decision.models import MandateArea, Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import PUBLIC_TASK, RECEIVED, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified, Record, RecordQuerySet, Step
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be
from strategy.tools.days import end_of


class ObservationQuerySet(RecordQuerySet["Observation"]):
    kind = Kind.OBSERVATION

    def belonging_to(self, contacts: Iterable[Holder]) -> Self:
        """Of these contacts' organisations, and what they have written themselves."""
        own = [Q(organisation=contact.organisation_id) | Q(author=contact.user_id) for contact in contacts]
        return self.filter(reduce(or_, own, access.NOTHING))

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def in_bin(self) -> Self:
        """A draft that its writer threw away was never anybody else's."""
        return self.binned().exclude(state="draft")

    def thrown_away(self) -> Self:
        """Drafts in nobody's bin."""
        return self.binned().filter(state="draft")

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(observed_on__range=(first, last))

    def accepted_between(self, first: date, last: date) -> Self:
        """Taken into the evidence in the period; seen in it, where no step says when it was taken in."""
        steps = ObservationStep.objects.filter(to_state="accepted").values("observation")
        unsaid = Q(observed_on__range=(first, last)) & ~Q(pk__in=steps)
        return self.filter(Q(pk__in=steps.filter(at__date__range=(first, last))) | unsaid)

    def as_of(self, day: date | None) -> Self:
        """Sent by then, each with its state that day, `state_then`, by the dates of its steps."""
        if day is None:
            return self.annotate(state_then=F("state"))
        steps = ObservationStep.objects.filter(observation=OuterRef("pk"), at__lt=end_of(day)).order_by("-at", "-pk")
        return self.annotate(state_then=Subquery(steps.values("to_state")[:1])).filter(state_then__isnull=False)

    def accepted_by(self, day: date | None) -> Self:
        """Taken into the evidence by then; those that are so now where no day is named."""
        return self.accepted().as_of(day).filter(state_then="accepted")

    def last_by_goal(self, most: int) -> list[tuple[int, int]]:
        """The latest on each goal: the goal and the observation, in that order."""
        latest_first = [F("observed_on").desc(), F("pk").desc()]
        turn = Window(RowNumber(), partition_by="goals", order_by=latest_first)
        ties = self.filter(goals__isnull=False).order_by().annotate(turn=turn).filter(turn__lte=most)
        return list(ties.order_by("goals", "turn").values_list("goals", "pk"))

    def written_by(self, author: User) -> Self:
        return self.filter(author=author)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def count_by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def with_submission(self) -> Self:
        """Each with the moment it was last sent, `submitted_at`."""
        sent = ObservationStep.objects.filter(observation=OuterRef("pk"), to_state="submitted")
        return self.annotate(submitted_at=Subquery(sent.order_by("-at").values("at")[:1]))

    def waiting(self) -> Self:
        """Sent and not yet reviewed; what has waited longest first."""
        return self.in_state("submitted").with_submission().order_by("submitted_at", "pk")

    def unfinished_first(self) -> Self:
        """What waits for its writer (returned, then drafts) before what has been sent; the latest sent first."""
        turn = Case(When(state="returned", then=Value(0)), When(state="draft", then=Value(1)), default=Value(2))
        return self.order_by(turn, F("submitted_at").desc(nulls_first=True), "-pk")

    def with_parts_for(self, user: User) -> Self:
        """Each with its goals and the latest step first."""
        steps = ObservationStep.objects.visible_to(user).select_related("by").order_by("-at", "-pk")
        return self.select_related("organisation", "author", "owner", "strategy").prefetch_related(
            "goals", Prefetch("steps", steps, to_attr="visible_steps")
        )

    def in_brief(self) -> Self:
        """As the lists need it: without its text, its writer and what was said on the way."""
        return self.select_related("organisation").prefetch_related("goals").defer("text")

    def in_full(self) -> Self:
        """As a file of them needs it."""
        parts = self.select_related("organisation", "author", "owner", "strategy", "secrecy_provision").defer(None)
        return parts.prefetch_related("goals", "mandate_areas").with_submission()

    def official(self, user: User, strategy: Strategy) -> Self:
        """From the moment that it was sent in, withdrawn and declined ones too."""
        sent = ObservationStep.objects.filter(observation=OuterRef("pk"), to_state="submitted").order_by()
        first = sent.values("observation").annotate(first=Min("at")).values("first")
        rows = self.visible_to(user).of(strategy.pk).select_related("organisation").defer("text")
        return rows.annotate(dated=Coalesce(Subquery(first), F("created_at")))


class ObservationStepQuerySet(QuerySet["ObservationStep"]):
    """What was said between the contact and those who review stays between them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            access.readable(Kind.OBSERVATION_STEP, user.memberships_today, "observation"),
            observation__removed_at=None,
        )

    def latest_return(self, observation: "Observation") -> "ObservationStep | None":
        """Where the reason stands for an observation that has been returned."""
        return self.filter(observation=observation, to_state="returned").order_by("-at", "-pk").first()


class Observation(Owned, Classified, Record):
    """What a contact has seen. It keeps the organisation that its writer had that day; its owner reviews it."""

    class Source(models.TextChoices):
        OWN_OBSERVATION = "own_observation", _("egen iakttagelse")
        PARTNER = "partner", _("uppgift från partner")
        DOCUMENT = "document", _("dokument")
        MEETING = "meeting", _("möte")

    class Confidence(models.TextChoices):
        LOW = "low", _("osäker")
        MEDIUM = "medium", _("ganska säker")
        HIGH = "high", _("säker")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("observation", "utkast")
        SUBMITTED = "submitted", _("inskickad")
        RETURNED = "returned", _("komplettering begärd")
        ACCEPTED = "accepted", _("tas med i underlaget")
        DECLINED = "declined", _("läggs till handlingarna")
        WITHDRAWN = "withdrawn", _("återtagen")

    OPEN_IN = frozenset({"submitted", "returned"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"submitted"}),
        "submitted": frozenset({"returned", "accepted", "declined", "withdrawn"}),
        "returned": frozenset({"submitted", "withdrawn"}),
        "accepted": frozenset(),
        "declined": frozenset(),
        "withdrawn": frozenset(),
    }

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="observations", verbose_name=_("organisation")
    )
    title = WrittenLine(_("rubrik"), max_length=200)
    text = WrittenText(_("vad ni såg"))
    country = WrittenLine(_("land"), max_length=100, blank=True)
    place = WrittenLine(_("plats"), max_length=200, blank=True)
    observed_on = models.DateField(_("när"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="observations", verbose_name=_("mål"))
    mandate_areas = models.ManyToManyField(
        MandateArea, blank=True, related_name="observations", verbose_name=_("del av IOM:s uppdrag")
    )
    source = models.CharField(_("slags källa"), max_length=20, choices=Source, default=Source.OWN_OBSERVATION)
    confidence = models.CharField(_("hur säkert"), max_length=10, choices=Confidence, default=Confidence.MEDIUM)
    agency_registry_number = WrittenLine(_("ert diarienummer"), max_length=60, blank=True)
    agreed_with = WrittenLine(_("stämt av med"), max_length=200, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    _history_m2m_fields = [goals, mandate_areas]

    OWNERS = Action.APPROVE
    edited_at = "dialogue:observation-edit"
    PLACE = 40
    DISCLOSED = Disclosed(
        (
            *("title", "organisation", "observed_on", "country", "place", "text", "source", "confidence"),
            *("attachments", "agency_registry_number", "agreed_with", "registry_number"),
        ),
        "observed_on",
        "goals",
        ("attachments",),
    )
    SEARCHED = Searched(
        _("Fältobservationer"),
        place=40,
        title=("title",),
        texts=("text", "country", "place", "registry_number", "agency_registry_number"),
        context=("organisation__name", "organisation__name_en", "organisation__abbreviation"),
        day="observed_on",
        goals="goals",
        when=~Q(state="draft"),
    )
    REGISTRATION = Registration(RECEIVED, place=1, other=lambda observation: str(observation.organisation))
    PERSONAL_DATA = PersonalData(
        what=_("Vem observationen är avstämd med, skrivet som vanlig text"),
        about=_("Kollegor till den som skrev observationen"),
        why=_("För att myndigheten ska veta vem som kan svara på frågor om den."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
    )
    KEPT_IN = frozenset(State.values) - {"draft"}

    objects = ObservationQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("fältobservation")
        verbose_name_plural = _("Fältobservationer")
        ordering = ["-observed_on", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(state="draft"),
                name="observation_submitted_stays",
                violation_error_message=_("Det som har skickats in är en inkommen handling och kan inte tas bort."),
            ),
            *days_that_can_be("observed_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "observed_on", "organisation"],
                condition=PRESENT,
                name="observation_by_state",
            ),
            models.Index(fields=["strategy"], condition=REMOVED, name="observation_in_bin"),
            models.Index(fields=["strategy", "registry_number", "state", "removed_at"], name="observation_by_number"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue:observation", args=[self.pk])

    @property
    def whereabouts(self) -> str:
        """Place and country, as far as they are known."""
        return ", ".join(filter(None, (self.place, self.country)))

    @property
    def is_its_writers_alone(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def receipt_number(self) -> str:
        return f"{self.strategy.slug}-{self.pk}"

    @property
    def whole_text(self) -> str:
        return "\n\n".join(filter(None, [self.text, self.added_text]))

    @property
    def added_text(self) -> str:
        """Of one read `with_additions`: each under its day, in Swedish as the rest."""
        with override("sv"):
            added = [f"**{heading_of(one)}**\n{one.text}" for one in getattr(self, "read_additions", []) if one.text]
        return "\n\n".join(added)

    @property
    def writer_may_edit(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def takes_additions(self) -> bool:
        """While it is under review: what has been judged stands on what was there then."""
        return self.state in {self.State.SUBMITTED, self.State.RETURNED}

    @property
    def writer_may_withdraw(self) -> bool:
        return self.State.WITHDRAWN in self.TRANSITIONS[self.state]


def heading_of(addition: Any) -> str:
    day = date_format(localtime(addition.sent_at), "j F Y")
    return _("Komplettering %(day)s") % {"day": day}


class ObservationStep(Step):
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="steps")

    objects = ObservationStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("steg för en observation")
        indexes = [models.Index(fields=["observation", "to_state", "at"], name="step_by_observation")]

    def __str__(self) -> str:
        return f"{self.observation}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(Observation.State(self.to_state).label)
