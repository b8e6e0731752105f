"""Meetings, whom they were with, and their agenda."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.access import Edition, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import DRAWN_UP, PUBLIC_TASK, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.records.owners import Owned
from strategy.records.refusals import TransitionRefused
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be
from strategy.tools.languages import in_language
from strategy.tools.sorting import swedish_sort_key


class CounterpartQuerySet(RecordQuerySet["Counterpart"]):
    """Counterparts are bodies and functions, not what was said; still only those with a part in dialogue see them."""

    kind = Kind.COUNTERPART

    def visible_in(self, edition: Edition) -> Self:
        return self

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def met_by(self, user: User) -> Self:
        """Those with a part in an event that this person may see; no other may show in a list of choices."""
        return self.filter(Exists(EventCounterpart.objects.visible_to(user).filter(counterpart=OuterRef("pk"))))

    def findable_by(self, user: User) -> Self:
        return self.visible_to(user).met_by(user)

    def party_to(self, commitments: QuerySet[Any]) -> Self:
        """Those who have promised something, or whom our own points concern."""
        return self.filter(pk__in=commitments.order_by().values("counterpart"))

    def those_at_first(self, event: "Event") -> Self:
        """The ones with a part in the event before all others."""
        parts = EventCounterpart.objects.present().filter(event=event)
        there = Case(When(pk__in=parts.values("counterpart"), then=Value(0)), default=Value(1))
        return self.order_by(there, "sort_key")


class EventQuerySet(RecordQuerySet["Event"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def dialogue(self) -> Self:
        """The kinds that count as dialogue with the organisation; the rest is coordination."""
        return self.filter(kind__in=self.model.DIALOGUE_KINDS)

    def official(self, user: User, strategy: Strategy) -> Self:
        """Registered once, as the meeting, whether its report came in or it was minuted first."""
        attachments: Any = self.model._meta.get_field("attachments").related_model  # in a room above
        attached = Q(pk__in=attachments.objects.visible_to(user).values("event"), state="held")
        written = Q(kind=Event.EventKind.WRITTEN_CONTACT, state="held")
        reports: Any = self.model._meta.get_field("reports_home").related_model
        reported = Q(pk__in=reports.objects.filter(removed_at=None).order_by().values("event"))  # seen as its meeting
        documented = Q(state="minuted") | reported | written | attached
        rows = self.visible_to(user).of(strategy.pk).filter(documented).annotate(dated=F("ends_on"))
        return rows.defer("summary", "participants")

    def taken_place(self) -> Self:
        return self.filter(state__in=["held", "minuted"])

    def named(self) -> Self:
        """With name, days and place, and nothing more."""
        return self.only("title", "starts_on", "ends_on", "place", "effective_classification")

    def unminuted(self) -> Self:
        """Held, and nothing written of it yet."""
        return self.filter(state="held")

    def in_period(self, first: date, last: date) -> Self:
        """Begun within the period, both days included."""
        return self.filter(starts_on__range=(first, last))

    def meetings(self, first: date, last: date) -> Self:
        """*Meetings* of the key figures: held or minuted events that count as dialogue, in the period."""
        return self.dialogue().taken_place().in_period(first, last)

    def planned_from(self, day: date) -> Self:
        return self.filter(self.are_planned(day)).order_by("starts_on", "pk")

    def are_planned(self, day: date) -> Q:
        return Q(state="planned", ends_on__gte=day)

    def consultations(self) -> Self:
        """Consultations with the agencies, but for those called off; the next ones first, then the latest."""
        return self.filter(kind="organisation_consultation").exclude(state="cancelled").planned_first()

    def with_pack(self) -> Self:
        """Those that something is made for: consultations, and what lies ahead."""
        return self.filter(Q(kind="organisation_consultation") & ~Q(state="cancelled") | Q(state="planned"))

    def were_coming(self, day: date) -> Q:
        """What lay ahead on a day, by the dates alone: what has taken place since is taken for planned then."""
        return Q(state__in=["held", "minuted"], starts_on__gt=day) | self.are_planned(day)

    def countries(self) -> list[str]:
        """The countries that these concern, in alphabetical order."""
        found = self.exclude(country="").order_by().values_list("country", flat=True).distinct()
        return sorted(found, key=swedish_sort_key)

    def planned_first(self) -> Self:
        """What is planned in the order it comes, then everything else with the latest first."""
        coming = Case(When(state="planned", then=F("starts_on")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_on", "-pk")

    def in_series_with(self, event: "Event") -> Self:
        """The sessions of its series, itself among them, the first one first; none where it is in no series."""
        named = self.filter(strategy=event.strategy_id, kind=event.kind, series=event.series).exclude(series="")
        return named.order_by("starts_on", "pk")

    def with_counterpart(self, counterpart: "Counterpart") -> Self:

        parts = EventCounterpart.objects.present().filter(counterpart=counterpart)
        return self.filter(pk__in=parts.values("event"))


class EventCounterpartQuerySet(RecordQuerySet["EventCounterpart"]):
    kind = Kind.DIALOGUE
    path = "event"


PRESENT = Q(removed_at=None)


REMOVED = Q(removed_at__isnull=False)  # what the bin counts, of the kinds there are most of


class Quarter(Func):
    """Which quarter a day is in, counted from the year 0; Django's own functions of dates call Python on SQLite.

    No blank after a comma: Django divides a table's columns there when it reads how SQLite made it.
    """

    template = "(SUBSTR(%(expressions)s,1,4) * 4 + (SUBSTR(%(expressions)s,6,2) - 1) / 3)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        year, month = "EXTRACT(YEAR FROM %(expressions)s)::int", "EXTRACT(MONTH FROM %(expressions)s)::int"
        return self.as_sql(compiler, connection, template=f"({year} * 4 + ({month} - 1) / 3)", **context)


NAMES_IN_MEETINGS = PersonalData(
    what=_("Namn i möten: vilka som deltog för Sverige och för motparten, skrivet som vanlig text"),
    about=_("De som har deltagit i möten"),
    why=_("För att det ska framgå vem som sa vad."),
    ground=PUBLIC_TASK,
    how_long=UNTIL_DISPOSED,
)


class Counterpart(Record):
    """A body or a person's function that Sweden speaks with; never a person's name."""

    class CounterpartKind(models.TextChoices):
        BODY = "body", _("organ")
        FUNCTION = "function", _("funktion")

    class Party(models.TextChoices):
        IOM = "iom", _("IOM")
        DONOR = "donor", _("givare")
        MEMBER_STATE = "member_state", _("medlemsstat")
        UN = "un", _("FN")
        OTHER = "other", pgettext_lazy("party", "annan")

    name = WrittenLine(_("namn"), max_length=200)
    name_en = WrittenLine(_("namn på engelska"), max_length=200, blank=True)
    kind = models.CharField(_("slag"), max_length=20, choices=CounterpartKind, default=CounterpartKind.BODY)
    party = models.CharField(_("part"), max_length=20, choices=Party, default=Party.IOM)
    country = WrittenLine(_("land"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    PLACE = 12
    SEARCHED = Searched(_("Motparter"), place=90, title=("name", "name_en"), texts=("party", "country"))

    objects = CounterpartQuerySet.as_manager()

    class Meta:
        verbose_name = _("motpart")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name"],
                condition=PRESENT,
                name="counterpart_name_unique",
                violation_error_message=_("Motparten finns redan."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def get_absolute_url(self) -> str:
        return reverse("dialogue:counterpart", args=[self.pk])

    def clean_fields(self, exclude: object = None) -> None:
        self.sort_key = swedish_sort_key(self.name)
        super().clean_fields(exclude)  # type: ignore[arg-type]


class Event(Owned, Classified, Record):
    class EventKind(models.TextChoices):
        COUNCIL = "council", _("IOM Council")
        SCPF = "scpf", _("SCPF")
        BILATERAL_CONSULTATION = "bilateral_consultation", _("bilateral konsultation")
        DELEGATION_CONTACT = "delegation_contact", _("kontakt via delegationen")
        REGIONAL_DIALOGUE = "regional_dialogue", _("regional dialog")
        COUNTRY_DIALOGUE = "country_dialogue", _("landdialog")
        WRITTEN_CONTACT = "written_contact", _("skriftlig kontakt")
        UN_NETWORK = "un_network", _("FN:s migrationsnätverk")
        MOPAN = "mopan", _("MOPAN")
        EU_COORDINATION = "eu_coordination", _("EU-samordning")
        NORDIC_COORDINATION = "nordic_coordination", _("nordisk samordning")
        LIKE_MINDED = "like_minded", _("likasinnade")
        ORGANISATION_CONSULTATION = "organisation_consultation", _("organisationssamråd")
        OTHER = "other", pgettext_lazy("event", "annat")

    DIALOGUE_KINDS: ClassVar[tuple[str, ...]] = tuple(EventKind.values[:9])

    class Level(models.TextChoices):
        HEADQUARTERS = "headquarters", _("huvudkontorsnivå")
        REGIONAL = "regional", _("regional nivå")
        COUNTRY = "country", _("landnivå")

    class State(models.TextChoices):
        PLANNED = "planned", _("planerat")
        HELD = "held", _("genomfört")
        MINUTED = "minuted", _("dokumenterat")
        CANCELLED = "cancelled", _("inställt")

    OPEN_IN = frozenset({"planned", "held"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"held", "cancelled"}),
        "held": frozenset({"minuted", "planned"}),
        "minuted": frozenset({"held"}),
        "cancelled": frozenset({"planned"}),
    }

    kind = models.CharField(_("slag"), max_length=40, choices=EventKind)
    level = models.CharField(_("nivå"), max_length=20, choices=Level, default=Level.HEADQUARTERS)
    title = WrittenLine(_("rubrik"), max_length=200)
    starts_on = models.DateField(_("första dag"))
    quarter = models.GeneratedField(
        expression=Quarter("starts_on"), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    ends_on = models.DateField(_("sista dag"))
    place = WrittenLine(_("plats"), max_length=200, blank=True)
    country = WrittenLine(_("land"), max_length=100, blank=True)
    participants = WrittenText(_("svenska deltagare"), blank=True)
    counterparts = models.ManyToManyField(
        Counterpart, through="EventCounterpart", related_name="events", blank=True, verbose_name=_("motparter")
    )
    summary = WrittenText(_("sammanfattning"), blank=True)
    series = WrittenLine(_("serie"), max_length=100, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.PLANNED, editable=False)

    edited_at = "dialogue:event-edit"
    PLACE = 10
    DISCLOSED = Disclosed(
        (
            *("title", "kind", "level", "starts_on", "ends_on", "place", "country"),
            *("participants", "event_counterparts", "agenda_items", "summary", "attachments"),
            "registry_number",
        ),
        "starts_on",
        "interventions__goal",
        ("event_counterparts__counterpart", "agenda_items", "attachments"),
    )
    SEARCHED = Searched(
        _("Möten"),
        place=10,
        title=("title",),
        texts=("summary", "participants", "kind", "place", "country", "registry_number"),
        day="starts_on",
    )
    REGISTRATION = Registration(DRAWN_UP, place=4)
    PERSONAL_DATA = NAMES_IN_MEETINGS

    objects = EventQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("möte")
        verbose_name_plural = _("Möten")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_start",
                violation_error_message=_("Sista dagen ligger före den första."),
            ),
            *days_that_can_be("starts_on", "ends_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "kind", "starts_on", "quarter", "id"],
                condition=PRESENT,
                name="event_by_state",
            ),
            models.Index(fields=["strategy", "state", "ends_on"], condition=PRESENT, name="event_by_end"),
            models.Index(fields=["id", "starts_on", "removed_at"], name="event_day"),
            models.Index(fields=["strategy", "registry_number"], name="event_by_number"),
            models.Index(fields=["strategy"], condition=REMOVED, name="event_in_bin"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue:event", args=[self.pk])

    def require_under_way(self) -> None:
        """Raises TransitionRefused where preparations may no longer change without opening the meeting again."""
        if self.state == self.State.CANCELLED:
            raise TransitionRefused(_("Mötet är inställt. Öppna det igen om det ska förberedas."))
        if self.state == self.State.MINUTED:
            raise TransitionRefused(_("Mötet är dokumenterat. Öppna det igen om något ska ändras."))

    def require_held(self) -> None:
        """What was said is written while the meeting is held: not before it, and not after it is minuted."""
        if self.state == self.State.MINUTED:
            raise TransitionRefused(_("Mötet är dokumenterat. Öppna det igen om något ska ändras."))
        if self.state != self.State.HELD:
            raise TransitionRefused(_("Markera mötet som genomfört innan du skriver in vad som framfördes."))

    @property
    def counts_as_dialogue(self) -> bool:
        return self.kind in self.DIALOGUE_KINDS

    @property
    def has_pack(self) -> bool:
        """As `with_pack` says."""
        is_consultation = self.kind == self.EventKind.ORGANISATION_CONSULTATION
        return self.state == self.State.PLANNED or (is_consultation and self.state != self.State.CANCELLED)

    @property
    def is_in_the_field(self) -> bool:
        return self.level != self.Level.HEADQUARTERS

    def alike(self, path: str = "") -> Q:
        """Meetings of its kind; in the field those of them that concern its country. `path` leads to the meeting."""
        place = {f"{path}country": self.country} if self.is_in_the_field else {}
        return Q(**{f"{path}kind": self.kind}, **place)

    @property
    def has_taken_place(self) -> bool:
        return self.state in {self.State.HELD, self.State.MINUTED}


class EventCounterpart(Record):
    """A counterpart's part in an event. Names of persons are plain text here and nowhere else."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_counterparts", verbose_name=_("möte"))
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, related_name="event_counterparts", verbose_name=_("motpart")
    )
    represented_by = WrittenLine(_("företrädd av"), max_length=300, blank=True)

    PLACE, PARENTS = 11, ("event", "counterpart")
    PERSONAL_DATA = NAMES_IN_MEETINGS

    objects = EventCounterpartQuerySet.as_manager()

    class Meta:
        verbose_name = _("motpart vid ett möte")
        constraints = [
            models.UniqueConstraint(fields=["event", "counterpart"], condition=PRESENT, name="event_counterpart_unique")
        ]

    def __str__(self) -> str:
        return str(self.counterpart)
