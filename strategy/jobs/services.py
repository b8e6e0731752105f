"""Background work that no kill can lose: reports now; imports, mail and exports the same way.

A job is a row (`strategy.jobs.models.Job`). To ask for one is to write it and, on commit, ring for a worker. A worker
claims it by a conditional update, renews its lease while it works, and publishes in the transaction that ends the job,
so that it is done once however often it was begun. Beat's `sweep` puts back what a dead worker left, and rings again
for what nobody heard. Nothing here trusts the broker.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from strategy.decision.models import Strategy
from strategy.jobs.models import Job, JobQuerySet, SignOfLife
from strategy.people.models import User
from strategy.records.log.audit import in_task

logger = structlog.get_logger()

RING_AGAIN_AFTER = timedelta(seconds=2 * settings.JOB_SWEEP_SECONDS)


class LostJob(Exception):
    """Somebody else has the job now, or it has ended: whoever sees this must publish nothing."""


class CancelledJob(Exception):
    """A person has asked for the work to stop."""


class JobHandler:
    """What a kind of job does. The setting JOBS names one class a kind."""

    def run(self, run: "Run") -> None:
        """Does the work and publishes it inside `run.finishing()`."""
        raise NotImplementedError

    def follow(self, job: Job) -> None:
        """Lets the thing worked on follow the job's new state, in the same transaction. Not called for *done*."""

    def reason_for(self, error: BaseException) -> str:
        """Why it failed, in a sentence for the person who asked; empty for the general one."""
        return ""


class Run:
    """One claim on one job: what its handler reports through, and publishes by."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def tell(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Says how far it has come, and renews the lease. Raises LostJob and CancelledJob."""
        now = timezone.now()
        told = {"step": step, "done": done, "total": total}
        self.require(self.own().update(heartbeat_at=now, lease_until=Job.lease_from(now), **told))
        if self.own().filter(cancelled_by__isnull=False).exists():
            raise CancelledJob

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """One transaction: what is published in it stands if and only if the job is done. Raises LostJob."""
        with transaction.atomic():
            now = timezone.now()
            ended = {"state": Job.State.DONE, "ended_at": now, "heartbeat_at": now, "step": "", "claim": None}
            self.require(self.own().filter(cancelled_by=None).update(**ended))
            yield

    def own(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job.pk, claim=self.job.claim, state=Job.State.RUNNING)

    def require(self, rows: int) -> None:
        if rows == 1:
            return
        if self.own().filter(cancelled_by__isnull=False).exists():
            raise CancelledJob
        raise LostJob


def handler_of(kind: str) -> JobHandler:
    handler: JobHandler = import_string(settings.JOBS[kind])()
    return handler


# ------------------------------------------------------------------ asking


@transaction.atomic
def enqueue(*, kind: str, subject_id: int, strategy: Strategy | None, by: User | None, aloud: bool = True) -> Job:
    """The job that is waiting or running for the subject; a new one where there is none.

    `aloud` rings for a worker on commit; a program that will run the job itself asks quietly.
    """
    live = Job.objects.of(kind, subject_id).live().first()
    if live is not None:
        return live
    job = Job.objects.create(kind=kind, subject_id=subject_id, strategy=strategy, created_by=by, rung_at=timezone.now())
    handler_of(kind).follow(job)
    if aloud:
        ring_on_commit(job)
    return job


def ring_on_commit(job: Job) -> None:
    transaction.on_commit(partial(ring, job.pk), robust=True)


def ring(job_id: int) -> bool:
    return wake("strategy.jobs.tasks.run_job", job_id)


def wake(task: str, number: int) -> bool:
    """Tells a worker, by the task's name, which row is to be seen to. A broker that is down changes nothing but the
    waiting: the sweep that goes with the task rings again.
    """
    try:
        import_string(task).apply_async((number,), retry=False)
    except Exception:
        logger.warning("the broker did not take the message; the sweep will ring again", task=task, number=number)
        return False
    return True


