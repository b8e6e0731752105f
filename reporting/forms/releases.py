from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.models import Report
from reporting.services.releases import receivers
from strategy.access import Audience
from strategy.forms import OrganisationsField
from strategy.models import Organisation

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
        help_text=_("PDF eller JSON, högst 50 MB. Filen sparas inte."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.json"}),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom.")},
    )
