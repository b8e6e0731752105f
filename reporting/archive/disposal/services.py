"""Removing for good, under a named decision: put up by one, confirmed by another, done by a job."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.archive.disposal import kept_list
from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import disposal_kinds, files_of, name_of, plan_of, portions
from strategy.jobs.models import Job
from strategy.jobs.services import JobHandler, Run, enqueue
from strategy.people.models import User
from strategy.records.history import many_to_many
from strategy.records.kinds import kind_of
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.models import Record
from strategy.records.refusals import TransitionRefused

State = DisposalDecision.State


@transaction.atomic
def propose_disposal(*, decision: DisposalDecision, by: User) -> None:
    """Puts a decision up for somebody else to confirm. Removes nothing. Raises ValidationError."""
    decision.proposed_by = by
    require_sensible(decision)
    decision.clean()  # sets the moment that the day begins, which `full_clean` then finds
    decision.full_clean()
    decision.save()
    audit.note(verb=Verb.CREATED, thing=decision, by=by, details={"kind": decision.kind})


def require_sensible(decision: DisposalDecision) -> None:
    if decision.kind not in disposal_kinds():
        raise ValidationError({"kind": _("Välj vad som ska gallras.")})
    if decision.older_than > timezone.localdate():
        raise ValidationError({"older_than": _("Dagen har inte varit än.")})


@transaction.atomic
def confirm_disposal(*, decision: DisposalDecision, by: User) -> Job:
    """Begins the removal. Raises TransitionRefused for whoever put it up, and where it no longer waits."""
    if by.pk == decision.proposed_by_id:
        raise TransitionRefused(_("Du lade själv upp beslutet. Någon annan behöver bekräfta det."))
    confirmed = {"state": State.UNDER_WAY, "confirmed_by": by, "confirmed_at": timezone.now()}
    move(decision, State.PROPOSED, **confirmed)
    audit.note(verb=Verb.CONFIRMED, thing=decision, by=by)
    transaction.on_commit(partial(kept_list.tell, decision), robust=True)
    return enqueue(kind="disposal", subject_id=decision.pk, strategy=decision.strategy, by=by)


@transaction.atomic
def withdraw_disposal(*, decision: DisposalDecision, by: User) -> None:
    move(decision, State.PROPOSED, state=State.WITHDRAWN, ended_at=timezone.now())
    audit.note(verb=Verb.ADVANCED, thing=decision, by=by, details={"from": "proposed", "to": "withdrawn"})


@transaction.atomic
def resume_disposal(*, decision: DisposalDecision, by: User) -> Job:
    """Once more, where the job has failed. What it had removed by then is told already."""
    if decision.state != State.UNDER_WAY:
        raise TransitionRefused(_("Läget har ändrats sedan du öppnade sidan. Läs om den och försök igen."))
    return enqueue(kind="disposal", subject_id=decision.pk, strategy=decision.strategy, by=by)


def move(decision: DisposalDecision, expected: str, **changes: Any) -> None:
    if DisposalDecision.objects.filter(pk=decision.pk, state=expected).update(**changes) != 1:
        raise TransitionRefused(_("Läget har ändrats sedan du öppnade sidan. Läs om den och försök igen."))
    decision.refresh_from_db()


def refuse_while_disposed(record: Record) -> None:
    """Raises TransitionRefused for what a confirmed decision is about to remove."""
    of_it = Q(kind="bin") | Q(kind=kind_of(record).noun)
    under_way = DisposalDecision.objects.in_state(State.UNDER_WAY).filter(of_it, strategy=record.strategy_id)
    if under_way.filter(cutoff__gt=record.removed_at).exists():
        raise TransitionRefused(_("Det gallras just nu enligt ett bekräftat beslut och kan inte återställas."))


class DisposalJob(JobHandler):
    """Removes portion by portion, each told in the decision in the transaction that removes it.

    Run again after a kill it plans anew, and so goes on with what is left.
    """

    def run(self, run: Run) -> None:
        decision = DisposalDecision.objects.select_related("strategy", "confirmed_by").get(pk=run.job.subject_id)
        if decision.state == State.UNDER_WAY:
            self.remove_all(run, decision)
        with run.finishing():
            if decision.state == State.UNDER_WAY:
                finish(decision)

    def remove_all(self, run: Run, decision: DisposalDecision) -> None:
        plan, done = plan_of(decision), 0
        total = sum(map(len, plan.going.values()))
        for model in plan.in_order():
            for ids in portions(plan.going[model]):
                run.tell("disposal", done, total)
                remove(decision=decision, model=model, ids=ids)
                done += len(ids)


@transaction.atomic
def remove(*, decision: DisposalDecision, model: type[Model], ids: list[int]) -> None:
    """Rows, their history, their files and what the log calls them; how many and which is told in the decision."""
    told = DisposalDecision.objects.select_for_update().get(pk=decision.pk)
    rows = model._base_manager.filter(pk__in=ids)
    gone = sorted(rows.values_list("pk", flat=True))
    for file in files_of(model, gone):
        file.delete(save=False)
    forget(model, gone)
    for field in model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        if through._meta.auto_created:
            raw_delete(through._base_manager.filter(**{f"{field.m2m_field_name()}__in": gone}))
    raw_delete(rows)
    if gone and not model._meta.auto_created:
        part = told.removed.setdefault(name_of(model), {"count": 0, "ids": []})
        part["count"] += len(gone)
        part["ids"] += ranges(number for number in gone if isinstance(number, int))  # a session's key is no number
        told.save(update_fields=["removed"])


def forget(model: type[Model], ids: list[int]) -> None:
    """What the history and the log say of these. The log's rows stay, without a name."""
    if not issubclass(model, Record):
        return
    AuditEntry.objects.of_things(model, ids).exclude(label="").update(label="")
    history: Any = model.history.model
    versions = history.objects.filter(id__in=ids)
    for name in many_to_many(model):
        raw_delete(getattr(history, name).model.objects.filter(history__in=versions.values("history_id")))
    raw_delete(versions)


def raw_delete(rows: Any) -> None:
    """Without the signals by which a removal would leave a last version of everything in the history."""
    rows._raw_delete(connection.alias)


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """[[1, 3], [7, 7]] for 1, 2, 3, 7."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def finish(decision: DisposalDecision) -> None:
    move(decision, State.UNDER_WAY, state=State.DONE, ended_at=timezone.now())
    details = {"removed": decision.removed_count}
    audit.note(verb=Verb.DISPOSED, thing=decision, by=decision.confirmed_by, details=details)
    kept_list.tell(decision)
