"""How long it takes to begin: to check the settings, and from `serve` to the first answer."""

import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.databases import ROOT, Database, empty
from tests.bench.machine import progress
from tests.bench.tables import Results, Table

TURNS = 3
PATIENCE = 60.0  # seconds


def measure_start(results: Results, folder: Path) -> None:
    progress("start")
    with empty("sqlite", 0, folder) as database:
        database.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        database.manage("migrate", "--verbosity", "0")
        taken = {
            "manage.py check": [checked(database) for _turn in range(TURNS)],
            "manage.py serve, to the first answer": [served(database) for _turn in range(TURNS)],
        }
    table = Table(f"From nothing to something, seconds, median of {TURNS}", ["", "median"])
    table.rows = [[label, f"{statistics.median(times):.2f}"] for label, times in taken.items()]
    results.tables.append(table)
    results.figures["start"] = {label: [round(value, 3) for value in times] for label, times in taken.items()}


def checked(database: Database) -> float:
    began = time.perf_counter()
    database.manage("check")
    return time.perf_counter() - began


def served(database: Database) -> float:
    """Ends what it began, with everything that that has started."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=database.environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_answer(f"http://127.0.0.1:{port}/sign-in/")
        return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for_answer(url: str) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return
        time.sleep(0.02)
    raise SystemExit(f"no answer at {url} within {PATIENCE:.0f} s")
