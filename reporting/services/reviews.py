"""The review (sekretessprövning) before an edition that leaves the house is made, and before it is released."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.disclosure import Sorting, sorted_out, tightened
from reporting.models import DisclosureReview, Report, Snapshot
from strategy.models import User
from strategy.services import TransitionRefused

Purpose = DisclosureReview.Purpose


def review_rendering(*, report: Report, by: User, note: str = "") -> DisclosureReview:
    """That the edition may be made, as its material stands now."""
    return append(report, by, Purpose.RENDERING, sorted_out(report), note)


@transaction.atomic
def review_release(*, report: Report, by: User, sha256: str, note: str = "") -> DisclosureReview:
    """That this very snapshot may be released. Raises TransitionRefused where it is no longer the report's."""
    snapshot = snapshot_of(report)
    if snapshot is None or snapshot.sha256 != sha256:
        raise TransitionRefused(_("Rapporten har framställts på nytt sedan du öppnade sidan. Pröva den nya."))
    return append(report, by, Purpose.RELEASE, sorting_of(snapshot), note, sha256)


def append(
    report: Report, by: User, purpose: str, sorting: Sorting, note: str, snapshot_sha256: str = ""
) -> DisclosureReview:
    return DisclosureReview.objects.create(
        strategy=report.strategy,
        report=report,
        purpose=purpose,
        snapshot_sha256=snapshot_sha256,
        by=by,
        at=timezone.now(),
        note=note,
        counts=sorting.counts(),
    )


def snapshot_of(report: Report) -> Snapshot | None:
    return report.snapshots.first()


def sorting_of(snapshot: Snapshot) -> Sorting:
    """As it was when the snapshot was taken; as it is now for one that was taken before that was kept."""
    return Sorting.from_json(snapshot.disclosure) if snapshot.disclosure else sorted_out(snapshot.report)


def tightened_since(snapshot: Snapshot) -> dict[str, list[int]]:
    """By kind: what stands in the snapshot and has been marked since so that it would not now."""
    return tightened(sorting_of(snapshot), sorted_out(snapshot.report))


def require_reviewed(report: Report) -> None:
    """Before the files of an edition that leaves the house are made. Raises TransitionRefused."""
    if report.leaves_the_house and not report.disclosure_reviews.exists():
        raise TransitionRefused(_("Sekretessprövningen är inte gjord. Gör den först, så framställs rapporten sedan."))


def review_for_release(report: Report) -> DisclosureReview | None:
    """The one that the next release rests on: of the report's very snapshot, made since it last went out.

    A marking may have changed between two releases, so that each takes a review of its own (rule 1 of the domain).
    """
    snapshot = snapshot_of(report)
    if snapshot is None:
        return None
    reviews = report.disclosure_reviews.filter(purpose=Purpose.RELEASE, snapshot_sha256=snapshot.sha256)
    last = report.steps.filter(to_state=Report.State.RELEASED).order_by("-at").values_list("at", flat=True).first()
    return (reviews.filter(at__gt=last) if last else reviews).first()


def require_reviewed_for_release(report: Report) -> None:
    """Raises TransitionRefused."""
    if report.leaves_the_house and review_for_release(report) is None:
        raise TransitionRefused(_("Pröva först om rapporten kan lämnas ut. Varje expediering prövas för sig."))
