from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.utils import timezone

from reporting.backup.encryption import recipient
from reporting.backup.making import back_up
from reporting.backup.refusals import BackupRefused, said_in_one_line
from strategy.jobs.models import SignOfLife
from strategy.records.log.audit import LoggedCommand

NOT_WHOLE = 4


class Command(LoggedCommand):
    help = (
        "Writes everything – database, files, checksums – to one file, encrypted to a public age key, while the "
        "product runs. Ends with 4 where the store lacks files that the database names: the rest is in the backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--to", action="append", metavar="AGE1…", help="instead of BACKUP_RECIPIENTS; several times"
        )
        chosen.add_argument("--plain", action="store_true", help="not encrypted: whoever has the file reads it all")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.parent.is_dir():
            raise CommandError(f"Mappen {path.parent} finns inte.")
        with said_in_one_line(path, "skriven"):
            recipients = [] if options["plain"] else recipients_of(options["to"])
            missing = back_up(path, recipients)
        SignOfLife.give("backup", timezone.now())
        if missing:
            told = ", ".join(missing[:5])
            raise CommandError(
                f"{path} är skriven, men {len(missing)} filer saknades redan i lagringen: {told}", returncode=NOT_WHOLE
            )
        if options["verbosity"]:
            self.stdout.write(f"{path} är skriven, {path.stat().st_size} byte.")


def recipients_of(told: list[str] | None) -> list[Any]:
    keys = told or settings.BACKUP_RECIPIENTS
    if not keys:
        raise BackupRefused("Ange --to eller BACKUP_RECIPIENTS, en publik age-nyckel. Utan kryptering: --plain.")
    return [recipient(key) for key in keys]
