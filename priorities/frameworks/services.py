"""Frameworks are loaded as lists; goals are tied to their items one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priorities.frameworks.lists import Listed
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from strategy.people.models import User
from strategy.records.bulk import create_records
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, move_to_bin, save_record
from strategy.search.index import index
from strategy.sending.once import made

DETAILS = ("kind", "publisher", "source", "note")


@dataclass
class Loaded:
    """What a list came to; `left` are items that it no longer has, which stay."""

    framework: Framework
    added: int = 0
    changed: int = 0
    left: int = 0


@transaction.atomic
def load_framework(*, framework: Framework, items: Sequence[Listed], by: User | None) -> Loaded:
    """A framework that is there, by its name and version, is brought up to what its list says now.

    Raises ValidationError.
    """
    loaded = Loaded(at_hand(framework, by))
    present = FrameworkItem.objects.present().filter(framework=loaded.framework)
    known = {item.code: item for item in present.select_related("parent")}
    loaded.left = len(known.keys() - {item.code for item in items})
    numbered = sorted(enumerate(items, start=1), key=lambda pair: pair[1].depth)
    for _depth, level in groupby(numbered, key=lambda pair: pair[1].depth):
        new = []
        for place, listed in level:
            texts = {"name": listed.name, "name_en": listed.name_en, "place": place}
            told = texts | {"parent": known[listed.parent] if listed.parent else None}
            if listed.code in known:
                loaded.changed += is_changed(known[listed.code], told, by)
            else:
                owned = {"strategy": framework.strategy, "framework": loaded.framework, "code": listed.code}
                new.append(FrameworkItem(**owned, **told))
        create_records(records=new, ties={}, by=by)
        index(FrameworkItem, [item.pk for item in new], are_new=True)
        known |= {item.code: item for item in new}
        loaded.added += len(new)
    return loaded


def is_changed(item: FrameworkItem, told: dict[str, Any], by: User | None) -> bool:
    """Whether what the list says now is something else, which is then saved."""
    if all(getattr(item, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(item, name, value)
    save_record(record=item, by=by)
    return True


def at_hand(framework: Framework, by: User | None) -> Framework:
    """The one that is there, with what is said of it now; a new one where there is none."""
    versions = Framework.objects.present().filter(strategy=framework.strategy, name=framework.name)
    known = versions.filter(release=framework.release).select_for_update().first()
    if known is None:
        create_record(record=framework, by=by)
        return framework
    told = attrgetter(*DETAILS)
    if told(known) != told(framework):
        for name in DETAILS:
            setattr(known, name, getattr(framework, name))
        save_record(record=known, by=by)
    made(known)
    return known


def remove_framework(*, framework: Framework, by: User) -> None:
    """To the bin, with its items and their ties as long as it lies there."""
    move_to_bin(record=framework, by=by, expected_version=framework.version)


@transaction.atomic
def remove_item(*, item: FrameworkItem, by: User) -> None:
    """To the bin. Raises TransitionRefused where something hangs on it."""
    tied = Crosswalk.objects.present().filter(item=item).values_list("goal__code", flat=True)
    if tied:
        sentence = _("Punkten är kopplad till %(goals)s. Ta bort kopplingarna först.")
        raise TransitionRefused(sentence % {"goals": ", ".join(tied)})
    if item.children.filter(removed_at=None).exists():
        raise TransitionRefused(_("Det finns punkter under den här. Ta bort dem först."))
    move_to_bin(record=item, by=by, expected_version=item.version)


def tie(*, crosswalk: Crosswalk, by: User) -> None:
    """Raises ValidationError."""
    create_record(record=crosswalk, by=by)


def change_tie(*, crosswalk: Crosswalk, by: User, expected_version: int) -> None:
    """What is said of it; another goal or item is another tie. Raises ValidationError and Conflict."""
    save_record(record=crosswalk, by=by, expected_version=expected_version)


def untie(*, crosswalk: Crosswalk, by: User) -> None:
    move_to_bin(record=crosswalk, by=by, expected_version=crosswalk.version)
