"""Databases of our own: made, filled and taken away."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Database:
    """The demonstration at one scale. `environment` points the product at it, and at folders of its own."""

    kind: str
    scale: int
    name: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def filled(kind: str, folder: Path, *, with_report: bool = True) -> Iterator[Database]:
    """The demonstration as it is, with one report made of it."""
    with empty(kind, 1, folder) as database:
        database.manage("migrate", "--verbosity", "0")
        database.manage("load_demo", "--verbosity", "0")
        if with_report:
            report = ["--strategy", "iom-2020-2022", "--year", "2021", "--output", str(folder / "report.pdf")]
            database.manage("make_report", *report)
        settle(database)
        yield database


@contextmanager
def grown(database: Database, scale: int, folder: Path) -> Iterator[Database]:
    """A copy of the database, in which everything is there that many times."""
    with empty(database.kind, scale, folder, template=database) as copy:
        copy.manage("load_demo", "--scale", str(scale), "--verbosity", "0")
        settle(copy)
        yield copy


def settle(database: Database) -> None:
    """What a server in use does by itself within a minute of so many rows, and has long done when pages are read."""
    if database.kind == "postgres":
        with psycopg.connect(database.environment["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextmanager
def empty(kind: str, scale: int, folder: Path, template: Database | None = None) -> Iterator[Database]:
    name = f"verka_bench_{os.getpid()}_{scale}"
    if kind == "sqlite":
        address = f"sqlite:///{folder / name}.sqlite3"
        if template:
            with sqlite3.connect(folder / f"{template.name}.sqlite3") as old, sqlite3.connect(address[10:]) as new:
                old.backup(new)
        yield Database(kind, scale, name, environment(address, folder))
        return
    on_server("CREATE DATABASE {} TEMPLATE {}", name, template.name if template else "template0")
    try:
        yield Database(kind, scale, name, environment(POSTGRES.rpartition("/")[0] + f"/{name}", folder))
    finally:
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def environment(address: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "ALLOW_SQLITE": "1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BROKER_URL": f"filesystem://localhost{folder / 'broker'}",
        "DATABASE_URL": address,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


def on_server(statement: LiteralString, *names: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def obstacle_to(kind: str) -> str:
    """Why there can be no database of the kind here; empty where there can."""
    if kind == "sqlite":
        return ""
    try:
        with psycopg.connect(POSTGRES, connect_timeout=3) as connection:
            question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            if connection.execute(question).fetchone() != (True,):
                return "the PostgreSQL account may not make databases"
    except psycopg.Error:
        return "no PostgreSQL was reached; TEST_DATABASE_URL names one"
    return ""


@contextmanager
def folder_of_our_own() -> Iterator[Path]:
    folder = ROOT / "var" / f"bench-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
