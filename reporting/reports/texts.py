"""What the maker of a report writes in it. A text belongs to one report, and so to one edition."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.reports.consultations import agencies_of
from reporting.reports.contents.kinds import kind_of
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report, ReportText
from reporting.reports.services import request_again
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, save_record

DRAFTED_FROM = (
    "strategy",
    "kind",
    "form",
    "year",
    "event",
    "audience",
    "organisation",
    "language",
    "edition_number",
    "registry_number",
    "evidence_until",
)


@transaction.atomic
def write_text(*, text: ReportText, by: User, expected_version: int | None) -> None:
    """Saves the text and renders anew, so that file and text never differ.

    `expected_version` is None where there was none yet. Raises ValidationError, Conflict and TransitionRefused.
    """
    report = Report.objects.get(pk=text.report_id)
    if not report.may_be_rewritten:
        raise TransitionRefused(_("Rapporten kan inte ändras i det här läget."))
    if text.pk is None:
        create_record(record=text, by=by)
    else:
        save_record(record=text, by=by, expected_version=expected_version or 0)
    request_again(report=report, by=by)


@dataclass(frozen=True)
class OwnText:
    """A text that a report's maker may write; `text` is unsaved where the drafted one still stands."""

    text: ReportText
    drafted: str

    @property
    def label(self) -> str:
        """What it is called on the page."""
        if self.text.organisation is not None:
            return _("Frågor till %(agency)s") % {"agency": self.text.organisation}
        return str(self.text.get_key_display()).capitalize()

    @property
    def agency(self) -> str:
        """The key of the agency that it is put to; empty for a text to everybody."""
        return self.text.organisation.key if self.text.organisation else ""

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands among `drafts_in`."""
        return self.text.key, self.text.organisation.name if self.text.organisation else ""

    @property
    def is_written(self) -> bool:
        return self.text.pk is not None


def leading_text(report: Report) -> OwnText:
    """The first that its maker writes, to everybody."""
    key = kind_of(report).texts[0]
    text = report.texts.filter(key=key, organisation=None).first()
    return OwnText(
        text or ReportText(strategy=report.strategy, report=report, key=key), drafts_of(report).get((key, ""), "")
    )


def drafts_of(report: Report) -> dict[tuple[str, str], str]:
    snapshot = report.snapshots.first()
    return drafts_in(json.loads(snapshot.content)) if snapshot else {}


def own_texts(report: Report) -> list[OwnText]:
    """Those of the report's kind, in the order that they are printed."""
    written = {
        (found.key, found.organisation_id): found for found in report.texts.select_related("updated_by", "organisation")
    }
    drafts = drafts_of(report)
    return [
        OwnText(
            text=written.get((key, organisation.pk if organisation else None))
            or ReportText(strategy=report.strategy, report=report, key=key, organisation=organisation),
            drafted=drafts.get((key, organisation.name if organisation else ""), ""),
        )
        for key in kind_of(report).texts_of(report)
        for organisation in addressees(key, report)
    ]


def addressees(key: str, report: Report) -> Iterable[Organisation | None]:
    return agencies_of(report) if key == ReportText.Key.QUESTIONS else [None]


def drafts_in(written: dict[str, Any]) -> dict[tuple[str, str], str]:
    """By key and agency: what the snapshot says there, drafted or not."""
    return dict(told_in(written))


def told_in(written: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for key in ReportText.Key:
        if key in written and key != ReportText.Key.QUESTIONS:
            yield (key.value, ""), written[key]["text"]
    for asked in written.get("questions", []):
        yield (ReportText.Key.QUESTIONS.value, asked["organisation"]["sv"]), asked["text"]


def own_text(report: Report, key: str, agency: str) -> OwnText | None:
    """One of `own_texts`; None for one that the report does not have."""
    return next((own for own in own_texts(report) if (own.text.key, own.agency) == (key, agency)), None)


def drafted_now(report: Report) -> dict[str, Any]:
    """What the report would say with every text as it is drafted. It and its texts stay as they are."""
    return contents(Report(**{name: getattr(report, name) for name in DRAFTED_FROM}), timezone.now())


def report_before(report: Report, user: User) -> Report | None:
    """The same edition of the year before, or for the meeting of its kind before; of what somebody may read."""
    key = report.edition_key
    if report.event is None:
        before = {**key, "year": report.year - 1}
    else:
        del key["event"], key["year"]
        before = {**key, "event__kind": report.event.kind, "event__starts_on__lt": report.event.starts_on}
    reports = Report.objects.visible_to(user).filter(snapshots__isnull=False)
    return reports.same_edition(**before).order_by("-year", "-event__starts_on", "-edition_number").first()


def text_before(own: OwnText, before: Report | None) -> str:
    """What stands in the report before in that place; empty where there is none."""
    return drafts_of(before).get(own.place, "") if before else ""
