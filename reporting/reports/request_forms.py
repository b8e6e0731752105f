"""What a report is asked for with: a form for each kind."""

from datetime import date
from itertools import product
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event, EventQuerySet
from reporting.reports.contents.kinds import REPORT_KINDS
from reporting.reports.contents.kinds.base import ReportKind, may_stand_in
from reporting.reports.editions import EditionSummary, edition_summary
from reporting.reports.models import LEAVES_THE_HOUSE, Report
from reporting.reports.services import last_day
from strategy.access import Audience, Edition
from strategy.decision.models import Strategy
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import NearDayField, place
from strategy.texts.fields import WrittenLineField


class ReportForm(forms.Form):
    """What is asked for. An edition that is to leave the house is reviewed on a page of its own, before it is made."""

    kind: ClassVar[ReportKind]

    audience = forms.MultipleChoiceField(
        label=_("Utgåvor"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Varje utgåva görs för sig, på varje språk som du väljer. Alla filformat görs alltid."),
        error_messages={"required": _("Välj minst en utgåva.")},
    )
    language = forms.MultipleChoiceField(
        label=_("Språk"),
        choices=Report.Language,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst ett språk.")},
    )
    registry_number = WrittenLineField(label=_("Diarienummer"), max_length=60, required=False)
    evidence_until = NearDayField(
        label=_("Underlag till och med"),
        required=False,
        help_text=_("Lämna tomt för årets sista dag, eller i dag medan året pågår."),
    )

    def __init__(self, *args: Any, strategy: Strategy, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        self.user = user
        place(self, strategy)
        audience = self.fields["audience"]
        assert isinstance(audience, forms.MultipleChoiceField)
        audience.choices = list(self.kind.audiences.items())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.check_last_day(cleaned)
        return cleaned

    def check_last_day(self, cleaned: dict[str, Any]) -> None:
        raise NotImplementedError

    @property
    def leaving(self) -> list[str]:
        """The audiences chosen so far whose editions leave the house."""
        return [audience for audience in self.chosen("audience") or [] if audience in LEAVES_THE_HOUSE]

    def chosen(self, name: str) -> Any:
        """What a field says so far, in a form that may not be finished; None for nothing or nonsense."""
        field = self.fields[name]
        value = field.widget.value_from_datadict(self.data, {}, name) if self.is_bound else self.initial.get(name)
        try:
            return field.clean(value)
        except ValidationError:
            return None

    def orders(self) -> list[dict[str, Any]]:
        """What the service is asked for, one report each: every edition in every language."""
        shared = {"strategy": self.strategy, "kind": self.kind.key, **self.cleaned_data}
        pairs = product(self.cleaned_data["audience"], self.cleaned_data["language"])
        return [{**shared, "audience": audience, "language": language} for audience, language in pairs]

    @property
    def edition_summaries(self) -> list[tuple[str, EditionSummary]]:
        """By audience, what each edition that leaves the house would hold and leave out."""
        found = ((audience, self.edition_summary(audience)) for audience in self.leaving)
        return [(audience, summary) for audience, summary in found if summary is not None]

    def edition_summary(self, audience: str) -> EditionSummary | None:
        """Of the form as it is filled in so far; None where that is not enough."""
        raise NotImplementedError


class OwnCopyForm(ReportForm):
    """Of what may be made for one agency alone."""

    organisation = OrganisationField(
        Organisation.objects.none(),
        label=_("Egen utgåva för"),
        required=False,
        empty_label=_("alla i samrådskretsen"),
        help_text=_("Innehåller även det som myndigheten själv har skickat in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.visible_to(self.user).agencies_of(self.strategy)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = set(cleaned.get("audience", [])) - {Audience.AGENCIES}
        if cleaned.get("organisation") and others:
            told = _("En egen utgåva för en myndighet är alltid för samrådskretsen: beställ de andra för sig.")
            self.add_error("organisation", told)
        return cleaned


class OfYearsForm(ReportForm):
    """Of what is made for years, whole or in its short form."""

    form = forms.ChoiceField(
        label=_("Form"),
        choices=[(Report.Form.FULL, _("hel rapport")), (Report.Form.SHORT, _("sammandrag – högst fyra sidor"))],
        widget=forms.RadioSelect,
        initial=Report.Form.FULL,
        required=False,
    )
    year = forms.TypedChoiceField(label=_("År"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = [year for year in self.strategy.years if date(year, 1, 1) <= self.strategy.today()]
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(choice, str(choice)) for choice in reversed(begun)]

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or Report.Form.FULL

    def check_last_day(self, cleaned: dict[str, Any]) -> None:
        year, until = cleaned.get("year"), cleaned.get("evidence_until")
        if year and until and not date(year, 1, 1) <= until <= last_day(self.strategy, year):
            self.add_error("evidence_until", _("Dagen ska ligga inom året och inte framåt i tiden."))

    def edition_summary(self, audience: str) -> EditionSummary | None:
        year = self.chosen("year")
        if not year:
            return None
        until = self.chosen("evidence_until") or last_day(self.strategy, year)
        asked = {"strategy": self.strategy, "kind": self.kind.key, "audience": audience}
        own = {"organisation": self.chosen("organisation")} if "organisation" in self.fields else {}
        return edition_summary(Report(**asked, **own, year=year, evidence_until=until))


class YearlyForm(OwnCopyForm, OfYearsForm):
    kind = REPORT_KINDS[Report.ReportKind.YEARLY]


class AssessmentForm(OfYearsForm):
    kind = REPORT_KINDS[Report.ReportKind.ASSESSMENT]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].label = _("Till och med år")


class MeetingForm(ReportForm):
    """Of what is made for one meeting; the next one where none is chosen."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Möte"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.fields["event"]
        assert isinstance(event, forms.ModelChoiceField)
        event.queryset = self.among(Event.objects.visible_to(self.user).of(self.strategy.pk))
        self.initial.setdefault("event", event.queryset.first())
        self.fields["evidence_until"].help_text = _("Lämna tomt för i dag, eller mötets dag när det har varit.")

    def among(self, events: EventQuerySet) -> EventQuerySet:
        """The meetings that may be chosen, the next one first."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        event, audiences = cleaned.get("event"), cleaned.get("audience", [])
        if event and not all(may_stand_in(event, Edition(audience)) for audience in audiences):
            self.add_error("audience", _("Mötet är sekretessmarkerat. Gör en intern utgåva med sekretess."))
        return cleaned

    def check_last_day(self, cleaned: dict[str, Any]) -> None:
        event, until = cleaned.get("event"), cleaned.get("evidence_until")
        if event and until and until > last_day(self.strategy, event.starts_on.year, event):
            self.add_error("evidence_until", _("Dagen ska inte ligga efter mötet eller framåt i tiden."))

    def orders(self) -> list[dict[str, Any]]:
        return [{**asked, "year": asked["event"].starts_on.year} for asked in super().orders()]


class BriefingForm(MeetingForm):
    kind = REPORT_KINDS[Report.ReportKind.BRIEFING]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].help_text = _("Bara planerade möten. Inför organisationssamråd görs ett eget underlag.")

    def among(self, events: EventQuerySet) -> EventQuerySet:
        planned = events.filter(state=Event.State.PLANNED, kind__in=self.kind.event_kinds)
        return planned.order_by("starts_on", "pk")

    def edition_summary(self, audience: str) -> None:
        """It never leaves the house."""


class ConsultationForm(OwnCopyForm, MeetingForm):
    kind = REPORT_KINDS[Report.ReportKind.CONSULTATION]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].label = _("Samråd")
        self.fields["organisation"].help_text = _(
            "Innehåller även det som myndigheten själv har skickat in, och bara frågorna till den."
        )

    def among(self, events: EventQuerySet) -> EventQuerySet:
        return events.consultations()

    def edition_summary(self, audience: str) -> EditionSummary | None:
        event = self.chosen("event")
        if event is None:
            return None
        until = self.chosen("evidence_until") or last_day(self.strategy, event.starts_on.year, event)
        asked = {"strategy": self.strategy, "kind": self.kind.key, "audience": audience}
        asked |= {"organisation": self.chosen("organisation"), "event": event, "year": event.starts_on.year}
        return edition_summary(Report(**asked, evidence_until=until))


FORMS: dict[str, type[ReportForm]] = {
    form.kind.key: form for form in (YearlyForm, ConsultationForm, BriefingForm, AssessmentForm)
}
