"""The review (sekretessprövning) before an edition that leaves the house is made, and before it is released."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.files import Snapshot
from reporting.reports.models import Report
from reporting.reports.outgoing import EditionReview
from reporting.reports.sorting import Sorting, Tightened, sorted_out, tightened
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused

Purpose = EditionReview.Purpose


def review_rendering(*, report: Report, by: User, note: str = "") -> EditionReview:
    """That the edition may be made, as its material stands now."""
    return append(report, by, Purpose.RENDERING, sorted_out(report), note)


@transaction.atomic
def review_release(*, report: Report, by: User, seen: str, note: str = "") -> EditionReview:
    """That this very snapshot may be released; `seen` is `seen_of` it. Raises TransitionRefused where it is another's,
    or something in it has been marked more strictly since.
    """
    snapshot = snapshot_of(report)
    if snapshot is None or snapshot.sha256 != seen.partition(":")[0]:
        raise TransitionRefused(_("Rapporten har skapats på nytt sedan du öppnade sidan. Pröva den nya."))
    stricter = tightened_since(snapshot)
    if seen != seen_of(snapshot, stricter):
        raise TransitionRefused(_("Något i rapporten har markerats strängare sedan du öppnade sidan. Pröva den igen."))
    return append(report, by, Purpose.RELEASE, sorting_of(snapshot), note, snapshot.sha256, stricter)


def seen_of(snapshot: Snapshot, stricter: Tightened) -> str:
    """Tells a snapshot, and what has been marked more strictly since, from another."""
    return f"{snapshot.sha256}:{checksum(canonical(stricter))}"


def append(
    report: Report,
    by: User,
    purpose: str,
    sorting: Sorting,
    note: str,
    snapshot_sha256: str = "",
    stricter: Tightened | None = None,
) -> EditionReview:
    review = EditionReview.objects.create(
        strategy=report.strategy,
        report=report,
        purpose=purpose,
        snapshot_sha256=snapshot_sha256,
        by=by,
        at=timezone.now(),
        note=note,
        counts=sorting.counts(),
        tightened=stricter or {},
    )
    audit.note(verb=Verb.REVIEWED, thing=report, by=by, details={"purpose": purpose})
    return review


def snapshot_of(report: Report) -> Snapshot | None:
    return report.snapshots.first()


def sorting_of(snapshot: Snapshot) -> Sorting:
    """As it was when the snapshot was taken; as it is now for one that was taken before that was kept."""
    return Sorting.from_json(snapshot.disclosure) if snapshot.disclosure else sorted_out(snapshot.report)


def tightened_since(snapshot: Snapshot) -> Tightened:
    """By kind: what stands in the snapshot and has been marked since so that it would not now.

    Of one that kept nothing of the kind, nothing is known.
    """
    if not snapshot.disclosure:
        return {}
    then = Sorting.from_json(snapshot.disclosure)
    return tightened(then, sorted_out(snapshot.report, {pile.noun: pile.included for pile in then.piles}))


def require_reviewed(report: Report) -> None:
    """Before the files of an edition that leaves the house are made. Raises TransitionRefused."""
    if report.leaves_the_house and not report.edition_reviews.exists():
        raise TransitionRefused(_("Sekretessprövningen är inte gjord. Gör den först, så skapas rapporten sedan."))


def review_for_release(report: Report) -> EditionReview | None:
    """The one that the next release rests on: the last, unless something has been marked more strictly after it."""
    review = last_review(report)
    return None if review is None or is_overtaken(review) else review


def last_review(report: Report) -> EditionReview | None:
    """Of the report's very snapshot, made since it last went out.

    A marking may have changed between two releases, so that each takes a review of its own (rule 1 of the domain).
    """
    snapshot = snapshot_of(report)
    if snapshot is None:
        return None
    reviews = report.edition_reviews.filter(purpose=Purpose.RELEASE, snapshot_sha256=snapshot.sha256)
    last = report.steps.filter(to_state=Report.State.RELEASED).order_by("-at").values_list("at", flat=True).first()
    return (reviews.filter(at__gt=last) if last else reviews).first()


def is_overtaken(review: EditionReview) -> bool:
    """Whether something in the report has been marked more strictly than the reviewer knew."""
    snapshot = snapshot_of(review.report)
    now = tightened_since(snapshot) if snapshot is not None else {}
    return any(barred not in review.tightened.get(noun, ()) for noun, found in now.items() for barred in found)


def require_reviewed_for_release(report: Report) -> None:
    """Raises TransitionRefused."""
    if report.leaves_the_house and review_for_release(report) is None:
        sentence = _(
            "Pröva först om rapporten kan lämnas ut. Det görs före varje expediering, och igen när något i den har"
            " fått en strängare markering."
        )
        raise TransitionRefused(sentence)
