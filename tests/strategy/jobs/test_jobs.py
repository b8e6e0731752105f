"""The row is the truth: who has a job, for how long, and what becomes of it."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.jobs.services import CancelledJob, JobHandler, LostJob, Run
from strategy.jobs.tasks import memory_limited, run_job
from strategy.people.models import User

pytestmark = [pytest.mark.both, pytest.mark.django_db]

RAN: list[int] = []
FOLLOWED: list[str] = []


class Handler(JobHandler):
    """Notes that it ran; subject 13 brings bad luck."""

    def run(self, run: Run) -> None:
        RAN.append(run.job.subject_id)
        run.tell("work", 1, 2)
        if run.job.subject_id == 13:
            raise ValueError("unlucky")
        with run.finishing():
            pass

    def follow(self, job: Job) -> None:
        FOLLOWED.append(job.state)

    def reason_for(self, error: BaseException) -> str:
        return "Otur." if isinstance(error, ValueError) else ""


@pytest.fixture(autouse=True)
def kind(settings: Any) -> None:
    settings.JOBS = {"trial": f"{__name__}.Handler"}
    RAN.clear()
    FOLLOWED.clear()


def enqueue(strategy: Strategy, subject_id: int = 7, by: User | None = None) -> Job:
    return jobs.enqueue(kind="trial", subject_id=subject_id, strategy=strategy, by=by, aloud=False)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_asking_twice_is_one_job(strategy: Strategy) -> None:
    assert enqueue(strategy) == enqueue(strategy)
    assert enqueue(strategy, 8).subject_id == 8
    assert FOLLOWED == ["queued", "queued"]


def test_the_database_holds_one_live_job_a_subject(strategy: Strategy) -> None:
    enqueue(strategy)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="trial", subject_id=7)


def test_running_ends_it_and_running_again_does_nothing(strategy: Strategy) -> None:
    job = enqueue(strategy)
    jobs.execute(job.pk)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.claim, job.failure) == ("done", 1, None, "")
    assert RAN == [7]
    assert FOLLOWED == ["queued", "running"]


def test_only_one_worker_claims(strategy: Strategy) -> None:
    job = enqueue(strategy)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    assert claimed.attempt == 1
    assert jobs.claim(job.pk) is None


def test_a_failure_says_why(strategy: Strategy) -> None:
    job = enqueue(strategy, 13)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure, job.claim) == ("failed", "Otur.", None)
    assert FOLLOWED == ["queued", "running", "failed"]
    assert enqueue(strategy, 13) != job


def test_telling_renews_the_lease(strategy: Strategy) -> None:
    job = enqueue(strategy)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    Run(claimed).tell("page", 3, 9)
    job.refresh_from_db()
    assert (job.step, job.done, job.total) == ("page", 3, 9)
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS / 2)


def test_what_a_dead_worker_left_is_put_back_until_it_is_given_up(strategy: Strategy) -> None:
    job = enqueue(strategy)
    for attempt in (1, 2, 3):
        assert jobs.claim(job.pk) is not None
        jobs.sweep()
        job.refresh_from_db()
        assert (job.state, job.attempt) == ("running", attempt)  # the lease still holds
        expire(job)
        jobs.sweep()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.failure.startswith("Arbetet stannade 3 gånger")
    assert ["queued", *(["running", "queued"] * 2), "running", "failed"] == FOLLOWED


def test_who_lost_the_lease_publishes_nothing(strategy: Strategy) -> None:
    job = enqueue(strategy)
    first = jobs.claim(job.pk)
    assert first is not None
    expire(job)
    jobs.sweep()
    second = jobs.claim(job.pk)
    assert second is not None
    with pytest.raises(LostJob):
        Run(first).tell("page")
    with pytest.raises(LostJob), Run(first).finishing():
        pytest.fail("published by two")
    with Run(second).finishing():
        pass
    job.refresh_from_db()
    assert job.state == "done"


def test_what_waits_is_cancelled_at_once(strategy: Strategy, officer: User) -> None:
    job = enqueue(strategy)
    assert jobs.cancel(job=job, by=officer)
    assert not jobs.cancel(job=job, by=officer)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.cancelled_by, RAN) == ("cancelled", officer, [])


def test_what_runs_is_cancelled_at_its_next_step(strategy: Strategy, officer: User) -> None:
    claimed = jobs.claim(enqueue(strategy).pk)
    assert claimed is not None
    assert jobs.cancel(job=claimed, by=officer)
    with pytest.raises(CancelledJob):
        Run(claimed).tell("page")
    with pytest.raises(CancelledJob), Run(claimed).finishing():
        pytest.fail("published though cancelled")


def test_a_cancelled_job_whose_worker_died_is_not_tried_again(strategy: Strategy, officer: User) -> None:
    job = enqueue(strategy)
    assert jobs.claim(job.pk) is not None
    jobs.cancel(job=job, by=officer)
    expire(job)
    jobs.sweep()
    job.refresh_from_db()
    assert job.state == "cancelled"


# ------------------------------------------------------------------ the bell


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The broker's place: what was rung for."""
    rung: list[int] = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **options: rung.extend(args))
    return rung


def test_the_bell_rings_when_the_row_is_there(
    strategy: Strategy, bell: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(kind="trial", subject_id=7, strategy=strategy, by=None)
        assert bell == []
    assert bell == [job.pk]


def test_a_broker_that_is_down_stops_nobody(strategy: Strategy, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(run_job, "apply_async", down)
    assert not jobs.ring(enqueue(strategy).pk)


def test_what_nobody_heard_is_rung_for_again(strategy: Strategy, bell: list[int]) -> None:
    heard, unheard = enqueue(strategy, 1), enqueue(strategy, 2)
    Job.objects.filter(pk=unheard.pk).update(rung_at=timezone.now() - jobs.RING_AGAIN_AFTER * 2)
    jobs.sweep()
    jobs.sweep()
    assert bell == [unheard.pk]
    assert heard.pk not in bell


# ------------------------------------------------------------------ limits


@pytest.mark.django_db(transaction=True)
def test_a_silent_job_keeps_its_lease(strategy: Strategy, settings: Any) -> None:
    """The heartbeat comes from a thread of its own, over a connection of its own."""
    settings.JOB_LEASE_SECONDS = 3
    job = enqueue(strategy)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    with jobs.heartbeat(Run(claimed)):
        for _ in range(5):
            time.sleep(1)
            jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("running", 1)


def test_too_much_memory_is_a_failure_and_not_a_death() -> None:
    with memory_limited(megabytes=2000), pytest.raises(MemoryError):
        bytearray(4000 * 1024 * 1024)
    assert len(bytearray(1024)) == 1024


def test_queries_of_a_sweep_do_not_depend_on_what_waits(
    strategy: Strategy, bell: list[int], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        enqueue(strategy, number)
    with django_assert_max_num_queries(3):
        jobs.sweep()
    assert connection.in_atomic_block
