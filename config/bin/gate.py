"""The whole gate: every check runs, whatever the one before said, and all must pass. `proof` runs what takes longer.

Two lanes run beside each other, since much of what tests do is wait. What cannot run on this machine is left out and
named at the end; under CI=true that is a failure.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "var" / "gate"  # what each suite says of its tests, as JUnit's XML
MANAGE = ["python", "manage.py"]
PYTEST_SUMMARY = re.compile(r"^=+ .*\d+ \w+.* in [\d.]+s.*=+$")
POSTGRES_GUESSES = ["postgres://postgres@127.0.0.1:5432/verka", "postgres://root@127.0.0.1:5432/verka"]
# What each of the three suites of tests runs, in pytest's words.
ON_SQLITE = "not browser and not long"
ON_POSTGRESQL = "both and not browser and not long"
IN_A_BROWSER = "browser and not long"
DEAREST = 20
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
        """What it says is shown when it is over, since another runs beside it."""
        started = time.monotonic()
        process = subprocess.run(
            self.command,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.passed = process.returncode == 0
        self.seconds = time.monotonic() - started
        self.summary = next(filter(PYTEST_SUMMARY.match, process.stdout.splitlines()), "")
        print(f"\n--- {self.verdict()}\n{process.stdout}", end="", flush=True)

    def verdict(self) -> str:
        return f"{'passed' if self.passed else 'FAILED':<8}{self.seconds:6.1f} s  {self.name}"


Lane = list[Check]  # one after the other


def main() -> int:
    os.chdir(ROOT)
    os.environ |= environment()
    outcome = run_all(longer_checks() if is_proof() else all_checks())
    drop_test_databases()
    return outcome


def run_all(lanes: list[Lane]) -> int:
    shutil.rmtree(REPORTS, ignore_errors=True)
    with ThreadPoolExecutor(len(lanes)) as pool:
        list(pool.map(run, lanes))
    return report([check for lane in lanes for check in lane])


def run(lane: Lane) -> None:
    for check in lane:
        if not check.obstacle:
            check.run()


def environment() -> dict[str, str]:
    """What every check runs in; its database is SQLite where the check names no other."""
    return {
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'gate.sqlite3'}",
        "ALLOW_SQLITE": "1",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


def suite(
    name: str,
    selection: str,
    *files: str,
    distribution: str = "loadfile",
    processes: int = 2,
    obstacle: str = "",
    **environment: str,
) -> Check:
    """What a file sets up is set up once: its tests stay in one process, but where `distribution` says otherwise."""
    spread = ["--numprocesses", str(processes), "--dist", distribution, "--no-loadscope-reorder"]
    told = ["--junit-xml", str(REPORTS / f"{name}.xml"), "-m", selection]
    return Check(f"tests {name}", ["python", "-m", "pytest", *spread, *told, *files], environment, obstacle)


def files_with(mark: str) -> list[str]:
    """The others need not be read by a suite that runs only these."""
    files = sorted((ROOT / "tests").glob("**/test_*.py"))
    return [str(path.relative_to(ROOT)) for path in files if f"pytest.mark.{mark}" in path.read_text(encoding="utf-8")]


def static_checks() -> Lane:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    return [
        Check("ruff check", ["ruff", "check"]),
        Check("ruff format", ["ruff", "format", "--check"]),
        Check("djade", ["djade", "--check", "--target-version", "5.2", *templates]),
        Check("mypy", ["mypy", "."]),
        Check("import contract", ["lint-imports"]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("translations", ["python", "config/bin/check_messages.py"], obstacle=without("msgfmt", "gettext")),
    ]


def all_checks() -> list[Lane]:
    postgres, no_postgres = find_postgres()
    no_chromium = without("chromium", "chromium")
    return [
        [suite("on SQLite", ON_SQLITE, "--ignore", "tests/browser")],
        [
            *static_checks(),
            suite(
                "on PostgreSQL",
                ON_POSTGRESQL,
                *files_with("both"),
                processes=1,
                obstacle=no_postgres,
                DATABASE_URL=postgres,
            ),
            suite("in a browser", IN_A_BROWSER, "tests/browser", distribution="loadgroup", obstacle=no_chromium),
        ],
    ]


def longer_checks() -> list[Lane]:
    """What takes longer than the gate: much in place of a little, and all of it on both databases."""
    postgres, no_postgres = find_postgres()
    no_chromium = without("chromium", "chromium")
    told = {"obstacle": no_postgres, "DATABASE_URL": postgres, "PROOF": "1"}
    return [
        [
            suite("on SQLite, at length", "not browser", processes=1, PROOF="1"),
            suite(
                "in a browser, at length", "browser", "tests/browser", distribution="loadgroup", obstacle=no_chromium
            ),
        ],
        [
            suite("on PostgreSQL, at length", "not browser", processes=1, **told),
            Check("mutants of the access rules", ["python", "-m", "config.bin.mutation"]),
            Check("sabotages", ["python", "-m", "config.bin.sabotage"]),
        ],
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


def drop_test_databases(root: Path = ROOT) -> None:
    """What the tests of a checkout keep on the server to be used again: see tests/databases.py."""
    kept = root / "var" / "test-databases" / "postgresql"
    address, _obstacle = find_postgres()
    if not kept.is_dir() or not address:
        return
    fingerprints = {folder.name for folder in kept.iterdir()}
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
            if fingerprints.intersection(name.split("_")):
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(kept)


def dearest_files() -> list[str]:
    """Where the seconds of the tests' processes went, each suite by itself."""
    seconds: dict[str, float] = defaultdict(float)
    for path in REPORTS.glob("*.xml"):
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 - our own
            seconds[f"{case.get('classname', '').replace('.', '/')}.py {path.stem}"] += float(case.get("time", 0))
    total = sum(seconds.values())
    lines = [f"{spent:8.1f} s  {name}" for name, spent in sorted(seconds.items(), key=lambda item: -item[1])[:DEAREST]]
    return [f"The dearest files, of {total:.0f} s in all:", *lines] if lines else []


def parts_of_tests() -> Iterator[tuple[str, str]]:
    """That need a program, and what stands in their way here."""
    for program, package in (("pdftotext", "poppler-utils"), ("qpdf", "qpdf")):
        yield "parts of the tests that read PDF files", without(program, package)
    if is_proof():
        yield "Word files opened in LibreOffice", without("soffice", "libreoffice-writer-nogui")


def is_proof() -> bool:
    return sys.argv[1:] == ["proof"]


def report(checks: list[Check]) -> int:
    """Prints the outcome; what pytest said of itself stands in it word for word."""
    ran = [check for check in checks if not check.obstacle]
    left_out = [f"{check.name}: {check.obstacle}" for check in checks if check.obstacle]
    left_out += [f"{part}: {obstacle}" for part, obstacle in parts_of_tests() if obstacle]
    print("\n--- The gate")
    for check in ran:
        print(check.verdict())
    for check in ran:
        if check.summary:
            print(f"{check.name}:\n{check.summary}")
    print("\n".join(dearest_files()))
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
