"""What a disposal decision would remove for good, and what stays and why. Asked before, asked again while it is done.

Out of the bin goes what lies there since before the day, with everything that hangs on it. What something else leans on
stays, and so does what was submitted by an authority, approved or released, whatever the decision says.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, DO_NOTHING, FileField, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.attachments.models import Attachment
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.requests.parts import AnswerPart
from reporting.archive.disposal.models import DisposalDecision
from strategy.accounts.entry.models import Session
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.kinds import kinds
from strategy.records.log.models import AuditEntry
from strategy.records.models import Record

Ids = dict[type[Model], set[int]]
DISCARDED = (Observation, Addition, AnswerPart)  # drafts of these are their writers' alone
AT_A_TIME = 500  # ids in one question: SQLite takes 32,766 values at most


@dataclass(frozen=True)
class KeptInBin:
    """Something in the bin that stays, and the kind of thing that leans on it; none where it is itself to be kept."""

    model: type[Model]
    pk: int
    because_of: type[Model] | None


@dataclass(frozen=True)
class Plan:
    """What goes, by model; and what lies in the bin and stays."""

    going: Ids
    kept: list[KeptInBin] = field(default_factory=list)

    @property
    def counted(self) -> dict[type[Model], list[int]]:
        """In a set order, without the tables that only tie two things together."""
        shown = {model: sorted(ids) for model, ids in self.going.items() if ids and not model._meta.auto_created}
        return dict(sorted(shown.items(), key=lambda part: place_of(part[0])))

    @property
    def total(self) -> int:
        return sum(map(len, self.counted.values()))

    def in_order(self) -> list[type[Model]]:
        """What leans on something goes before what it leans on."""
        waiting, order = set(self.going), []
        while waiting:
            free = {model for model in waiting if not leaned_on(model, waiting - {model})}
            chosen = sorted(free or waiting, key=place_of)
            order += chosen
            waiting -= set(chosen)
        return order


def place_of(model: type[Model]) -> tuple[int, str]:
    nouns = [*kinds()]
    noun = noun_of(model) if issubclass(model, Record) else ""
    return (nouns.index(noun) if noun in nouns else len(nouns), model.__name__)


def leaned_on(model: type[Model], others: set[type[Model]]) -> bool:
    return any(relation.related_model in others for relation in relations_to(model))


def relations_to(model: type[Model]) -> list[Any]:
    """The foreign keys of other tables that lead here; a history's do not count, they hold nothing fast."""
    fields: Iterable[Any] = model._meta.get_fields(include_hidden=True)
    return [
        found
        for found in fields
        if found.auto_created and not found.concrete and (found.one_to_many or found.one_to_one)
        if found.on_delete is not DO_NOTHING
    ]


# ------------------------------------------------------------------ the bin


def bin_plan(decision: DisposalDecision, nouns: Iterable[str]) -> Plan:
    return plan_for(decision, [kinds()[noun].objects.all().in_bin() for noun in nouns])


def discarded_plan(decision: DisposalDecision) -> Plan:
    """What contacts threw away and has never been anybody else's: drafts, and files before they were sent."""
    return plan_for(decision, [model.objects.all().thrown_away() for model in (*DISCARDED, Attachment)])


def plan_for(decision: DisposalDecision, removed: Iterable["QuerySet[Any]"]) -> Plan:
    lying: Ids = {}
    for rows in removed:
        old = rows.filter(strategy=decision.strategy_id, removed_at__lt=decision.cutoff)
        lying[rows.model] = set(old.values_list("pk", flat=True))
    return plan_without_held(lying)


def plan_without_held(lying: Ids) -> Plan:
    """These and what hangs on them, but for what something else leans on. Takes the latter out of `lying`."""
    kept: list[KeptInBin] = []
    while True:
        going, parents = with_what_hangs_on(lying)
        held = dict(held_fast(going))
        if not held:
            return Plan(going, kept)
        for (model, pk), because in reasons(held, parents).items():
            if pk in lying.get(model, ()):
                lying[model].discard(pk)
                kept.append(KeptInBin(model, pk, because))


Thing = tuple[type[Model], int]
Parents = dict[Thing, set[Thing]]
Held = dict[Thing, type[Model] | None]


def with_what_hangs_on(lying: Ids) -> tuple[Ids, Parents]:
    """Everything that would go along, and what each of those hangs on."""
    going: Ids = {model: set(ids) for model, ids in lying.items() if ids}
    parents: Parents = {}
    waiting = [(model, set(ids)) for model, ids in going.items()]
    while waiting:
        model, ids = waiting.pop()
        for relation in relations_to(model):
            if relation.on_delete is not CASCADE:
                continue
            child, found = relation.related_model, set()
            for pk, parent in pointing(relation, ids):
                parents.setdefault((child, pk), set()).add((model, parent))
                if pk not in going.setdefault(child, set()):
                    found.add(pk)
            if found:
                going[child] |= found
                waiting.append((child, found))
    return going, parents


