from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management import CommandError, CommandParser

from dialogue.framework_lists.services import load_list
from priorities.frameworks.lists import Refused
from priorities.frameworks.models import Framework
from strategy.decision.models import Strategy
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = "Loads the list of a framework, such as MOPAN's indicators, from a workbook or CSV: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a workbook (.xlsx) or CSV with the template's headings")
        parser.add_argument("--strategy", required=True, help="the strategy's name in addresses")
        parser.add_argument("--kind", required=True, choices=Framework.FrameworkKind.values)
        parser.add_argument("--name", required=True, help="as its publisher calls it")
        parser.add_argument("--release", required=True, help="its version")
        parser.add_argument("--publisher", required=True)
        parser.add_argument("--source", required=True, help="document and address")
        parser.add_argument("--note", default="", help="what the version is about")

    def handle(self, *args: Any, **options: Any) -> None:
        strategy = Strategy.objects.filter(slug=options["strategy"]).first()
        if strategy is None:
            raise CommandError(f"Det finns ingen strategi med kortnamnet ”{options['strategy']}”.")
        names = ("kind", "name", "release", "publisher", "source", "note")
        framework = Framework(strategy=strategy, **{name: options[name] for name in names})
        try:
            with options["file"].open("rb") as opened:
                loaded = load_list(framework=framework, file=File(opened, options["file"].name), by=None)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refused:
            wrong = (f"Rad {one.row}, {one.column}: {one.sentence}" for one in refused.problems)
            raise CommandError("\n".join(wrong)) from refused
        self.stdout.write(f"{loaded.framework}: {loaded.added} nya, {loaded.changed} ändrade, {loaded.left} kvar")
