"""The usual columns of a list, headed as the fields they show: see `strategy.web.tables.Column`."""

from collections.abc import Iterable
from operator import attrgetter, methodcaller
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategy.tools.sorting import SwedishKey, in_order_of
from strategy.web.tables import Column

Heading = str | Promise


def plain(model: type[Model], name: str, heading: Heading = "", width: int = 14) -> Column:
    """A number, a day or a moment."""
    return Column(name, heading or heading_of(model, name), attrgetter(name), name, width)


def written(model: type[Model], name: str, heading: Heading = "", width: int = 30) -> Column:
    """What somebody has written."""
    return Column(name, heading or heading_of(model, name), attrgetter(name), SwedishKey(name), width)


def choice(model: type[Model], name: str, heading: Heading = "", width: int = 18) -> Column:
    """In the order in which the choices are declared."""
    field: Any = model._meta.get_field(name)
    order = in_order_of(name, [value for value, _label in field.flatchoices])
    return Column(name, heading or heading_of(model, name), methodcaller(f"get_{name}_display"), order, width)


def marking(model: type[Model]) -> Column:
    """The one that holds."""
    field: Any = model._meta.get_field("effective_classification")
    order = in_order_of(field.name, [value for value, _label in field.flatchoices])
    return Column("marking", _("Markering"), methodcaller(f"get_{field.name}_display"), order, 18)


def organisation(name: str, heading: Heading, width: int = 24) -> Column:
    """What people call it; nothing where there is none."""
    return Column(name, heading, lambda thing: short_name(getattr(thing, name)), f"{name}__sort_key", width)


def owner() -> Column:
    """Whoever is named as answering for it."""
    return Column("owner", _("Ansvarig handläggare"), lambda thing: name_of(thing.named_person), "owner__sort_key", 24)


def name_of(person: Any) -> str:
    return str(person) if person is not None else ""


def short_name(known: Any) -> str:
    return known.short_name if known is not None else ""


def goals(name: str = "goals") -> Column:
    """The codes of those that are at hand, as `i.3, ii.5`."""
    return Column("goals", _("Mål"), lambda thing: codes(at_hand(thing, name)))


def at_hand(thing: Any, name: str) -> Iterable[Any]:
    found = getattr(thing, name)
    return found.all() if hasattr(found, "all") else found  # type: ignore[no-any-return]


def codes(goals: Iterable[Any]) -> str:
    """Of goals, or of what was done for them, each once."""
    return ", ".join(dict.fromkeys(goal.code for goal in goals))


def heading_of(model: type[Model], name: str) -> Heading:
    field: Any = model._meta.get_field(name)
    heading: Heading = capfirst(field.verbose_name)
    return heading
