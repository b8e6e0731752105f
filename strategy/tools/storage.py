"""Files in a folder, whole or not at all. In production an S3-compatible store takes its place (STORAGES)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Writes under a temporary name, makes that safe on disk, and renames: a name leads to a whole file or to none.

    Writing the same name again replaces the file in one step.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        publish(Path(self.path(name)), content)
        return name


def publish(path: Path, content: File[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with published(path) as unfinished:
        for chunk in content.chunks():
            unfinished.write(chunk)


@contextmanager
def published(path: Path) -> Iterator[IO[bytes]]:
    """A file that bears its name when it is whole, on disk and its owner's alone; after an error there is none."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", suffix=".part", delete=False) as unfinished:
        try:
            yield unfinished
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A rename is on disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
