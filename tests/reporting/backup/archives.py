"""Backups taken apart, and put together again by whoever means harm."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from reporting.backup import archive, tables
from reporting.backup.restoring import opened

Member = tuple[str, bytes]
# What a restoring writes anew: see `reporting.backup.afterwards`.
CHANGED = {"strategy.user", "strategy.invitation", "strategy.auditentry", "strategy.mailhold"}


def members_of(path: Path, keys: Sequence[Any] = ()) -> list[Member]:
    with opened(path, [*keys]) as reader:
        head = json.dumps(reader.head(), ensure_ascii=False).encode()
        return [(archive.HEAD, head), *((name, content.read()) for name, content in reader.members())]


def rows_of(members: Sequence[Member]) -> dict[str, list[Any]]:
    """By table; parsed, since PostgreSQL keeps no order within JSON."""
    found: dict[str, list[Any]] = {}
    for name, content in members:
        if name.startswith(archive.TABLES):
            found.setdefault(name.split("/")[1], []).extend(map(json.loads, content.splitlines()))
    return found


def unchanged(members: Sequence[Member]) -> dict[str, list[Any]]:
    return {name: rows for name, rows in rows_of(members).items() if name not in CHANGED}


def files_of(members: Sequence[Member]) -> dict[str, bytes]:
    return {name: content for name, content in members if name.startswith(archive.FILES)}


def put_together(path: Path, members: Sequence[Member], manifest: Any = None) -> Path:
    """With a manifest that is right for these, unless another is given."""
    with path.open("wb") as out, archive.writing(out) as writer:
        for name, content in members:
            writer.add_bytes(name, content)
        if manifest is not None:
            writer.members[:] = manifest
    return path


def manifest_of(members: Sequence[Member]) -> list[dict[str, Any]]:
    return [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in members
    ]


def what_stands() -> tuple[dict[str, list[bytes]], dict[str, bytes]]:
    """Every row and every file."""
    rows = {name: [*tables.lines_of(model, connection.alias)] for name, model in tables.all_tables().items()}
    return rows, dict(stored(""))


def stored(folder: str) -> list[tuple[str, bytes]]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    found = []
    for name in sorted(files):
        with default_storage.open(f"{folder}{name}") as content:
            found.append((f"{folder}{name}", content.read()))
    return found + [each for below in sorted(folders) for each in stored(f"{folder}{below}/")]
