"""Many records at once leave what one by one leaves: in the tables, the history and the log."""

from collections.abc import Iterator
from typing import Any

import pytest

from dialogue.observations.models import Observation
from dialogue.observations.services import save_draft
from strategy.decision.models import MandateArea
from strategy.people.models import User
from strategy.records.bulk import create_records
from strategy.records.history import versions_of
from strategy.records.log.models import AuditEntry
from tests.making import DAY, Making

WITHOUT = {"id", "history_relation_id", "created_at", "updated_at", "history_id", "history_date"}


def observation(make: Making, contact: User, **fields: Any) -> Observation:
    organisation = contact.memberships.get().organisation
    begun = {"strategy": make.strategy, "author": contact, "organisation": organisation, "observed_on": DAY}
    return Observation(title="Samordningen", text="Varje vecka.", **begun | fields)


@pytest.mark.both
def test_many_are_as_one_by_one(make: Making, contact: User) -> None:
    tied = [[make.goal("i.3"), make.goal("ii.5")], []]
    areas = [[], [*MandateArea.objects.filter(strategy=make.strategy)[:2]]]
    singly = [observation(make, contact), observation(make, contact, classification="open")]
    for one, goals, parts in zip(singly, tied, areas, strict=True):
        save_draft(observation=one, goals=goals, mandate_areas=parts, by=contact)
    together = [observation(make, contact), observation(make, contact, classification="open")]
    create_records(records=together, ties={"goals": tied, "mandate_areas": areas}, by=contact)

    for one, other in zip(together, singly, strict=True):
        assert dict(flat(told(one))) == dict(flat(told(other)))


def flat(found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", held) for inner, held in value.items())
        else:
            yield name, value


def told(record: Observation) -> dict[str, Any]:
    record = Observation.objects.get(pk=record.pk)
    version = versions_of(record.history.all())[0]
    entry = AuditEntry.objects.get(object_id=record.pk, verb="created", content_type__model="observation")
    row = record.history.get(history_id=entry.history_id)
    return {
        "row": values(record),
        "goals": [goal.code for goal in record.goals.all()],
        "version": {name: value for name, value in values(version).items() if name != "history_type"},
        "goals in version": sorted(tie.goal.code for tie in version.goals.all()),
        "first": row.history_type,
        "entry": [entry.label, entry.version, entry.by, entry.is_private, entry.strategy, entry.details],
    }


def values(row: Any) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in WITHOUT}
