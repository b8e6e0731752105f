"""Test databases are copies: what is in them from the start is made once, until the code that makes it changes.

On SQLite a file is copied, on PostgreSQL a database has a template. After a test that commits there is a new copy.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test-databases"
# What each holds is what the one that it begins with holds, and what this command adds.
LOAD_STRATEGIES = "import django; django.setup(); from tests.conftest import load_strategies; load_strategies()"
CONTENTS: dict[str, tuple[str, list[str]]] = {
    "empty": ("", ["manage.py", "migrate", "--verbosity", "0"]),
    "strategies": ("empty", ["-c", LOAD_STRATEGIES]),
    "demonstration": ("empty", ["manage.py", "load_demo", "--verbosity", "0"]),
}
SECONDS_KEPT = 12 * 60 * 60
MAKERS = ["config", "strategy", "priorities", "dialogue", "reporting", "fixtures", "locale"]


def fingerprint() -> str:
    """Of all that a database's first contents come from, and of whose they are: checkouts may share a server."""
    sources = [path for folder in MAKERS for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    decisions = ROOT / "tests" / "strategy" / "decision" / "parsing" / "decisions.py"
    sources += [ROOT / "requirements.txt", ROOT / "tests" / "conftest.py", decisions]
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sources:
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]


class Databases:
    """The copies of one process: it works in one, made anew from whichever template is asked for."""

    def __init__(self, kind: str, given: str = "") -> None:
        self.is_sqlite = kind == "sqlite"
        self.given = given
        self.folder = FOLDER / kind / fingerprint()
        self.own = self.name_of(f"copy_{os.getpid()}")

    def name_of(self, contents: str) -> str:
        """A file on SQLite, a database of the server otherwise."""
        if self.is_sqlite:
            return str(self.folder / f"{contents}.sqlite3")
        return f"test_{self.given}_{self.folder.name}_{contents}"

    def media(self, contents: str) -> Path:
        """The uploaded files that belong to it."""
        return self.folder / f"{contents}-files"

    def template(self, contents: str) -> str:
        """Its name; made first where it is not there, by one process for all."""
        with self.locked():
            made = self.folder / f"{contents}-made"
            if not made.exists():
                self.make(contents)
                made.touch()
        return self.name_of(contents)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Across processes; one that holds it already passes."""
        if getattr(self, "lock", None):
            yield
            return
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / "lock").open("w") as self.lock:
            fcntl.flock(self.lock, fcntl.LOCK_EX)
            if not self.folder.exists():
                self.forget_older()
                self.folder.mkdir()
            yield
        del self.lock

    def make(self, contents: str) -> None:
        start, command = CONTENTS[contents]
        name, media = self.name_of(contents), self.media(contents)
        shutil.rmtree(media, ignore_errors=True)
        if start:
            self.copy(self.template(start), name)
        else:
            self.copy(None, name)
        environment = os.environ | {"DATABASE_URL": self.address(name), "MEDIA_ROOT": str(media), "PYTHONPATH": "."}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOW_SQLITE": "1"}
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
        media.mkdir(exist_ok=True)

    def address(self, name: str) -> str:
        """As DATABASE_URL has it."""
        if self.is_sqlite:
            return f"sqlite:///{name}"
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"

    def copy(self, source: str | None, name: str) -> None:
        """Empty where there is nothing to copy; whatever had the name is gone."""
        if self.is_sqlite:
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)
            if source:
                shutil.copyfile(source, name)
            return
        self.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self.on_server("CREATE DATABASE {} TEMPLATE {}", name, source or "template0")

    def on_server(self, statement: LiteralString, *names: str) -> list[tuple[str]]:
        with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
            cursor = server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
            return cursor.fetchall() if cursor.description else []

    def forget_older(self) -> None:
        """What older code made: not at once, since it may be at work still."""
        for folder in self.folder.parent.iterdir():
            if folder.is_dir() and folder.stat().st_mtime < time.time() - SECONDS_KEPT:
                if not self.is_sqlite:
                    for (name,) in self.on_server("SELECT datname FROM pg_database"):
                        if f"_{folder.name}_" in name:
                            self.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
                shutil.rmtree(folder, ignore_errors=True)

    def begin(self, contents: str) -> None:
        """From here on the process works in a new copy of this."""
        connections.close_all()
        self.copy(self.template(contents), self.own)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = self.own

    def end(self) -> None:
        connections.close_all()
        if self.is_sqlite:
            self.copy(None, self.own)
        else:
            self.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.own)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = self.given
