"""The registrar's list: what is an official document (allmän handling) and lacks a registry number.

By the Freedom of the Press Act (TF 2 kap.) a document is official when it is kept and has been received or drawn up;
OSL 5:1 has it registered without delay. What that is here:

- received (TF 2:9): an observation from the moment it was sent in, withdrawn and declined ones too; a request for
  disclosure; what an organisation answers to a request, proposes for the work plan or reports of its lines; a meeting's
  report home, pasted in or attached; a written contact that has taken place.
- drawn up (TF 2:10), when it is adjusted or otherwise finished: a meeting that is minuted; a head's approval of a
  round's judgements, which are registered together as they are decided; a report that is approved; an adopted version
  of the work plan; a contribution that is decided; a decision on a request for disclosure.
- sent (TF 2:10, expedierad): a report, once for each receiver; each version of an instruction, to the
  delegation; a request to agencies and missions.

Not on the list: drafts and what is proposed (working material, TF 2:12); interventions, commitments, attached files,
what an observation's writer is answered and what a request's receiver is asked besides, which are parts of the meeting,
observation or request that is registered; figures quoted from the decision itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Value
from django.utils import timezone

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.kinds import RegisteredKind, registered_kinds


@dataclass(frozen=True)
class Unregistered:
    """Something that waits for its number."""

    kind: RegisteredKind
    thing: Any

    @property
    def about(self) -> str:
        return self.kind.registration.about(self.thing)

    @property
    def other(self) -> str:
        return self.kind.registration.other(self.thing)

    @property
    def address(self) -> str:
        return self.kind.registration.address(self.thing)

    @property
    def dated(self) -> date | None:
        """The Swedish day."""
        moment: date | datetime | None = self.thing.dated
        return timezone.localdate(moment) if isinstance(moment, datetime) else moment

    @property
    def version(self) -> int:
        """What was read; 0 for what is sealed and has no versions."""
        return int(getattr(self.thing, "version", 0))

    @property
    def marking(self) -> str:
        return str(getattr(self.thing, "effective_classification", ""))

    @property
    def marking_label(self) -> str:
        return self.thing.get_effective_classification_display() if self.marking else ""


def counts(user: User, strategy: Strategy) -> dict[str, int]:
    """How many of each kind wait, in the order of the kinds."""
    number = Count("pk", distinct=True)
    first, *others = [
        kind.unregistered(user, strategy).order_by().values(noun=Value(noun)).annotate(waiting=number)
        for noun, kind in registered_kinds().items()
    ]
    found = dict(first.union(*others, all=True).values_list("noun", "waiting"))
    return {noun: found[noun] for noun in registered_kinds()}


def waiting(user: User, strategy: Strategy, chosen: Iterable[RegisteredKind] | None = None) -> Iterator[Unregistered]:
    """Everything that waits, kind by kind, or of the chosen ones."""
    for kind in registered_kinds().values() if chosen is None else chosen:
        for thing in kind.unregistered(user, strategy).iterator(chunk_size=500):
            yield Unregistered(kind, thing)
