from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.files.sheets import SUFFIXES
from priorities.frameworks.forms import DETAIL_HELP, DETAILS
from priorities.frameworks.models import Framework


class FrameworkListForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """What is said of a framework, and its list. Whether it is there already is seen by its name and version."""

    file = forms.FileField(
        label=_("Listan"),
        help_text=_("Excel (.xlsx) eller CSV med mallens rubriker, högst 1 000 rader och 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    class Meta:
        model = Framework
        fields = DETAILS
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"source": {"required": _("Ange källan. En lista utan källa kan inte läsas in.")}}
        help_texts = DETAIL_HELP

    def validate_unique(self) -> None:
        """One that is there is brought up to what its list says now."""

    def validate_constraints(self) -> None:
        """The same; the service asks again."""
