from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from reporting.reports.paper.printing import EDITIONS
from reporting.reports.verification import Verified, verify

NOT_OURS = 3
PART = 1 << 20


class Command(BaseCommand):
    help = "Tells whether a file is one of the reports made here, unchanged. Ends with 3 for a changed or foreign one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            found = verify(parts_of(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        if found is None:
            raise CommandError(f"{path} är ändrad, eller inte skapad här.", returncode=NOT_OURS)
        self.stdout.write(outcome_in_words(path, found))


def parts_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part


def outcome_in_words(path: Path, found: Verified) -> str:
    report = found.report
    whose = f" för {report.organisation}" if report.organisation else ""
    edition = f"{EDITIONS[report.audience]}{whose}, {report.get_language_display()}"
    newest = f"det finns en nyare, version {found.newer.edition_number}" if found.newer else "den senaste"
    ours = "ett utkast till en av våra, inte fastställt" if found.is_draft else "en av våra"
    return f"{path} är {ours}: {report}, {edition}, version {report.edition_number} ({newest})."
