import hashlib
import json
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, CommandParser

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds import REPORT_KINDS
from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.files import ReportFile
from reporting.reports.models import Report
from reporting.reports.paper.formats import render_book, render_word
from reporting.reports.paper.pdf import TooLong, render_pdf
from reporting.reports.paper.printing import NotASnapshot, html, read_snapshot
from reporting.reports.secrecy_review import review_rendering
from reporting.reports.services import create_report, queue
from strategy.access import Action, Audience, Kind, Role
from strategy.decision.models import Strategy
from strategy.jobs.services import execute
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log.audit import LoggedCommand, operator
from strategy.tools.storage import publish


class Command(LoggedCommand):
    help = "Makes a report without a browser, in this process, or renders a saved snapshot again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--strategy", help="the strategy's name in addresses, such as iom-2020-2022")
        parser.add_argument("--kind", choices=Report.ReportKind.values, default=Report.ReportKind.YEARLY.value)
        parser.add_argument("--form", choices=Report.Form.values, default=Report.Form.FULL.value, help="whole or short")
        parser.add_argument("--year", type=int, help="of a yearly report; of an assessment, the last of its years")
        parser.add_argument(
            "--event", type=int, help="of a pack or briefing: the meeting's number; otherwise the next planned one"
        )
        parser.add_argument("--organisation", help="the agency whose own copy it is, such as sida")
        parser.add_argument("--audience", choices=Audience.values, default=Audience.INTERNAL.value)
        parser.add_argument("--language", choices=Report.Language.values, default=Report.Language.SWEDISH.value)
        parser.add_argument("--format", choices=ReportFile.Format.values, default=ReportFile.Format.PDF.value)
        parser.add_argument("--output", type=Path, required=True, help="the file to write")
        parser.add_argument("--maker", help="e-mail of the officer who makes it; otherwise the strategy's first")
        parser.add_argument("--snapshot", type=Path, help="a saved snapshot (JSON), rendered instead of a new report")
        parser.add_argument("--json", action="store_true", help="say on stdout what was made")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        require_folder(options["output"])
        made = self.render_again(options) if options["snapshot"] else self.make(options)
        content = made.pop("content")
        try:
            publish(options["output"], ContentFile(content))
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
        if options["json"]:
            made |= {"sha256": hashlib.sha256(content).hexdigest(), "seconds": round(time.monotonic() - began, 2)}
            self.stdout.write(json.dumps(made, ensure_ascii=False))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["format"] == ReportFile.Format.BOOK and not REPORT_KINDS[options["kind"]].has_book:
            raise CommandError("En sådan rapport finns inte som xlsx. Välj pdf, docx eller json.")
        strategy = find_strategy(options["strategy"])
        maker = find_maker(strategy, options["maker"])
        report = self.create(strategy, options, maker)
        if report.leaves_the_house:
            said = f"Bekräftad av den som körde make_report på servern: {operator() or 'okänd'}."
            review_rendering(report=report, by=maker, note=said)
        execute(queue(report, maker, aloud=False).pk)
        report.refresh_from_db()
        if report.state != Report.State.DRAFT:
            raise CommandError(report.failure or "Rapporten blev inte färdig.")
        files = {file.format: file for file in report.files.select_related("snapshot")}
        with files[options["format"]].file.open("rb") as file:
            content = file.read()
        return {
            "report": report.pk,
            "version": report.edition_number,
            "kind": report.kind,
            "audience": report.audience,
            "language": report.language,
            "pages": files["pdf"].pages,
            "snapshot_sha256": files["pdf"].snapshot.sha256,
            "content": content,
        }

    def create(self, strategy: Strategy, options: dict[str, Any], maker: User) -> Report:
        event = find_event(strategy, REPORT_KINDS[options["kind"]].event_kinds, options["event"])
        year = options["year"] or last_year(strategy, options["kind"])
        if event is None and year not in strategy.years:
            raise CommandError(f"--year ska vara ett av strategins år, {strategy.years[0]}–{strategy.years[-1]}.")
        try:
            return create_report(
                strategy=strategy,
                kind=options["kind"],
                form=options["form"],
                year=event.starts_on.year if event else year,
                event=event,
                audience=options["audience"],
                organisation=find_organisation(options["organisation"]),
                language=options["language"],
                by=maker,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def render_again(self, options: dict[str, Any]) -> dict[str, Any]:
        """The same bytes as the first time, on the same installation. Writes nothing in the database."""
        try:
            content = canonical(read_snapshot(options["snapshot"].read_text(encoding="utf-8")))
            rendered, pages = render(content, options["format"])
        except (OSError, UnicodeDecodeError, NotASnapshot) as error:
            raise CommandError(f"{options['snapshot']} innehåller inga läsbara rapportdata.") from error
        except TooLong as error:
            raise CommandError("Rapporten blev längre än en rapport får vara.") from error
        heading = read_snapshot(content)["report"]
        return {
            "report": None,
            "version": heading["version"],
            "kind": heading["kind"],
            "audience": heading["audience"],
            "language": heading["language"],
            "pages": pages,
            "snapshot_sha256": checksum(content),
            "content": rendered,
        }


def render(content: str, wanted: str) -> tuple[bytes, int | None]:
    """One format of a snapshot, and a PDF's pages. Raises NotASnapshot and TooLong."""
    if wanted == ReportFile.Format.JSON:
        html(content)  # that it can be printed is what makes it one
        return content.encode(), None
    if wanted == ReportFile.Format.WORD:
        return render_word(html(content)), None
    if wanted == ReportFile.Format.BOOK:
        return render_book(content), None
    printed = render_pdf(html(content), checksum(content))
    return printed.content, printed.pages


def require_folder(output: Path) -> None:
    """Before the work is done rather than after."""
    if not output.parent.is_dir():
        raise CommandError(f"Mappen {output.parent} finns inte.")
    if output.is_dir():
        raise CommandError(f"{output} är en mapp.")


def find_strategy(slug: str | None) -> Strategy:
    if not slug:
        raise CommandError("Ange --strategy och --year, eller --snapshot.")
    try:
        return Strategy.objects.get(slug=slug)
    except Strategy.DoesNotExist as error:
        raise CommandError(f"Det finns ingen strategi med namnet ”{slug}”.") from error


def last_year(strategy: Strategy, kind: str) -> int | None:
    """Of an assessment where none is named: the last that has begun. A yearly report names its own."""
    begun = [year for year in strategy.years if year <= strategy.today().year]
    return max(begun, default=None) if kind == Report.ReportKind.ASSESSMENT else None


def find_event(strategy: Strategy, kinds: Collection[str], number: int | None) -> Event | None:
    """The meeting that a report is for: the one named, or the next planned one of these kinds; None without kinds."""
    if not kinds:
        if number is not None:
            raise CommandError("--event hör bara till underlag inför ett möte.")
        return None
    events = Event.objects.present().of(strategy.pk).filter(kind__in=kinds)
    if number is not None:
        found = events.exclude(state=Event.State.CANCELLED).filter(pk=number).first()
        if found is None:
            raise CommandError(f"--event {number} är inget möte av rätt slag i strategin.")
        return found
    planned = events.planned_from(strategy.today()).first()
    if planned is None:
        raise CommandError("Inget möte av rätt slag är planerat. Ange ett med --event.")
    return planned


def find_organisation(key: str | None) -> Organisation | None:
    if not key:
        return None
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise CommandError(f"Det finns ingen organisation med namnet ”{key}”.")
    return found


def find_maker(strategy: Strategy, email: str | None) -> User:
    """The person named, who must be allowed to make reports; otherwise the strategy's first officer."""
    memberships = Membership.objects.in_force().filter(strategy=strategy, role=Role.OFFICER).order_by("pk")
    if not email:
        first = memberships.select_related("user").first()
        if first is None:
            raise CommandError("Strategin har ingen handläggare som kan stå som rapportens upphov.")
        return first.user
    user = User.objects.with_address(email).first()
    if user is None or not user.may(Action.WRITE, Kind.REPORT, strategy.pk):
        raise CommandError(f"{email} får inte göra rapporter i strategin.")
    return user
