"""How every form is drawn: `FORM_RENDERER` in the settings."""

from django import forms
from django.forms.renderers import TemplatesSetting


class PlainField(forms.BoundField):
    """Of a form about no record. What `templates/django/forms/field.html` asks of each is said here, since to find that
    something is not there takes a template longer than to draw the field.
    """

    conflict: object = None
    files_to_choose_again: str = ""


class Renderer(TemplatesSetting):
    bound_field_class = PlainField
