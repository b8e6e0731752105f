"""A backup as one stream: a tar in gzip, its head first and last a manifest with every member's size and SHA-256.

    verka-backup.json                      what made it, its migrations, its tables and their columns
    tables/<app.model>/<number>.jsonl      rows, an array each
    files/<name>                           as the store names them
    manifest.json

Nothing in it is believed that the manifest does not name, and nothing is looked for where its name says.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from reporting.backup.refusals import BackupRefused

FORMAT = 1
HEAD, MANIFEST = "verka-backup.json", "manifest.json"
TABLES, FILES = "tables/", "files/"
GZIP_BEGINNING = b"\x1f\x8b"
PART = 1 << 16
MOST_OF_A_TABLE = 64 << 20  # bytes in one member of rows: one row may hold a file of ten megabytes
TABLE_MEMBER = re.compile(r"tables/([a-z_]+\.[a-z0-9_]+)/\d{6}\.jsonl")


@dataclass
class Writer:
    """Members are written one after the other; none is held in memory but the one that is written."""

    tar: tarfile.TarFile
    members: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        counted = Summed(content)
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        self.tar.addfile(told, counted)
        self.members.append({"name": name, "size": size, "sha256": counted.sum.hexdigest()})

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, io.BytesIO(content), len(content))

    def add_json(self, name: str, content: Any) -> None:
        self.add_bytes(name, json.dumps(content, ensure_ascii=False).encode())


class Summed(io.RawIOBase):
    """A stream that is read once, and its SHA-256 as far as it has been read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.sum, self.size = source, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self.source.read(size)
        self.sum.update(part)
        self.size += len(part)
        return part


@contextmanager
def writing(out: IO[bytes]) -> Iterator[Writer]:
    """The manifest is written when everything else has been: without it, it is no backup."""
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=3, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PART) as tar,
    ):
        writer = Writer(tar)
        yield writer
        writer.add_json(MANIFEST, {"members": [*writer.members]})


@dataclass
class Reader:
    """Members in their order, each read to its end before the next; the last step holds them against the manifest."""

    tar: tarfile.TarFile
    packed: gzip.GzipFile
    seen: list[dict[str, Any]] = field(default_factory=list)

    def head(self) -> dict[str, Any]:
        """The first member. Raises BackupRefused for an archive that is not ours, or of another format."""
        first = self.tar.next()
        if first is None or first.name != HEAD:
            raise not_ours()
        told = self.take_json(first)
        if told.get("format") != FORMAT:
            raise BackupRefused(_("Den är gjord av en nyare version av Verka. Återläs den med den versionen."))
        return told

    def members(self) -> Iterator[tuple[str, Summed]]:
        names = {HEAD}
        while (member := self.tar.next()) is not None:
            if member.name == MANIFEST:
                self.require_all(member)
                return
            require_plain(member, names)
            names.add(member.name)
            content = self.content_of(member)
            yield member.name, content
            while content.read(PART):
                pass
            self.note(member, content)
        raise damaged(_("förteckningen saknas"))

    def content_of(self, member: tarfile.TarInfo) -> Summed:
        content = self.tar.extractfile(member)
        if content is None:
            raise damaged(member.name)
        return Summed(content)

    def take_json(self, member: tarfile.TarInfo) -> dict[str, Any]:
        content = self.content_of(member)
        told = json.loads(content.read())
        if not isinstance(told, dict):
            raise damaged(member.name)
        self.note(member, content)
        return told

    def note(self, member: tarfile.TarInfo, content: Summed) -> None:
        self.seen.append({"name": member.name, "size": content.size, "sha256": content.sum.hexdigest()})

    def require_all(self, manifest: tarfile.TarInfo) -> None:
        """That what was seen is what was written, and that nothing follows it."""
        seen = [*self.seen]
        told = self.take_json(manifest).get("members")
        if not isinstance(told, list) or len(told) != len(seen):
            raise damaged(_("den har andra delar än förteckningen"))
        for written, found in zip(told, seen, strict=True):
            if written != found:
                raise damaged(found["name"])
        if self.tar.next() is not None:
            raise damaged(_("något följer efter förteckningen"))
        while self.packed.read(PART):  # to its end, where gzip's own sum stands
            pass


def require_plain(member: tarfile.TarInfo, names: set[str]) -> None:
    """A file under a name of ours, once: no link, no way out of where it belongs."""
    steps = member.name.split("/")
    is_file = member.name.startswith(FILES) and not {"", ".", ".."} & set(steps) and "\\" not in member.name
    if not member.isreg() or member.name in names or not (is_file or TABLE_MEMBER.fullmatch(member.name)):
        raise damaged(_("en del har ett namn som inte hör hemma där"))
    if not is_file and member.size > MOST_OF_A_TABLE:
        raise damaged(member.name)


@contextmanager
def reading(source: IO[bytes]) -> Iterator[Reader]:
    """Raises BackupRefused for whatever it is that cannot be read."""
    try:
        with (
            gzip.GzipFile(fileobj=source, mode="rb") as packed,
            tarfile.open(fileobj=packed, mode="r|", bufsize=PART) as tar,
        ):
            yield Reader(tar, packed)
    except (tarfile.ReadError, gzip.BadGzipFile) as error:
        raise damaged(_("den går inte att läsa")) from error
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise damaged(_("den går inte att läsa till slutet")) from error


def not_ours() -> BackupRefused:
    return BackupRefused(_("Den är ingen säkerhetskopia från Verka."))


def damaged(what: str) -> BackupRefused:
    return BackupRefused(_("Den är skadad eller ändrad (%s).") % what[:100])
