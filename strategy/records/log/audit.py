"""The log: who did what to which thing, and when. One way in, `note`, called in the transaction that it tells of.

An entry holds no contents and no address. What stood before and after is in the history, which it points to.
"""

import getpass
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.management import BaseCommand
from django.db.models import Model

from strategy.decision.models import Strategy
from strategy.people.history import AboutAccounts
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.log.models import AuditEntry, Through, Verb
from strategy.records.log.sightings import Seen
from strategy.records.markings import is_secret
from strategy.records.models import Record

LONGEST_DETAIL = 100
MOST_NUMBERS = 200  # of secret things on one page; the rest is counted


@dataclass(frozen=True)
class Means:
    """By what means something is done: a page, a command with whoever runs it, a task."""

    through: Through
    program: str = ""
    operator: str = ""


means: ContextVar[Means | None] = ContextVar("by what means", default=None)


def means_now() -> Means:
    """Outside of pages, commands of ours and tasks, somebody at a terminal is at work."""
    return means.get() or Means(Through.COMMAND, Path(sys.argv[0]).name[:60], operator())


@contextmanager
def by_means_of(chosen: Means) -> Iterator[None]:
    token = means.set(chosen)
    try:
        yield
    finally:
        means.reset(token)


@contextmanager
def in_task(kind: str) -> Iterator[None]:
    """A task that a command runs in its own process is the command's doing."""
    outer = means.get()
    with by_means_of(outer if outer and outer.through == Through.COMMAND else Means(Through.TASK, kind)):
        yield


def operator() -> str:
    try:
        return getpass.getuser()[:100]
    except (KeyError, OSError):  # a container's user may have no name
        return ""


class LoggedCommand(BaseCommand):
    """A command whose writes say in the log that it made them, and whose account ran it."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        program = self.__module__.rpartition(".")[2]
        with by_means_of(Means(Through.COMMAND, program, operator())):
            return super().execute(*args, **options)


def note(**told: Any) -> AuditEntry:
    """Appends an entry, as `entry` says it."""
    appended = entry(**told)
    appended.save(force_insert=True)
    return appended


def entry(
    *,
    verb: Verb | str,
    thing: Model | None,
    by: User | None,
    strategy: Strategy | None = None,
    label: str | None = None,
    details: Mapping[str, Any] | None = None,
    history_id: int | None = None,
    about_account: bool | None = None,
) -> AuditEntry:
    """Without a `label` it is the thing's name, where that may be told.

    `details` are few and short: states, formats, keys, numbers; never anything that somebody wrote.
    """
    how = means_now()
    private = isinstance(thing, Record) and thing.is_its_writers_alone
    named = name_of(thing) if label is None else label
    return AuditEntry(
        strategy_id=strategy.pk if strategy is not None else strategy_id_of(thing),
        by=by,
        through=how.through,
        program=how.program,
        operator=how.operator,
        verb=str(verb),
        content_type=ContentType.objects.get_for_model(thing) if thing is not None else None,
        object_id=thing.pk if thing is not None else None,
        label="" if private else named[:200],
        version=thing.version if isinstance(thing, Record) else None,
        history_id=history_id,
        details=safe(details or {}),
        about_account=is_about_account(thing) if about_account is None else about_account,
        is_private=private,
    )


def note_record(*, record: Record, verb: Verb, by: User | None, details: Mapping[str, Any] | None = None) -> None:
    """Of a record that has just been saved: points to the row that its history got."""
    rows = type(record).history.filter(id=record.pk).order_by("-history_id")
    row = rows.values_list("history_id", flat=True).first()
    note(verb=verb, thing=record, by=by, details=details, history_id=row)


def note_sightings(*, seen: Seen, thing: Model | None, page: str, strategy: Strategy | None, by: User | None) -> None:
    """One entry for one look at a page: of the thing that the page is about, or of the page where that is none."""
    secret = {noun_of(cast(type[Record], model)): sorted(numbers) for model, numbers in seen.items()}
    is_about_it = thing is not None and thing.pk in seen.get(type(thing), set())
    note(
        verb=Verb.READ if is_about_it else Verb.LISTED,
        thing=thing,
        by=by,
        strategy=strategy,
        details={"page": page, "secret": fewer(secret), "count": sum(map(len, secret.values()))},
        about_account=False,
    )


def fewer(numbers: dict[str, list[int]]) -> dict[str, list[int]]:
    left, kept = MOST_NUMBERS, {}
    for noun, found in sorted(numbers.items()):
        if left > 0:
            kept[noun] = found[:left]
            left -= len(found)
    return kept


def strategy_id_of(thing: Model | None) -> int | None:
    if isinstance(thing, Strategy):
        return thing.pk
    found: int | None = getattr(thing, "strategy_id", None)
    return found


def is_about_account(thing: Model | None) -> bool:
    return thing is None or isinstance(thing, AboutAccounts)


def name_of(thing: Model | None) -> str:
    """What the thing is called; nothing for a secret one, whose name is part of what is secret."""
    if thing is None or (isinstance(thing, Record) and is_secret(thing)):
        return ""
    return thing.name_in_log if isinstance(thing, AboutAccounts) else str(thing)


def safe(details: Mapping[str, Any]) -> dict[str, Any]:
    """Raises ValueError for what is no detail: a text of any length is somebody's words."""
    return {name: require_short(value) for name, value in details.items()}


def require_short(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str() if len(value) <= LONGEST_DETAIL:
            return str(value)
        case list() | tuple():
            return [require_short(part) for part in value]
        case dict():
            return {str(name): require_short(part) for name, part in value.items()}
    raise ValueError("the log holds no contents")
