"""An age file (age-encryption.org/v1) as a stream: pyrage pulls from a pipe what a backup pushes into it."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage
from django.utils.translation import gettext as _

from reporting.backup.refusals import BackupRefused

BEGINNING = b"age-encryption.org/v1\n"


def recipient(key: str) -> Any:
    """The public key that a backup is encrypted to. Raises BackupRefused."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise BackupRefused(_("”%s” är ingen publik age-nyckel. En sådan börjar med age1.") % key) from error


def identities(path: Path) -> list[Any]:
    """The secret keys in a file as age-keygen writes it. Raises BackupRefused and OSError."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupRefused(_("%s innehåller ingen hemlig age-nyckel.") % path)
    return found


def new_identity() -> tuple[str, str]:
    """A new secret key, and its public one."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


@contextmanager
def encrypting(out: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What is written to the file that it gives reaches `out` encrypted. Raises BackupRefused."""
    with piped(lambda source: pyrage.encrypt_io(source, out, recipients), "rb") as (sink, done):
        try:
            with sink:
                yield sink
            done.result()
        except (BrokenPipeError, pyrage.EncryptError) as error:
            raise BackupRefused(_("Den går inte att skriva: %s") % (done.exception() or error)) from error


@contextmanager
def decrypting(encrypted: IO[bytes], keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """Raises BackupRefused where it cannot be decrypted: that goes before whatever a reader says of what it got."""
    with piped(lambda sink: pyrage.decrypt_io(encrypted, sink, keys), "wb") as (source, done):
        try:
            with source:
                yield source
        finally:
            error = done.exception()
            if error and not isinstance(error, BrokenPipeError):  # that is only a reader who had seen enough
                refused = _("Den går inte att dekryptera: den är skadad, eller krypterad till en annan nyckel.")
                raise BackupRefused(refused) from error


@contextmanager
def piped(work: Callable[[IO[bytes]], None], its_end: str) -> Iterator[tuple[IO[bytes], Future[None]]]:
    """Runs `work` in a thread with one end of a pipe, and gives the other; either side sees when the other is done."""
    reading, writing = os.pipe()
    mine, theirs = (writing, reading) if its_end == "rb" else (reading, writing)
    with ThreadPoolExecutor(1) as thread:
        yield open(mine, "wb" if its_end == "rb" else "rb"), thread.submit(with_end, work, theirs, its_end)  # noqa: PTH123, SIM115


def with_end(work: Callable[[IO[bytes]], None], descriptor: int, mode: str) -> None:
    with open(descriptor, mode) as end:
        work(end)
