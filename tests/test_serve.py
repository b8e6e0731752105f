import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError

from reporting.management.commands.serve import listen

SECONDS_TO_LEAVE = 15
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
    }
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=settings.BASE_DIR, env=environment, check=True)
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


def test_address_is_printed_and_a_dead_web_server_comes_back(
    served: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    assert served.stdout is not None
    assert f"http://127.0.0.1:{environment['PORT']}" in served.stdout.readline()
    (web,) = [pid for pid in processes(environment) if parent(pid) == served.pid and "gunicorn" in command(pid)]

    os.kill(web, signal.SIGKILL)

    eventually(lambda: not Path(f"/proc/{web}").exists())
    eventually(lambda: answers(environment))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ending_it_leaves_nothing_running(
    served: subprocess.Popen[str], environment: dict[str, str], number: signal.Signals
) -> None:
    served.send_signal(number)

    assert served.wait(SECONDS_TO_LEAVE) == 0
    assert processes(environment) == []


def test_a_child_that_does_not_listen_is_ended_too(served: subprocess.Popen[str], environment: dict[str, str]) -> None:
    for pid in processes(environment):
        if parent(pid) == served.pid:
            os.kill(pid, signal.SIGSTOP)

    served.terminate()

    assert served.wait(SECONDS_TO_LEAVE) == 0
    assert processes(environment) == []


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
    deadline = time.monotonic() + SECONDS_TO_LEAVE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(environment: dict[str, str]) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{environment['PORT']}/", timeout=SECONDS_TO_LEAVE) as response:
            return bool(response.status == 200)
    except URLError:
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
