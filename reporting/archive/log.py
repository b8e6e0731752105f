"""The log in words, for one reader: each entry with what it is about, and the way to its history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from strategy.access import Classification
from strategy.people.history import AboutAccounts
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.kinds import RecordKind, kinds, other_kinds
from strategy.records.lists import AT_A_TIME, in_portions
from strategy.records.log.models import AuditEntry, AuditEntryQuerySet, Through, Verb
from strategy.records.log.sightings import looking_away
from strategy.records.markings import is_secret
from strategy.records.models import Record
from strategy.tools.navigation import navigation
from strategy.web.pages import PER_PAGE
from strategy.web.tables import Column


@dataclass(frozen=True)
class LogLine:
    """`name` is empty where it may not be told: the kind and the number are left."""

    entry: AuditEntry
    who: str
    means: str
    verb: str
    kind: str
    name: str
    belongs_to: str
    url: str
    more: str

    @property
    def number(self) -> str:
        return str(self.entry.object_id or "")


def lines(entries: Sequence[AuditEntry], user: User) -> list[LogLine]:
    """Three questions to the database for each kind of record among them, however many they are."""
    readable = things_behind(entries, user)
    return [line(entry, readable) for entry in entries]


def things_behind(entries: Iterable[AuditEntry], user: User) -> dict[tuple[int, int], Record]:
    """By content type and id: those whose history this person may read, in the bin too."""
    wanted: dict[tuple[int, str], set[int]] = {}
    for entry in entries:
        kind = kind_of(entry)
        if kind is not None and entry.object_id is not None and entry.content_type_id is not None:
            wanted.setdefault((entry.content_type_id, kind.noun), set()).add(entry.object_id)
    found = {}
    for (type_id, noun), ids in wanted.items():
        things = kinds()[noun].objects.filter(pk__in=ids)
        seen = Q(pk__in=things.with_history_for(user).values("pk")) | Q(pk__in=things.in_bin_for(user).values("pk"))
        with looking_away():  # the log names nothing secret
            for thing in things.filter(seen).select_related(*kinds()[noun].ties):
                found[type_id, thing.pk] = thing
    return found


def kind_of(entry: AuditEntry) -> RecordKind | None:
    model: Any = entry.content_type.model_class() if entry.content_type else None
    return kinds().get(noun_of(model)) if model is not None and issubclass(model, Record) else None


def line(entry: AuditEntry, readable: dict[tuple[int, int], Record]) -> LogLine:
    kind = kind_of(entry)
    thing = readable.get((entry.content_type_id or 0, entry.object_id or 0))
    name, parent, url = entry.label, "", ""
    if kind is not None:
        open_thing = thing if thing is not None and not is_secret(thing) else None
        name = entry.label if open_thing else ""
        parent = str(next(iter(kind.parents_of(open_thing)), "")) if open_thing else ""
        url = history_at(kind.noun, entry, thing) if thing is not None else ""
    elif entry.content_type is not None:
        url = address_of(entry)
    return LogLine(entry, who(entry), means(entry), verb(entry), kind_name(entry), name, parent, url, more(entry))


def address_of(entry: AuditEntry) -> str:
    """Of what is no record and has a page of its own; accounts are looked up elsewhere."""
    model: Any = other_kinds().get(entry.content_type.model if entry.content_type else "")
    if model is None or issubclass(model, AboutAccounts) or not hasattr(model, "get_absolute_url"):
        return ""
    return str(model(pk=entry.object_id).get_absolute_url())


def history_at(noun: str, entry: AuditEntry, thing: Record) -> str:
    """The history, on the page where the version stands: the newest are first, and each version is one row."""
    address = reverse("reporting:history", args=[noun, entry.object_id])
    if entry.version is None:
        return address
    page = (thing.version - entry.version) // PER_PAGE + 1
    return f"{address}{f'?page={page}' if page > 1 else ''}#version-{entry.version}"


def who(entry: AuditEntry) -> str:
    if entry.by is not None:
        return str(entry.by)
    return _("okänd") if entry.through == Through.PAGE else _("ingen person")


def means(entry: AuditEntry) -> str:
    """The command, with whose account on the machine ran it, or the task; nothing for a page."""
    if entry.through == Through.PAGE:
        return ""
    told = " ".join(filter(None, [str(Through(entry.through).label), entry.program]))
    return f"{told} ({entry.operator})" if entry.operator else told


def verb(entry: AuditEntry) -> str:
    return str(Verb(entry.verb).label) if entry.verb in Verb.values else entry.verb


def kind_name(entry: AuditEntry) -> str:
    if entry.content_type is None:
        page = str(entry.details.get("page", ""))
        return navigation().name_of(page) if page else ""
    kind = kind_of(entry)
    if kind is not None:
        return str(kind.label)
    model: Any = entry.content_type.model_class()
    return str(model._meta.verbose_name if model else entry.content_type.model)


def more(entry: AuditEntry) -> str:
    """The details in words."""
    told, parts = entry.details, []
    if "to" in told:
        states = states_of(entry)
        parts.append(f"{states.get(told.get('from'), told.get('from'))} → {states.get(told['to'], told['to'])}")
    if told.get("organisations"):
        parts.append(_("till %(organisations)s") % {"organisations": ", ".join(told["organisations"])})
    if "format" in told:
        parts.append(str(told["format"]).upper())
    if "marking" in told:
        parts.append(_("kopian som %(marking)s") % {"marking": Classification(told["marking"]).label})
    if "factor" in told:
        parts.append(str(FACTORS.get(told["factor"], told["factor"])))
    if entry.verb == Verb.LISTED:
        parts.append(ngettext("%(count)s uppgift", "%(count)s uppgifter", told["count"]) % {"count": told["count"]})
    if "rows" in told:
        parts.append(ngettext("%(count)s rad", "%(count)s rader", told["rows"]) % {"count": told["rows"]})
    if "removed" in told:
        parts.append(_("%(count)s borttagna") % {"count": told["removed"]})
    return ", ".join(parts)


def states_of(entry: AuditEntry) -> dict[Any, Any]:
    model: Any = entry.content_type.model_class() if entry.content_type else None
    return dict(model._meta.get_field("state").flatchoices) if model is not None else {}


FACTORS = {
    "password": gettext_lazy("lösenord"),
    "totp": gettext_lazy("app för engångskoder"),
    "webauthn": gettext_lazy("säkerhetsnyckel (passkey)"),
    "recovery_codes": gettext_lazy("reservkoder"),
    "single-sign-on": gettext_lazy("gemensam inloggning"),
    "all": gettext_lazy("andra faktorn borttagen"),
}
LOG_COLUMNS = [
    Column("at", gettext_lazy("När"), lambda line: line.entry.at, "at", 18),
    Column("who", gettext_lazy("Vem"), lambda line: line.who, "by__sort_key", 24),
    Column("means", gettext_lazy("Genom"), lambda line: line.means),
    Column("verb", gettext_lazy("Gjorde"), lambda line: line.verb, "verb", 24),
    Column("kind", gettext_lazy("Slag"), lambda line: capfirst(line.kind), "content_type", 24),
    Column("number", gettext_lazy("Nummer"), lambda line: line.entry.object_id, "object_id", 10),
    Column("name", gettext_lazy("Namn"), lambda line: line.name, width=40),
    Column("belongs_to", gettext_lazy("Hör till"), lambda line: line.belongs_to, width=30),
    Column("version", gettext_lazy("Version"), lambda line: line.entry.version, "version", 8),
    Column("more", gettext_lazy("Mer"), lambda line: line.more, width=30),
]


def all_lines(entries: AuditEntryQuerySet, user: User) -> Iterator[LogLine]:
    """For a file of any length: so many at a time as fit in memory."""
    following = in_portions(entries)
    while portion := list(islice(following, AT_A_TIME)):
        yield from lines(portion, user)
