"""What stands in a form's field: as history keeps it, as a reader says it, and as a browser would have sent it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from strategy.texts.differences import plain
from strategy.tools.values import value_in_words

if TYPE_CHECKING:
    from strategy.records.forms import RecordForm


def entered(form: "RecordForm", name: str) -> Any:
    """What the writer entered, as history keeps it: ids for ties."""
    value = form.cleaned_data.get(name)
    if isinstance(form.fields[name], forms.ModelMultipleChoiceField):
        return sorted(thing.pk for thing in value or ())
    return getattr(value, "pk", value)


def alike(value: Any) -> Any:
    """So that nothing and an empty text, and one line break and another, are the same."""
    if isinstance(value, str):
        return plain(value).strip()
    return "" if value is None else value


def in_words(asked: forms.Field, value: Any) -> str:
    """A field's value as a reader says it. What a list of choices does not offer is not named."""
    if isinstance(asked, forms.ModelMultipleChoiceField):
        found = asked.queryset.filter(pk__in=value) if asked.queryset is not None and value else ()
        return ", ".join(str(thing) for thing in found)
    if isinstance(asked, forms.ModelChoiceField):
        chosen = asked.queryset.filter(pk=value).first() if asked.queryset is not None and value else None
        return str(chosen or "")
    if isinstance(asked, forms.ChoiceField):
        return str(labels(asked).get(value, ""))
    return value_in_words(value)


def labels(asked: forms.ChoiceField) -> Mapping[Any, Any]:
    choices: Any = asked.choices  # models' choices are flat
    return dict(choices)


def put(data: QueryDict, address: str, value: Any) -> None:
    """A stored value as a browser would have sent it."""
    if isinstance(value, list):
        data.setlist(address, [str(one) for one in value])
    elif value is None or value is False:
        data[address] = ""
    else:
        data[address] = "on" if value is True else value.isoformat() if isinstance(value, date) else str(value)
