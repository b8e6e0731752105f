"""Whatever people type comes in one way."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import get_resolver

from strategy.texts.fields import WrittenField

# Nobody types these: what was on the page when a form was made. Passwords stay to the letter.
OTHERS = (forms.HiddenInput, forms.PasswordInput)
OURS = ("strategy.", "priorities.", "dialogue.", "reporting.")


def every_form(base: Any = forms.BaseForm) -> Iterator[Any]:
    for form in base.__subclasses__():
        yield from every_form(form)
        if form.__module__.startswith(OURS) and not form.__module__.startswith("strategy.accounts.entry."):
            yield form


def fields() -> dict[str, forms.Field]:
    assert get_resolver().url_patterns  # every view is loaded, and with it every form
    return {f"{form.__name__}.{name}": field for form in every_form() for name, field in form.base_fields.items()}


def test_every_text_that_people_type_comes_in_one_way() -> None:
    past = [name for name, field in fields().items() if type(field) is forms.CharField]
    assert [name for name in past if not isinstance(fields()[name].widget, OTHERS)] == []
    written = {name for name, field in fields().items() if isinstance(field, WrittenField)}
    assert {"ReportHomeForm.text", "ReasonForm.reason", "OrganisationForm.name", "WordsForm.words"} <= written
