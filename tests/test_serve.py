import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError

from reporting.management.commands.serve import listen
from tests.databases import Databases

SECONDS_TO_LEAVE = 15
PATIENCE = 60  # seconds, for a machine that is busy with other things
MANAGE = [sys.executable, "manage.py"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="makes its own SQLite database"),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a product with a database of its own, set up and without accounts."""
    folder = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ALLOW_SQLITE": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'verka.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
        "SPT_NOENV": "1",  # setproctitle, where it is installed, would write over what /proc shows of a program
    }
    shutil.copyfile(Databases("sqlite").template("empty"), folder / "verka.sqlite3")
    return environment


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*MANAGE, "serve"], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        eventually(lambda: answers(environment))
        yield process
        process.kill()
    eventually(lambda: not processes(environment))


@pytest.mark.long
def test_a_dead_child_comes_back(served: subprocess.Popen[str], environment: dict[str, str]) -> None:
    def children(name: str) -> set[int]:
        return {pid for pid in processes(environment) if parent(pid) == served.pid and name in command(pid)}

    names = ["gunicorn", "--pool prefork", "--beat"]
    eventually(lambda: all(len(children(name)) == 1 for name in names))
    dead = {pid for name in names for pid in children(name)}

    for pid in dead:
        os.kill(pid, signal.SIGKILL)

    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in dead))
    eventually(lambda: all(len(children(name)) == 1 for name in names))
    eventually(lambda: answers(environment))


@pytest.mark.long
def test_ending_it_under_load_drops_no_request(served: subprocess.Popen[str], environment: dict[str, str]) -> None:
    """Every call that was taken up is answered whole; those that still waited, and later ones, are refused."""
    outcomes: Counter[str] = Counter()
    over = threading.Event()
    callers = [threading.Thread(target=keep_calling, args=[environment, outcomes, over]) for _ in range(20)]
    for caller in callers:
        caller.start()
    time.sleep(2)

    served.terminate()

    assert served.wait(SECONDS_TO_LEAVE) == 0
    assert processes(environment) == []
    eventually(lambda: outcomes["refused"] > 0)
    over.set()
    for caller in callers:
        caller.join()
    assert outcomes["answered"] > 100
    assert set(outcomes) == {"answered", "refused"}


def keep_calling(environment: dict[str, str], outcomes: Counter[str], over: threading.Event) -> None:
    while not over.is_set():
        try:
            door = socket.create_connection(("127.0.0.1", int(environment["PORT"])), timeout=SECONDS_TO_LEAVE)
        except ConnectionRefusedError:
            outcomes["refused"] += 1
            time.sleep(0.05)
            continue
        with door:
            outcomes[call(door)] += 1


def call(door: socket.socket) -> str:
    answer = b""
    try:
        door.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        while part := door.recv(65536):
            answer += part
    except ConnectionError:
        return "cut short" if answer else "refused"
    return "answered" if answer.startswith(b"HTTP/1.1 200") and b"</html>" in answer else "cut short"


def test_it_says_where_it_is_and_leaves_nothing_running(
    served: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    """By Ctrl-C; how it ends by SIGTERM, the test above shows."""
    assert served.stdout is not None
    assert f"http://127.0.0.1:{environment['PORT']}" in served.stdout.readline()
    served.send_signal(signal.SIGINT)

    assert served.wait(SECONDS_TO_LEAVE) == 0
    assert processes(environment) == []


@pytest.mark.long
def test_a_child_that_does_not_listen_is_ended_too(served: subprocess.Popen[str], environment: dict[str, str]) -> None:
    for pid in processes(environment):
        if parent(pid) == served.pid:
            os.kill(pid, signal.SIGSTOP)

    served.terminate()

    assert served.wait(SECONDS_TO_LEAVE) == 0
    assert processes(environment) == []


@pytest.mark.long
def test_killing_it_ends_its_children(served: subprocess.Popen[str], environment: dict[str, str]) -> None:
    served.kill()
    served.wait()

    eventually(lambda: not processes(environment))


def test_port_in_use_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"^Port {port} är upptagen av ett annat program\. .*$"):
            listen("127.0.0.1", port)


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(environment: dict[str, str]) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{environment['PORT']}/", timeout=SECONDS_TO_LEAVE) as response:
            return bool(response.status == 200)
    except (URLError, ConnectionError):
        return False


def processes(environment: dict[str, str]) -> list[int]:
    """Everything alive that was started with this environment, by its database."""
    mark = f"DATABASE_URL={environment['DATABASE_URL']}".encode()
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if mark in contents(folder / "environ")]


def parent(pid: int) -> int:
    return int(contents(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()[1])


def command(pid: int) -> str:
    return contents(Path(f"/proc/{pid}/cmdline")).replace(b"\0", b" ").decode()


def contents(path: Path) -> bytes:
    """Empty where the process has ended or belongs to somebody else."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
