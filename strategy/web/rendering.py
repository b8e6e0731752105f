"""How every form is drawn: `FORM_RENDERER` in the settings."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

NOTHING_SAID = forms.Field.default_error_messages["required"]


class AskedField(forms.BoundField):
    """A field that says what is to be written where nothing is, unless its form has a sentence of its own."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.required and not self.is_hidden and field.error_messages["required"] is NOTHING_SAID:
            field.error_messages["required"] = what_to_write(field, str(self.label))


class PlainField(AskedField):
    """Of a form about no record. What `templates/django/forms/field.html` asks of each is said here, since to find that
    something is not there takes a template longer than to draw the field.
    """

    conflict: object = None
    files_to_choose_again: str = ""
    needed_for: str = ""


class Renderer(TemplatesSetting):
    bound_field_class = PlainField


def what_to_write(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Kryssa i rutan först.")
    if isinstance(field, forms.FileField):
        return _("Välj en fil.")
    if isinstance(field, forms.EmailField):
        return _("Skriv en e-postadress.")
    if isinstance(field, forms.DateField):
        return _("Skriv en dag, till exempel 7 mars 2021.")
    sentence = _("Välj %(what)s.") if isinstance(field, forms.ChoiceField) else _("Skriv %(what)s.")
    return sentence % {"what": within_a_sentence(label)}


def within_a_sentence(label: str) -> str:
    """Without a capital that only begins the label, and without what it says in brackets."""
    words = label.partition(" (")[0]
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
