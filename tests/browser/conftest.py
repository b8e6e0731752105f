"""The product as people meet it: web server and worker of its own, with the demonstration set, and a real Chromium."""

import fcntl
import os
import shutil
import socket
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

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Beside what Playwright turns off by itself: nothing but this computer can be reached.
QUIET = (
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
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


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration set, to be copied. Whichever of the processes comes first fills it, for all."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "loaded"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            filling = folder.with_suffix(".filling")
            filling.mkdir()
            for command in ("migrate", "load_demo"):
                subprocess.run(
                    [*MANAGE, command, "--verbosity", "0"], cwd=settings.BASE_DIR, env=environment(filling), check=True
                )
            filling.rename(folder)
    return folder


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    """Of a product that keeps everything in one folder."""
    return os.environ | {
        "ALLOWED_HOSTS": "127.0.0.1",
        "ALLOW_SQLITE": "1",
        "BROKER_URL": f"filesystem://{folder / 'broker'}",
        "DATABASE_URL": f"sqlite:///{folder / 'verka.sqlite3'}",
        "DEBUG": "0",
        "EMAIL_URL": f"file://{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
    }


@pytest.fixture
def product(loaded: Path, tmp_path: Path) -> Iterator[Product]:
    with serving(loaded, tmp_path) as product:
        yield product


@contextmanager
def serving(loaded: Path, tmp_path: Path, host: str = "127.0.0.1", **told: str) -> Iterator[Product]:
    """Serves a copy of what is loaded, with more told by the environment where it is given."""
    folder = Path(shutil.copytree(loaded, tmp_path / "product"))
    port = free_port()
    log = folder / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [*MANAGE, "serve"],
            cwd=settings.BASE_DIR,
            env=environment(folder, port) | told,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            wait_for(port)
            yield Product(f"http://{host}:{port}", log, folder / "mail")
        finally:
            process.terminate()
            process.wait(SECONDS_TO_STOP)
    written = log.read_text()
    print(written)
    assert "content security policy" not in written


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


@pytest.fixture
def strict(loaded: Path, tmp_path: Path) -> Iterator[Product]:
    """The product with REQUIRE_MFA on. By name: a browser keeps no keys for an address of digits."""
    with serving(loaded, tmp_path, host="localhost", REQUIRE_MFA="1", ALLOWED_HOSTS="localhost") as product:
        yield product


@pytest.fixture
def visit(chromium: Browser, strict: Product, tmp_path: Path) -> Iterator[NewVisitor]:
    """A browser at the strict product that nobody has signed in with yet."""
    visitors: list[Visitor] = []

    def visit(width: int, javascript: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, strict.address, width=width, javascript=javascript))
        return visitors[-1]

    yield visit
    for number, visitor in enumerate(visitors):
        visitor.leave(tmp_path / f"last-page-{number}.png")


@pytest.fixture
def enter(chromium: Browser, product: Product, tmp_path: Path) -> Iterator[Enter]:
    """Lets somebody in at the sign-in page, by the account's name, in a browser of their own."""
    visitors: list[Visitor] = []

    def enter(account: str, *, width: int, javascript: bool) -> Visitor:
        visitor = Visitor(chromium, product.address, width=width, javascript=javascript)
        visitors.append(visitor)
        visitor.sign_in(account)
        return visitor

    yield enter
    for number, visitor in enumerate(visitors):
        visitor.leave(tmp_path / f"last-page-{number}.png")
