"""All kinds of record, each as its model tells of itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.urls import NoReverseMatch
from django.utils.text import capfirst

from strategy.people.models import User
from strategy.records.declarations import Disclosed, PersonalData, Registration
from strategy.records.history import noun_of
from strategy.records.models import Record


@dataclass(frozen=True)
class RecordKind:
    """What a model tells of itself, for pages too."""

    model: type[Record]

    @property
    def noun(self) -> str:
        return noun_of(self.model)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def objects(self) -> Any:
        """The manager with the record's own named questions."""
        return self.model._default_manager

    @property
    def disclosed(self) -> Disclosed:
        assert self.model.DISCLOSED is not None
        return self.model.DISCLOSED

    @property
    def texts(self) -> list[str]:
        """The disclosed fields that somebody wrote in, which a search for words looks through."""
        fields: Iterable[Any] = map(self.model._meta.get_field, self.disclosed.fields)
        written = {"CharField", "TextField"}
        return [one.name for one in fields if one.concrete and one.get_internal_type() in written and not one.choices]

    def parents_of(self, record: Record) -> list[Record]:
        """Those that there are, the nearest first."""
        return [parent for path in self.model.PARENTS if (parent := follow(record, path)) is not None]

    @property
    def ties(self) -> list[str]:
        """What to fetch along, so that neither its name nor a parent's takes a question of its own."""
        found = [*self.model.PARENTS, *naming_ties(self.model)]
        for path in self.model.PARENTS:
            found += [f"{path}__{name}" for name in naming_ties(at_the_end_of(self.model, path))]
        return found


def models_with(attribute: str) -> list[Any]:
    """Those that declare it, without their histories."""
    models: Iterable[Any] = apps.get_models()
    return [model for model in models if getattr(model, attribute, None) and not hasattr(model, "instance_type")]


@cache
def kinds() -> dict[str, RecordKind]:
    """By noun, in the order in which they are listed."""
    records = sorted(models_with("PLACE"), key=lambda model: model.PLACE)
    return {kind.noun: kind for kind in map(RecordKind, records)}


@cache
def disclosed_kinds() -> dict[str, RecordKind]:
    """Those whose text can be given out."""
    return {noun: kind for noun, kind in kinds().items() if kind.model.DISCLOSED}


@dataclass(frozen=True)
class RegisteredKind:
    """A kind of which some are official documents: of records, and of sealed copies."""

    model: Any

    @property
    def noun(self) -> str:
        return noun_of(self.model)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def registration(self) -> Registration:
        registration: Registration = self.model.REGISTRATION
        return registration

    def unregistered(self, user: User, strategy: Any) -> Any:
        """The oldest first."""
        rows = self.model._default_manager.all().official(user, strategy)
        return rows.filter(registry_number="").order_by("dated", "pk")


@cache
def registered_kinds() -> dict[str, RegisteredKind]:
    models = sorted(models_with("REGISTRATION"), key=lambda model: model.REGISTRATION.place)
    return {kind.noun: kind for kind in map(RegisteredKind, models)}


@cache
def other_kinds() -> dict[str, type[Model]]:
    """What is no record and stands in the log, by the name of its model."""
    return dict(sorted((str(model._meta.model_name), model) for model in models_with("stands_in_log")))


@cache
def personal_data() -> list[PersonalData]:
    """What is written about persons in what they write, each once."""
    declared = sorted(models_with("PERSONAL_DATA"), key=lambda model: getattr(model, "PLACE", 1000))
    return list(dict.fromkeys(model.PERSONAL_DATA for model in declared))


def forget_kinds() -> None:
    """Where an app has come or gone."""
    for found in (kinds, disclosed_kinds, registered_kinds, other_kinds, personal_data):
        found.cache_clear()


def kind_of(record: Record) -> RecordKind:
    return kinds()[noun_of(type(record))]


def naming_ties(model: type[Model]) -> list[str]:
    """The foreign keys that a thing's name may be made from: all but those to persons."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is not User
    ]


def at_the_end_of(model: type[Model], path: str) -> type[Model]:
    found: Any = model
    for name in path.split("__"):
        found = found._meta.get_field(name).related_model
    end: type[Model] = found
    return end


def follow(record: Record, path: str) -> Record | None:
    thing: Any = record
    for name in path.split("__"):
        thing = getattr(thing, name, None)
    return thing if isinstance(thing, Record) else None


def removed_parent(record: Record) -> Record | None:
    """The outermost thing in the bin that it hangs on: what has to come back first."""
    removed: Iterable[Record] = (parent for parent in kind_of(record).parents_of(record) if parent.removed_at)
    return next(iter(reversed(list(removed))), None)


def address_of(record: Record) -> str:
    """Its own page, or the nearest one that shows it; empty where there is none."""
    return next(filter(None, map(own_address, [record, *kind_of(record).parents_of(record)])), "")


def own_address(record: Record) -> str:
    try:
        return str(record.get_absolute_url())  # type: ignore[attr-defined] # most records have one
    except (AttributeError, NoReverseMatch):
        return ""


def heading(model: type[Model]) -> str:
    """What one is called, as a sentence or a line begins."""
    return capfirst(str(model._meta.verbose_name))
