import os
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from reporting.backup.encryption import new_identity


class Command(BaseCommand):
    help = "Makes a key for backups: the secret part goes into FILE, and the public one, BACKUP_RECIPIENTS, is printed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        secret, public = new_identity()
        try:
            descriptor = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        with os.fdopen(descriptor, "w") as file:
            file.write(f"# {public}\n{secret}\n")
        self.stdout.write(public)
