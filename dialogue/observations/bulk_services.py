"""A file of observations becomes one contact's drafts, all of them or none, and is sent by one confirmation."""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dialogue.files.sheets import rows_of
from dialogue.meetings.services import require_takes_dialogue
from dialogue.observations.bulk import MOST_ROWS, TEMPLATE, Accepted, Reader, Reading
from dialogue.observations.models import Observation
from dialogue.observations.services import discard_draft, take_step
from dialogue.observations.sets import ObservationSet
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.jobs.services import JobHandler, Run, enqueue
from strategy.people.models import User
from strategy.records.bulk import Ties, create_records
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.sending.once import made
from strategy.web.downloads import clean_name
from strategy.web.filled_tables import Cells, Problem

MOST_AT_ONCE = 500  # rows that are read while somebody waits
MOST_STEPS_AT_ONCE = 100  # drafts that are sent or discarded meanwhile
TOLD_EVERY = 50
State = ObservationSet.State
Tell = Callable[[int, int], object]


class Refused(Exception):
    """The table is not right: these are its problems, and nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def bring_in(*, strategy: Strategy, file: File[bytes], by: User) -> ObservationSet:
    """The set of the file's drafts; of a long file, one that is being read. A file that is sent again is the same set.

    Raises ValidationError for what is no table, Refused for what is wrong in it, and TransitionRefused.
    """
    require_takes_dialogue(strategy)
    rows = TEMPLATE.filled(rows_of(file, MOST_ROWS + 1))
    file.seek(0)
    content = file.read()
    digest = sha256(content).hexdigest()
    known = ObservationSet.objects.of(by).with_same_file(strategy, digest).first()
    if known is not None and (known.is_under_way or known.visible_observations().exists()):
        return known
    begun = ObservationSet(
        strategy=strategy,
        by=by,
        file_name=clean_name(file.name or ""),
        sha256=digest,
        rows=len(rows),
        state=State.READY,
    )
    if len(rows) > MOST_AT_ONCE:
        return read_later(begun, content, known)
    reading = read(Reader(strategy, by), rows)
    if reading.problems:
        raise Refused(reading.problems)
    return keep(begun, reading.accepted, known)


def read(reader: Reader, rows: Sequence[tuple[int, Cells]], tell: Tell = lambda *_told: None) -> Reading:
    """All of the rows, and everything that is wrong in them."""
    found = Reading()
    for number, answer in enumerate(reader.read(rows)):
        if number % TOLD_EVERY == 0:
            tell(number, len(rows))
        if isinstance(answer, Accepted):
            found.accepted.append(answer)
        else:
            found.problems += answer
    return found


def read_later(begun: ObservationSet, content: bytes, emptied: ObservationSet | None) -> ObservationSet:
    begun.content, begun.state = content, State.READING
    try:
        with transaction.atomic():
            make_room(begun, emptied)
            begun.save()
            made(begun)
            enqueue(kind="observations-reading", subject_id=begun.pk, strategy=begun.strategy, by=begun.by)
    except IntegrityError:
        return the_same(begun)
    return begun


def keep(begun: ObservationSet, accepted: Sequence[Accepted], emptied: ObservationSet | None = None) -> ObservationSet:
    """The set and every one of its drafts, or nothing."""
    try:
        with transaction.atomic():
            make_room(begun, emptied)
            begun.save()
            made(begun)
            begun.holds(saved(accepted, begun.by))
    except IntegrityError:
        return the_same(begun)
    return begun


def saved(accepted: Sequence[Accepted], by: User) -> list[Observation]:
    observations = [one.observation for one in accepted]
    ties: Ties = {
        "goals": [one.goals for one in accepted],
        "mandate_areas": [one.mandate_areas for one in accepted],
    }
    create_records(records=observations, ties=ties, by=by)
    return observations


def make_room(begun: ObservationSet, emptied: ObservationSet | None) -> None:
    """What was refused before has been read and is gone, and so is a set whose drafts have all been thrown away."""
    ObservationSet.objects.of(begun.by).filter(strategy=begun.strategy, state=State.REFUSED).delete()
    if emptied is not None:
        emptied.delete()


def the_same(begun: ObservationSet) -> ObservationSet:
    """What another request has just made of the same file."""
    return ObservationSet.objects.of(begun.by).with_same_file(begun.strategy, begun.sha256).get()


# ------------------------------------------------------------------ what becomes of the drafts


def send_set(*, found: ObservationSet, by: User) -> None:
    """Sends every draft of the set that is left. Raises TransitionRefused."""
    take_up(found, by, State.SENDING)


def discard_set(*, found: ObservationSet, by: User) -> None:
    """Throws away every draft of the set that is left."""
    take_up(found, by, State.DISCARDING)


def take_up(found: ObservationSet, by: User, state: str) -> None:
    """At once where they are few; otherwise by a job."""
    with transaction.atomic():
        if ObservationSet.objects.of(by).filter(pk=found.pk, state=State.READY).update(state=state) != 1:
            raise TransitionRefused(_("Läget har ändrats sedan du öppnade sidan. Läs om den och försök igen."))
        found.refresh_from_db()
        if found.drafts().count() > MOST_STEPS_AT_ONCE:
            enqueue(kind="observations-step", subject_id=found.pk, strategy=found.strategy, by=by)
            return
    step_through(found, lambda *_told: None)
    settle(found)


def step_through(found: ObservationSet, tell: Tell) -> None:
    """One draft after another, each in a transaction of its own: what is done stays done, whatever ends the rest."""
    waiting = list(found.drafts().values_list("pk", flat=True))
    for number, pk in enumerate(waiting):
        if number % TOLD_EVERY == 0:
            tell(number, len(waiting))
        draft = found.drafts().select_related("strategy", "organisation").filter(pk=pk).first()
        if draft is not None:
            step(draft, found)


def step(draft: Observation, found: ObservationSet) -> None:
    """Somebody may have it open, and be the first to send it or to save it once more."""
    try:
        if found.state == State.SENDING:
            first = found.observations.order_by("pk").first()
            take_step(draft, to=Observation.State.SUBMITTED, by=found.by, told_with=first)
        else:
            discard_draft(observation=draft, by=found.by)
    except (Conflict, TransitionRefused):
        return


def settle(found: ObservationSet) -> None:
    """Ready for another try where drafts are left."""
    sent = found.state == State.SENDING and not found.drafts().exists()
    ObservationSet.objects.filter(pk=found.pk).update(state=State.SENT if sent else State.READY)
    found.refresh_from_db()


# ------------------------------------------------------------------ long files


class ReadingJob(JobHandler):
    """Reads a long file, and keeps all of it or what is wrong in it."""

    def run(self, run: Run) -> None:
        found = ObservationSet.objects.select_related("strategy", "by").get(pk=run.job.subject_id)
        file = ContentFile(bytes(found.content or b""), found.file_name)
        rows = TEMPLATE.filled(rows_of(file, MOST_ROWS + 1))
        reading = read(Reader(found.strategy, found.by), rows, lambda done, total: run.tell("reading", done, total))
        run.tell("saving", len(rows), len(rows))
        with run.finishing():
            found.content = None
            found.problems = [astuple(problem) for problem in reading.problems]
            found.state = State.REFUSED if reading.problems else State.READY
            found.save()
            if not reading.problems:
                require_takes_dialogue(found.strategy)
                found.holds(saved(reading.accepted, found.by))

    def follow(self, job: Job) -> None:
        if job.state in {Job.State.FAILED, Job.State.CANCELLED}:
            told = [astuple(Problem(0, "", job.failure))]
            ObservationSet.objects.filter(pk=job.subject_id).update(state=State.REFUSED, problems=told, content=None)

    def reason_for(self, error: BaseException) -> str:
        if isinstance(error, ValidationError):
            return " ".join(error.messages)
        return str(error) if isinstance(error, TransitionRefused) else ""


class StepJob(JobHandler):
    """Sends or discards the drafts of a set. Run again after a kill, it goes on with those that are left."""

    def run(self, run: Run) -> None:
        found = ObservationSet.objects.select_related("strategy", "by").get(pk=run.job.subject_id)
        step_through(found, lambda done, total: run.tell("step", done, total))
        with run.finishing():
            settle(found)

    def follow(self, job: Job) -> None:
        if job.state in {Job.State.FAILED, Job.State.CANCELLED}:
            ObservationSet.objects.filter(pk=job.subject_id).update(state=State.READY)
