import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, CommandParser
from django.core.validators import validate_slug

from dialogue.decisions.texts import decision_text
from priorities.goals.services import import_document, refuse_taken_slug
from strategy.decision import parsing
from strategy.records.log.audit import LoggedCommand


def read(path: Path) -> str:
    """Raises ParsingError naming the file where it is none that can be opened, and ValidationError for its content."""
    if path.suffix.lower() not in (".docx", ".pdf", ".html", ".htm"):
        return parsing.read_text(path)
    content = parsing.read_bytes(path)
    if len(content) > parsing.LARGEST_FILE:
        raise parsing.ParsingError(f"Filen {path} är större än 5 MB.")
    return decision_text(ContentFile(content, path.name))


class Command(LoggedCommand):
    help = "Reads a decision's text and makes a draft strategy of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the decision as text, Markdown, HTML, Word (docx) or PDF")
        parser.add_argument("--slug", required=True, help="the strategy's name in addresses, such as iom-2020-2022")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only say what was found")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_slug(options["slug"])
            document = parsing.parse(read(options["file"]))
            if not options["dry_run"]:
                refuse_taken_slug(options["slug"])
                import_document(document=document, slug=options["slug"])
        except parsing.ParsingError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.report(document, as_json=options["json"])

    def report(self, document: parsing.Document, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(document.as_report(), ensure_ascii=False, indent=2))
            return
        self.stdout.write(document.title)
        for area in document.focus_areas:
            heading = f"{area.code}) {area.title}: " if area.code else ""
            self.stdout.write(f"{heading}{len(area.goals)} mål")
        for warning in document.warnings:
            self.stderr.write(warning)
