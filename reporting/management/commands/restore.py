from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from reporting.backup.encryption import identities
from reporting.backup.refusals import said_in_one_line
from reporting.backup.restoring import Restored, restore
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = (
        "Puts a backup in place of everything that stands in the database, all of it or nothing. Afterwards everybody "
        "is signed out, links are dead, what has been disposed of since is gone again, and letters about notices wait "
        "until an administrator lets them go. Stop web, workers and beat first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="FILE", help="holds the secret age key")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        with said_in_one_line(path, "återläst"):
            keys = identities(options["identity"]) if options["identity"] else []
            restored = restore(path, keys)
        if options["verbosity"]:
            self.tell(path, restored)

    def tell(self, path: Path, restored: Restored) -> None:
        self.stdout.write(f"{path} är återläst: {restored.rows} rader, {restored.files} filer. Breven väntar.")
        if restored.kept:
            self.stderr.write(
                f"{len(restored.kept)} poster som gallrats efter kopian ligger kvar: något lutar sig mot dem igen."
            )
