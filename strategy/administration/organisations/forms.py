from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.people.organisations import Organisation


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """`seen` is the entry of the organisation's history that the writer had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = ["name", "name_en", "abbreviation", "kind", "key"]
        labels = {"key": _("kortnamn")}
        help_texts = {"key": _("Kort namn i adresser och filer: små bokstäver a–z, siffror och bindestreck.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("Används i adresser och filer och ändras därför inte.")
