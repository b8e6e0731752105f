"""Thirty of every row that there is one of, whatever its table, so that a list has something to list."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

from reporting.disclosures.models import DisclosureCopy
from reporting.handover.models import HandoverCopy
from reporting.reports.files import ReportFile
from strategy.records.kinds import kinds

APPS = {"strategy", "priorities", "dialogue", "reporting", "mfa"}
FIRST_COPY = 10**6  # the key of the first; nothing that a page writes meanwhile comes so far
ONE_EACH = {ReportFile, DisclosureCopy, HandoverCopy}  # of a report, of a decision
Model = type[models.Model]


def tables() -> list[Model]:
    """Those of the product: histories and ties too, what is pointed at before what points."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]


def keys() -> dict[Model, set[Any]]:
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables()}


class Copies:
    """Of every row that was not there `before`: copies that hang on the same things, and on each copy of a thing.

    What the database has no room for is left out: a goal is judged once at a time.
    """

    def __init__(self, before: dict[Model, set[Any]], times: int) -> None:
        self.numbers = range(1, times + 1)
        self.of: dict[tuple[Model, Any], list[models.Model]] = {}
        self.next_key = FIRST_COPY
        rows = {model: list(model._base_manager.exclude(pk__in=before[model])) for model in tables()}
        for model, originals in rows.items():
            copies = {original.pk: list(self.made_of(original)) for original in originals}
            model._base_manager.bulk_create([made for each in copies.values() for made in each], ignore_conflicts=True)
            kept = set(model._base_manager.values_list("pk", flat=True)) if copies else set()
            for pk, made in copies.items():
                self.of[model, pk] = [each for each in made if each.pk in kept]

    def made_of(self, original: models.Model) -> Iterator[models.Model]:
        ties = [field for field in original._meta.concrete_fields if self.copies_of(original, field)]
        moved = [ties] if type(original) in ONE_EACH else [[], *([tie] for tie in ties), ties]
        for several in moved:
            for number, made in zip(self.numbers, self.alike(original), strict=True):
                for tie in several:
                    among = self.copies_of(original, tie)
                    setattr(made, tie.attname, among[(number - 1) % len(among)].pk)
                yield made

    def alike(self, original: models.Model) -> Iterator[models.Model]:
        unique = unique_fields(original)
        for number in self.numbers:
            made = copy.copy(original)
            made._state = models.base.ModelState()
            for field in unique:
                setattr(made, field.attname, self.another(original, field, number))
            if hasattr(made, "history_type") and hasattr(made, "version"):
                made.version += number  # one more version of the same thing
            if isinstance(original._meta.pk, models.AutoField):
                made.pk = self.next_key = self.next_key + 1
            yield made

    def another(self, original: models.Model, field: "models.Field[Any, Any]", number: int) -> Any:
        value = getattr(original, field.attname)
        if value is None:
            return None
        if field.name == "record_id":  # of the kind that the row names
            found = self.of[kinds()[original.kind].model, value]  # type: ignore[attr-defined]
            return found[(number - 1) % len(found)].pk
        if field.remote_field:
            target: Any = field.related_model
            among = self.of.get((target, value)) or list(target._base_manager.order_by("pk"))
            return among[(number - 1) % len(among)].pk
        if field.name == "year":  # there are fewer of them than of other numbers, and the strategy's are looked at
            return value + 40 + number
        return value if field.choices else varied(value, number, field.max_length)

    def copies_of(self, original: models.Model, field: "models.Field[Any, Any]") -> list[models.Model]:
        """Of what the field points at; who wrote something is always the same person."""
        if not field.remote_field or field.related_model is None or field.related_model.__name__ == "User":
            return []
        return self.of.get((field.related_model, getattr(original, field.attname)), [])


def unique_fields(row: models.Model) -> "list[models.Field[Any, Any]]":
    """One of each set that may not be twice: what is a text, a number or a day rather than a tie, the last of those."""
    sets = [c.fields for c in row._meta.constraints if isinstance(c, models.UniqueConstraint) and c.fields]
    sets += [(field.name,) for field in row._meta.concrete_fields if field.unique and not is_automatic(field)]
    sets += [*row._meta.unique_together]
    found = []
    for names in sets:
        fields: list[Any] = [row._meta.get_field(name) for name in names]
        plain = [f for f in fields if not f.remote_field and not f.choices and getattr(row, f.attname) is not None]
        found.append((plain or fields)[-1])
    return list(dict.fromkeys(found))


def is_automatic(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.AutoField)


def varied(value: Any, number: int, longest: int | None) -> Any:
    match value:
        case UUID():
            return uuid4()
        case int():
            return value + 100 * number
        case date():
            return value + timedelta(number)
    return f"{number}-{value}"[:longest]
