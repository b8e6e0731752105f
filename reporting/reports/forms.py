from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reporting.reports.models import Report, ReportText
from reporting.reports.releases import receivers
from strategy.access import Audience
from strategy.people.forms import OrganisationsField
from strategy.people.organisations import Organisation
from strategy.records.forms import RecordForm, lines
from strategy.texts.fields import WrittenTextField


class ReportTextForm(RecordForm):
    """One of the maker's texts, under the name it has on the page. Opened before anybody had written it, it carries no
    version.
    """

    instance: ReportText

    class Meta:
        model = ReportText
        fields = ["text"]
        widgets = {"text": lines(14)}

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required, text.label = True, label
        text.help_text = _("Stycken skiljs åt med en tom rad. Sparar du skapas rapporten på nytt.")
        if "version" in self.fields:
            self.fields["version"].required = False

    def begin_with(self, text: str) -> None:
        """Fills the box, and saves nothing: what was written there of one's own stands before it."""
        assert isinstance(self.data, QueryDict)
        own = self.data.get("text", "").strip()
        self.data = self.data.copy()
        self.data["text"] = text if own in {"", self.initial.get("text", ""), text} else f"{own}\n\n{text}"


class ReviewForm(forms.Form):
    """Somebody's word that what goes out has been looked through. `seen` tells what was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=129)
    note = WrittenTextField(
        label=_("Anteckning"),
        widget=lines(3),
        required=False,
        help_text=_("Vad du har vägt in, om det inte framgår av markeringarna. Sparas med prövningen."),
    )
    confirmed = forms.BooleanField(
        label=_("Jag har gått igenom det som tas med och prövat att det kan lämnas ut"),
        error_messages={"required": _("Läs igenom vad utgåvan innehåller och bekräfta sedan.")},
    )


class VersionForm(forms.Form):
    """What a button says besides yes: which version of the report its presser saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(VersionForm):
    """Why a head sends a draft back: whoever made it reads that."""

    reason = WrittenTextField(
        label=_("Motivering"),
        widget=lines(3),
        help_text=_("Vad ska ändras? Den som har gjort rapporten får besked."),
        error_messages={"required": _("Skriv varför du återlämnar.")},
    )


MOST_BYTES = 50 * 1024 * 1024


class ReleaseForm(forms.Form):
    """To whom an approved report is sent. What leaves the Government Offices takes a confirmation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    organisations = OrganisationsField(
        Organisation.objects.none(),
        label=_("Expediera till"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confirmed = forms.BooleanField(label=_("Jag vet att rapporten blir en allmän handling när den delas"))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": report.version}} | kwargs)
        organisations = self.fields["organisations"]
        assert isinstance(organisations, forms.ModelMultipleChoiceField)
        organisations.queryset = receivers(report)
        if not report.leaves_the_house:
            del self.fields["organisations"], self.fields["confirmed"]
        elif report.audience == Audience.AGENCIES:
            organisations.required = True
            organisations.error_messages["required"] = _("Välj minst en organisation.")

    @property
    def chosen(self) -> list[Organisation]:
        return list(self.cleaned_data.get("organisations") or ())


class CheckForm(forms.Form):
    """A file that somebody wants to know about. It is read and not kept."""

    file = forms.FileField(
        label=_("Rapportens fil"),
        help_text=_("PDF, Word, Excel eller JSON, högst 50 MB. Filen sparas inte."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.json"}),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom.")},
    )
