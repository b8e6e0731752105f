"""The one way in for texts that people write, in forms and in the tables behind them.

Passwords, codes and tokens, the decision's wording and what is in files are none of these, and have Django's fields.
"""

from typing import Any

from django import forms
from django.db import models

from strategy.texts.signs import note_unprintable
from strategy.texts.writing import as_written, in_a_line


class WrittenField(forms.CharField):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        note_unprintable(text)
        return text


class WrittenLineField(WrittenField):
    """In one line."""

    def to_python(self, value: Any) -> str:
        return super().to_python(None if value is None else in_a_line(str(value))) or ""


class WrittenTextField(WrittenField):
    """In lines: to the letter, the blanks that it begins with too. Blanks alone are no text."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"strip": False})

    def to_python(self, value: Any) -> str:
        text = "" if value is None else as_written(str(value))
        return text if text.strip() else ""


class WrittenLine(models.CharField[str, str]):
    """A `CharField` that people write."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": WrittenLineField, **options})

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


class WrittenText(models.TextField[str, str]):
    """A `TextField` that people write."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": WrittenTextField, **options})

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.TextField", arguments, options
