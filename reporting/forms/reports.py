from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.disclosure import LEAVES_THE_HOUSE
from reporting.models import Report, ReportText
from reporting.services.reports import last_day
from strategy.access import Audience
from strategy.forms import RecordForm, lines
from strategy.models import Strategy

AUDIENCES = [
    (Audience.INTERNAL, _("intern – offentligt och arbetsmaterial, för Regeringskansliet")),
    (Audience.INTERNAL_SECRET, _("intern med sekretess – märkt på varje sida, expedieras aldrig")),
    (Audience.AGENCIES, _("samrådskretsen – offentligt, och arbetsmaterial som delas med den")),
    (Audience.EXTERNAL, _("extern – bara offentligt och texterna för externa läsare")),
]


class ReportForm(forms.Form):
    """What is asked for. An edition that is to leave the house takes a confirmation of what it leaves out."""

    year = forms.TypedChoiceField(label=_("År"), coerce=int)
    audience = forms.ChoiceField(label=_("Utgåva"), choices=AUDIENCES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Språk"), choices=Report.Language, widget=forms.RadioSelect)
    registry_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)
    evidence_until = forms.DateField(
        label=_("Underlag till och med"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Lämna tomt för årets sista dag, eller i dag medan året pågår."),
    )
    confirmed = forms.BooleanField(label=_("Jag har sett vad som går in och vad som stannar utanför"), required=False)

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        begun = [year for year in strategy.years if date(year, 1, 1) <= strategy.today()]
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(choice, str(choice)) for choice in reversed(begun)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        year, until = cleaned.get("year"), cleaned.get("evidence_until")
        if year and until and not date(year, 1, 1) <= until <= last_day(self.strategy, year):
            self.add_error("evidence_until", _("Dagen ska ligga inom året och inte framåt i tiden."))
        if self.leaves_the_house and not self.errors and not cleaned.get("confirmed"):
            self.add_error("confirmed", _("Läs igenom vad utgåvan innehåller och bekräfta sedan."))
        return cleaned

    @property
    def leaves_the_house(self) -> bool:
        return self.chosen("audience") in LEAVES_THE_HOUSE

    def chosen(self, name: str) -> Any:
        """What a field says so far, in a form that may not be finished; None for nothing or nonsense."""
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            return self.fields[name].clean(value)
        except ValidationError:
            return None

    @property
    def until(self) -> date | None:
        """The day that the disclosure counts to, once a year is chosen."""
        year = self.chosen("year")
        return self.chosen("evidence_until") or last_day(self.strategy, year) if year else None


class SummaryForm(RecordForm):
    """The maker's summary. A form opened before anybody had written one carries no version."""

    instance: ReportText

    class Meta:
        model = ReportText
        fields = ["text"]
        labels = {"text": _("Läget i korthet")}
        widgets = {"text": lines(10)}
        help_texts = {"text": _("Stycken skiljs åt med en tom rad. Sparar du framställs rapporten på nytt.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        if "version" in self.fields:
            self.fields["version"].required = False


class VersionForm(forms.Form):
    """What a button says besides yes: which version of the report its presser saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