def pointing(relation: Any, ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(id, id it points at) of the rows that point at any of these."""
    model, name = relation.related_model, relation.field.attname
    for some in portions(ids):
        yield from model._base_manager.filter(**{f"{name}__in": some}).values_list("pk", name)


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_A_TIME):
        yield ordered[start : start + AT_A_TIME]


def held_fast(going: Ids) -> Iterator[tuple[Thing, type[Model] | None]]:
    """What of this may not go: with the kind of thing that leans on it, or none where it is of a kind that stays."""
    for model, ids in going.items():
        yield from (((model, pk), None) for pk in to_be_kept(model, ids))
        for relation in relations_to(model):
            if relation.on_delete is CASCADE:
                continue
            other = relation.related_model
            staying = (target for pk, target in pointing(relation, ids) if pk not in going.get(other, ()))
            yield from (((model, target), other) for target in staying)


def to_be_kept(model: type[Model], ids: set[int]) -> Iterator[int]:
    if not issubclass(model, Record) or not any(one.name == "state" for one in model._meta.concrete_fields):
        return
    for some in portions(ids):
        rows: Any = model._base_manager.filter(pk__in=some)
        yield from rows.filter(state__in=model.KEPT_IN).values_list("pk", flat=True)


def reasons(held: Held, parents: Parents) -> Held:
    """These and all that they hang on, since nothing goes without what hangs on it; and why."""
    found, waiting = {}, [*held.items()]
    while waiting:
        thing, because = waiting.pop()
        if thing not in found:
            found[thing] = because
            waiting += ((parent, because) for parent in parents.get(thing, ()))
    return found


# ------------------------------------------------------------------ everything that can be disposed of


Planner = Callable[[DisposalDecision], Plan]


@dataclass(frozen=True)
class DisposalKind:
    """`is_named`: whether the plan says what its things are called, to whoever confirms it."""

    label: Any  # a Promise: it is said in the language of the page
    plan: Planner
    is_named: bool = True


def whole(model: type[Model], find: Callable[[DisposalDecision], "QuerySet[Any]"]) -> Planner:
    """A plan for rows of one table that nothing hangs on."""
    return lambda decision: Plan({model: set(find(decision).values_list("pk", flat=True))})


def material_log(decision: DisposalDecision) -> "QuerySet[AuditEntry]":
    return AuditEntry.objects.older_than(decision.cutoff).filter(strategy=decision.strategy_id, about_account=False)


def sign_ins(decision: DisposalDecision) -> "QuerySet[AuditEntry]":
    """Of those who have never had a role anywhere else: what others' accounts have done is not this strategy's."""
    own = User.objects.of_this_strategy_alone(decision.strategy_id)
    return AuditEntry.objects.older_than(decision.cutoff).comings_and_goings().filter(object_id__in=own.values("pk"))


def ended_jobs(decision: DisposalDecision) -> "QuerySet[Job]":
    return Job.objects.ended_before(decision.cutoff).filter(strategy=decision.strategy_id)


def expired_sessions(decision: DisposalDecision) -> "QuerySet[Session]":
    return Session.objects.filter(expire_date__lt=decision.cutoff)


def attempts_plan(decision: DisposalDecision) -> Plan:
    """What the lockout has counted, where one is installed."""
    if not apps.is_installed("axes"):
        return Plan({})
    models = [apps.get_model("axes", name) for name in ("AccessAttempt", "AccessLog", "AccessFailureLog")]
    old = {model: model._base_manager.filter(attempt_time__lt=decision.cutoff) for model in models}
    return Plan({model: set(rows.values_list("pk", flat=True)) for model, rows in old.items()})


def in_the_bin() -> list[str]:
    """A draft that its writer threw away lies in nobody's bin."""
    return [noun for noun, kind in kinds().items() if kind.model not in DISCARDED]


def disposal_kinds() -> dict[str, DisposalKind]:
    nouns = in_the_bin()
    return {
        "bin": DisposalKind(_("allt i papperskorgen"), lambda decision: bin_plan(decision, nouns)),
        **{
            noun: DisposalKind(kinds()[noun].model._meta.verbose_name, partial(bin_plan, nouns=[noun]))
            for noun in nouns
        },
        "discarded": DisposalKind(_("utkast och filer som kontaktpersoner har kastat"), discarded_plan, is_named=False),
        "log": DisposalKind(_("loggens rader"), whole(AuditEntry, material_log)),
        "sign-ins": DisposalKind(_("loggens in- och utloggningar"), whole(AuditEntry, sign_ins)),
        "attempts": DisposalKind(_("spärrens inloggningsförsök"), attempts_plan),
        "sessions": DisposalKind(_("utgångna sessioner"), whole(Session, expired_sessions)),
        "jobs": DisposalKind(_("avslutade bakgrundsarbeten"), whole(Job, ended_jobs)),
    }


def plan_of(decision: DisposalDecision) -> Plan:
    return disposal_kinds()[decision.kind].plan(decision)


def name_of(model: type[Model]) -> str:
    """What a decision calls it when it tells what went."""
    return noun_of(model) if issubclass(model, Record) else model.__name__


def files_of(model: type[Model], ids: Iterable[int]) -> Iterator[Any]:
    for found in model._meta.concrete_fields:
        if isinstance(found, FileField):
            for row in model._base_manager.filter(pk__in=list(ids)):
                yield getattr(row, found.name)