@transaction.atomic
def cancel(*, job: Job, by: User) -> bool:
    """Ends what waits at once; what runs stops at its next step. Answers False where it had ended already."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if waiting.update(state=Job.State.CANCELLED, ended_at=now, cancelled_by=by):
        follow(job)
        return True
    return bool(Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancelled_by=by))


# ------------------------------------------------------------------ working


def execute(job_id: int) -> None:
    """Runs a queued job to its end. Does nothing where another worker was faster; a failure stands in the row."""
    job = claim(job_id)
    if job is None:
        return
    handler, run = handler_of(job.kind), Run(job)
    with heartbeat(run), in_task(job.kind):
        try:
            handler.run(run)
        except LostJob:
            logger.warning("another worker has taken the job over", job_id=job_id)
        except CancelledJob:
            end(run, Job.State.CANCELLED, _("Arbetet avbröts."))
        except BaseException as error:
            logger.exception("the job failed", job_id=job_id, attempt=job.attempt)
            end(run, Job.State.FAILED, handler.reason_for(error) or general_reason(error))
            if not isinstance(error, Exception):
                raise


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """The job, now this worker's alone; None where it is not queued or somebody else came first."""
    now = timezone.now()
    queued = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
    taken = {"claim": uuid4(), "lease_until": Job.lease_from(now), "heartbeat_at": now, "started_at": now}
    begun = {"step": "", "done": 0, "total": None, "failure": ""}
    if queued.update(state=Job.State.RUNNING, **taken, **begun) != 1:
        return None
    job = Job.objects.get(pk=job_id)
    job.attempt += 1
    Job.objects.filter(pk=job_id).update(attempt=job.attempt)
    handler_of(job.kind).follow(job)
    return job


@contextmanager
def heartbeat(run: Run) -> Iterator[None]:
    """Renews the lease from a thread beside the work, which may be silent for long."""
    stopped = threading.Event()
    thread = threading.Thread(target=beat, args=[run, stopped], name=f"heartbeat-{run.job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=settings.JOB_LEASE_SECONDS)


def beat(run: Run, stopped: threading.Event) -> None:
    try:
        while not stopped.wait(settings.JOB_LEASE_SECONDS / 3):
            now = timezone.now()
            try:
                run.own().update(heartbeat_at=now, lease_until=Job.lease_from(now))
            except DatabaseError:
                connection.close()  # the next beat tries with a new one
    finally:
        connections.close_all()


def end(run: Run, state: str, reason: str) -> None:
    """Writes down how it ended, over a new connection where the old one is broken."""
    for last_try in (False, True):
        try:
            write_end(run, state, reason)
        except DatabaseError:
            if last_try:
                logger.exception("how the job ended could not be written; its lease will run out", job_id=run.job.pk)
            elif not connection.in_atomic_block:
                close_old_connections()
                connection.close()
        else:
            return


@transaction.atomic
def write_end(run: Run, state: str, reason: str) -> None:
    ended = {"state": state, "failure": reason, "ended_at": timezone.now(), "claim": None, "step": ""}
    if run.own().update(**ended):
        follow(run.job)


def follow(job: Job) -> None:
    job.refresh_from_db()
    handler_of(job.kind).follow(job)


def general_reason(error: BaseException) -> str:
    match error:
        case SoftTimeLimitExceeded():
            return _("Det tog för lång tid. Försök igen när det är lugnare.")
        case MemoryError():
            return _("Minnet räckte inte. Dela upp arbetet, eller be driften ge det mer minne.")
        case DatabaseError():
            return _("Förbindelsen med databasen bröts. Försök igen.")
        case OSError():
            return _("Filen kunde inte sparas. Be driften se över lagringsutrymmet och försök sedan igen.")
    return _("Något gick fel. Försök igen, och säg till driften om det händer på nytt.")


# ------------------------------------------------------------------ what was left


def sweep() -> None:
    """Puts back what a dead worker left, at most as often as a job may be tried, and rings for what nobody heard."""
    now = timezone.now()
    SignOfLife.give("sweep", now)
    for job in Job.objects.abandoned(now):
        put_back(job)
    for job in Job.objects.unheard(now - RING_AGAIN_AFTER):
        if ring(job.pk):
            Job.objects.filter(pk=job.pk).update(rung_at=now)


@transaction.atomic
def put_back(job: Job) -> None:
    now = timezone.now()
    same = Job.objects.abandoned(now).filter(pk=job.pk, claim=job.claim)
    if job.cancelled_by_id is not None:
        ended = {"state": Job.State.CANCELLED, "failure": _("Arbetet avbröts."), "ended_at": now}
    elif job.attempt >= Job.MOST_ATTEMPTS:
        stopped = _("Arbetet stannade %(attempts)s gånger utan att bli klart. Försök igen, och säg till driften.")
        ended = {"state": Job.State.FAILED, "failure": stopped % {"attempts": job.attempt}, "ended_at": now}
    else:
        ended = {"state": Job.State.QUEUED, "rung_at": now}
    if same.update(claim=None, lease_until=None, step="", **ended):
        follow(job)
        if job.state == Job.State.QUEUED:
            ring_on_commit(job)
