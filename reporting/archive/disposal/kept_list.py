"""What has been disposed of, told outside of the database too: a backup from before then is restored without it.

One file a decision in the store, and all of them in one beside each backup. An entry holds the decision, the names of
the two who made it, and which numbers went; nothing of what they said.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reporting.archive.disposal.models import DisposalDecision
from strategy.people.models import User
from strategy.tools.storage import published

FOLDER = "disposals"
BESIDE = "disposals.jsonl"

Entry = dict[str, Any]


def tell(decision: DisposalDecision) -> None:
    """Written over with every new state, in one step. Raises OSError and what the store raises."""
    content = json.dumps(entry_of(decision), ensure_ascii=False).encode()
    default_storage.save(f"{FOLDER}/{decision.pk}.json", ContentFile(content))


def entry_of(decision: DisposalDecision) -> Entry:
    people = User.objects.filter(pk__in=[decision.proposed_by_id, decision.confirmed_by_id])
    [told] = json.loads(serializers.serialize("json", [decision]))
    return {"origin": origin(), "decision": told, "people": dict(people.values_list("pk", "name"))}


def origin() -> str:
    """Tells this material from another installation's, whose numbers mean other things: when its first account was
    made, to the microsecond."""
    return User.objects.earliest("pk").joined_at.isoformat()


def entries() -> Iterator[Entry]:
    with suppress(FileNotFoundError):
        for name in sorted(default_storage.listdir(FOLDER)[1]):
            with default_storage.open(f"{FOLDER}/{name}") as content:
                yield json.loads(content.read())


def write_beside(backup: Path) -> None:
    with published(backup.parent / BESIDE) as out:
        for entry in entries():
            out.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")


def entries_beside(backup: Path) -> Iterator[Entry]:
    with suppress(FileNotFoundError):
        for line in (backup.parent / BESIDE).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
