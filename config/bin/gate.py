"""The whole gate: every check runs, whatever the one before said, and all must pass. `proof` runs the longer ones.

What cannot run on this machine is left out and named at the end; under CI=true that is a failure.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
MANAGE = ["python", "manage.py"]
PYTEST_SUMMARY = re.compile(r"^=+ .*\d+ \w+.* in [\d.]+s.*=+$")
POSTGRES_GUESSES = ["postgres://postgres@127.0.0.1:5432/verka", "postgres://root@127.0.0.1:5432/verka"]
# What each of the three suites of tests runs, in pytest's words.
ON_SQLITE = "not browser and not long"
ON_POSTGRESQL = "not browser and not once and not long"
IN_A_BROWSER = "browser"
PRODUCTION = {
    "ALLOWED_HOSTS": "verka.example",
    "BROKER_URL": "amqp://localhost",
    "DATABASE_URL": "postgres://verka@localhost/verka",
    "EMAIL_URL": "smtp://localhost:25",
}


@dataclass
class Check:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    obstacle: str = ""  # why it cannot run here
    passed: bool = False
    seconds: float = 0
    summary: str = ""

    def run(self) -> None:
        print(f"\n--- {self.name}", flush=True)
        started = time.monotonic()
        process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if PYTEST_SUMMARY.match(line):
                self.summary = line.rstrip()
        self.passed = process.wait() == 0
        self.seconds = time.monotonic() - started

    def verdict(self) -> str:
        return f"{'passed' if self.passed else 'FAILED':<8}{self.seconds:6.1f} s  {self.name}"


def main() -> int:
    os.chdir(ROOT)
    os.environ |= environment()
    checks = longer_checks() if sys.argv[1:] == ["proof"] else all_checks()
    for check in checks:
        if not check.obstacle:
            check.run()
    return report(checks)


def environment() -> dict[str, str]:
    """What every check runs in; its database is SQLite where the check names no other."""
    return {
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'gate.sqlite3'}",
        "ALLOW_SQLITE": "1",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


def all_checks() -> list[Check]:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    two = ["python", "-m", "pytest", "--numprocesses", "2"]
    by_file = [*two, "--dist", "loadfile", "--no-loadscope-reorder", "-m"]  # what a file sets up is set up once
    postgres, no_postgres = find_postgres()
    return [
        Check("ruff check", ["ruff", "check"]),
        Check("ruff format", ["ruff", "format", "--check"]),
        Check("djade", ["djade", "--check", "--target-version", "5.2", *templates]),
        Check("mypy", ["mypy", "."]),
        Check("import contract", ["lint-imports"]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("translations", ["python", "config/bin/check_messages.py"], obstacle=without("msgfmt", "gettext")),
        Check("tests on SQLite", [*by_file, ON_SQLITE]),
        Check("tests on PostgreSQL", [*by_file, ON_POSTGRESQL], {"DATABASE_URL": postgres}, no_postgres),
        Check(
            "tests in a browser",
            [*two, "--dist", "load", "--maxschedchunk", "1", "-m", IN_A_BROWSER],
            obstacle=without("chromium", "chromium"),
        ),
    ]


def longer_checks() -> list[Check]:
    """What takes longer than the gate; on PostgreSQL also what the gate runs on SQLite alone."""
    kills = ["python", "-m", "pytest", "tests/test_kills.py"]
    once = ["python", "-m", "pytest", "-m", "once"]
    rounds = {"KILL_ROUNDS": "20"}
    odd = ["python", "-m", "pytest", "tests/test_odd_input.py"]
    thousand = {"ODD_INPUT_EXAMPLES": "1000"}
    postgres, no_postgres = find_postgres()
    return [
        Check("long tests", ["python", "-m", "pytest", "-m", "long"]),
        Check("odd input on SQLite", odd, thousand),
        Check("odd input on PostgreSQL", [*odd, "-m", "not once"], thousand | {"DATABASE_URL": postgres}, no_postgres),
        Check("kills on SQLite and the filesystem broker", kills, rounds),
        Check("kills on PostgreSQL and RabbitMQ", kills, rounds | {"DATABASE_URL": postgres}, no_postgres),
        Check("tests on PostgreSQL that the gate runs on SQLite", once, {"DATABASE_URL": postgres}, no_postgres),
        Check("mutants of the access rules", ["python", "-m", "config.bin.mutation"]),
        Check("sabotages", ["python", "-m", "config.bin.sabotage"]),
    ]


def without(program: str, package: str) -> str:
    return "" if shutil.which(program) else f"{package} is not installed"


def find_postgres() -> tuple[str, str]:
    """The address of a server where a test database can be made, or an obstacle."""
    given = os.environ.get("TEST_DATABASE_URL")
    reason = ""
    for address in [given] if given else POSTGRES_GUESSES:
        try:
            with psycopg.connect(address, dbname="postgres", connect_timeout=3) as connection:
                question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                if connection.execute(question).fetchone() == (True,):
                    return address, ""
                reason = "the PostgreSQL account may not make databases"
        except psycopg.Error:
            reason = reason or f"no PostgreSQL at {'TEST_DATABASE_URL' if given else '127.0.0.1:5432'}"
    return "", reason


def report(checks: list[Check]) -> int:
    """Prints the outcome; what pytest said of itself stands in it word for word."""
    ran = [check for check in checks if not check.obstacle]
    left_out = [f"{check.name}: {check.obstacle}" for check in checks if check.obstacle]
    left_out += [
        f"parts of the tests that read PDF files: {obstacle}"
        for obstacle in (without("pdftotext", "poppler-utils"), without("qpdf", "qpdf"))
        if obstacle
    ]
    print("\n--- The gate")
    for check in ran:
        print(check.verdict())
    for check in ran:
        if check.summary:
            print(f"{check.name}:\n{check.summary}")
    failed = [check.name for check in ran if not check.passed]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    for line in left_out:
        print(f"Left out: {line}")
    complete = os.environ.get("CI") != "true" or not left_out
    if not complete:
        print("Failed: under CI=true nothing may be left out")
    return 0 if complete and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
