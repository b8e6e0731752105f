from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management import CommandError
from django.db import OperationalError


class BackupRefused(Exception):
    """A sentence for the operator: why a backup is not made, or not restored. Nothing has been changed then."""


@contextmanager
def said_in_one_line(path: Path, outcome: str) -> Iterator[None]:
    """Turns what a backup can meet into a command's one line: a refusal, the disk, the database, the store."""
    try:
        yield
    except BackupRefused as refusal:
        raise CommandError(f"{path} är inte {outcome}. {refusal}") from refusal
    except OperationalError as error:
        away = "Databasen svarar inte, eller är upptagen. Stoppa webb, arbetare och schema och försök igen."
        raise CommandError(f"{path} är inte {outcome}. {away}") from error
    except (BotoCoreError, ClientError) as error:
        away = f"Fillagringen svarar inte ({type(error).__name__})."
        raise CommandError(f"{path} är inte {outcome}. {away}") from error
    except OSError as error:
        raise CommandError(f"{error.filename or path}: {error.strerror or error}") from error
