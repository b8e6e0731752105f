"""The product as people meet it: web server and worker of its own, with the demonstration set, and a real Chromium."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import Visitor
from tests.databases import Databases

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Beside what Playwright turns off by itself: nothing but this computer can be reached.
QUIET = (
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
DATABASE = "verka.sqlite3"
PATIENCE = 30  # seconds, until those at work in a database let go of it
SECONDS_TO_OPEN = 30
SECONDS_TO_STOP = 20
MANAGE = [sys.executable, "manage.py"]

Enter = Callable[..., Visitor]
NewVisitor = Callable[..., Visitor]


@dataclass(frozen=True)
class Product:
    address: str
    log: Path
    mail: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    sandbox = () if os.getuid() else ("--no-sandbox",)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    """Of a product that keeps everything in one folder."""
    return os.environ | {
        "ALLOWED_HOSTS": "127.0.0.1",
        "ALLOW_SQLITE": "1",
        "BROKER_URL": f"filesystem://{folder / 'broker'}",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "DEBUG": "0",
        "EMAIL_URL": f"file://{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
    }


class Server:
    """The product served, once for all journeys of a process; before each of them everything is as it was at first."""

    def __init__(self, databases: Databases, folder: Path, host: str, **told: str) -> None:
        self.databases = databases
        self.folder = folder
        self.product = Product(f"http://{host}:{free_port()}", folder / "log", folder / "mail")
        self.told = environment(folder, int(self.product.address.rpartition(":")[2])) | told

    @contextmanager
    def running(self) -> Iterator[None]:
        self.begin_anew()
        with self.product.log.open("a") as output:
            process = subprocess.Popen(
                [*MANAGE, "serve"], cwd=settings.BASE_DIR, env=self.told, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            wait_for(int(self.told["PORT"]))
            yield
        finally:
            process.terminate()
            process.wait(SECONDS_TO_STOP)

    def begin_anew(self, template: Path | None = None) -> None:
        """The processes that are running see what they had open filled with the demonstration set again, or another."""
        with (
            sqlite3.connect(template or self.databases.template("demonstration")) as old,
            sqlite3.connect(self.folder / DATABASE, timeout=PATIENCE) as served,
        ):
            old.backup(served)
            # Nobody is woken for a report that the set has left waiting.
            served.execute("UPDATE strategy_job SET rung_at = datetime('now', '+1 day')")
        for kept, at_first in (("mail", None), ("media", self.databases.media("demonstration"))):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
            if at_first:
                shutil.copytree(at_first, self.folder / kept)
        self.product.log.write_text("")

    @contextmanager
    def visited(self) -> Iterator[Product]:
        self.begin_anew()
        yield self.product
        written = self.product.log.read_text()
        print(written)
        assert "content security policy" not in written


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(Databases("sqlite"), tmp_path_factory.mktemp("product"), "127.0.0.1")
    with server.running():
        yield server


@pytest.fixture(scope="session")
def strict_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With REQUIRE_MFA on. By name: a browser keeps no keys for an address of digits."""
    told = {"REQUIRE_MFA": "1", "ALLOWED_HOSTS": "localhost"}
    server = Server(Databases("sqlite"), tmp_path_factory.mktemp("strict"), "localhost", **told)
    with server.running():
        yield server


@pytest.fixture
def product(server: Server) -> Iterator[Product]:
    with server.visited() as product:
        yield product


@pytest.fixture
def strict(strict_server: Server) -> Iterator[Product]:
    with strict_server.visited() as product:
        yield product


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_OPEN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What kinds of pages have been looked at, by any of the processes of this run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "seen"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def visit(chromium: Browser, strict: Product, seen: Path, tmp_path: Path) -> Iterator[NewVisitor]:
    """A browser at the strict product that nobody has signed in with yet."""
    visitors: list[Visitor] = []

    def visit(width: int, javascript: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, strict.address, seen, width=width, javascript=javascript))
        return visitors[-1]

    yield visit
    for number, visitor in enumerate(visitors):
        visitor.leave(tmp_path / f"last-page-{number}.png")


@pytest.fixture
def enter(chromium: Browser, product: Product, seen: Path, tmp_path: Path) -> Iterator[Enter]:
    """Lets somebody in at the sign-in page, by the account's name, in a browser of their own."""
    visitors: list[Visitor] = []

    def enter(account: str, *, width: int, javascript: bool, by_keyboard: bool = False) -> Visitor:
        visitor = Visitor(chromium, product.address, seen, width=width, javascript=javascript, by_keyboard=by_keyboard)
        visitors.append(visitor)
        visitor.sign_in(account)
        return visitor

    yield enter
    for number, visitor in enumerate(visitors):
        visitor.leave(tmp_path / f"last-page-{number}.png")
