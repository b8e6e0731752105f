import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from reporting import demonstration

STOP_SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
SECONDS_TO_FINISH_REQUESTS = 9
SECONDS_TO_STOP = 11
FIRST_PAUSE = 1.0  # seconds before a child that died is started again; twice as long each time
LONGEST_PAUSE = 30.0
LONG_LIFE = 60.0  # seconds after which a death counts as the first again
ROOT_WARNING = "ignore:You're running the worker with superuser"  # meant for pickled tasks; ours are JSON
CELERY_WORKER = [
    *(sys.executable, "-W", ROOT_WARNING, "-m", "celery", "--quiet", "--app", "config", "worker"),
    *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def children(listener: socket.socket) -> dict[str, list[str]]:
    """What runs beside each other: name and command line."""
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{listener.fileno()}"),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", str(SECONDS_TO_FINISH_REQUESTS)),
            *("--no-control-socket", "--log-level", "warning"),
        ],
        "worker": [
            *("nice", "-n", "10", *CELERY_WORKER),
            *("--pool", "prefork", "--concurrency", "1", "--optimization", "fair"),
        ],
        "beat": [  # takes what is short, besides, so that it waits for nothing that is long
            *(*CELERY_WORKER, "--beat", "--scheduler", "celery.beat:Scheduler", "--hostname", "beat@%h"),
            *("--pool", "solo", "--queues", settings.CELERY_TASK_DEFAULT_QUEUE),
        ],
    }


class Command(BaseCommand):
    help = _("Visar Verka på en adress på den här datorn: webbserver, arbetare och schema i ett program.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("adress att lyssna på; porten står i PORT"))

    def handle(self, *args: Any, host: str, **options: Any) -> None:
        accounts = demonstration_accounts()
        with listen(host, int(settings.PORT)) as listener, TemporaryDirectory(prefix="verka-figures-") as figures:
            os.environ.setdefault(
                "PROMETHEUS_MULTIPROC_DIR", figures
            )  # where the web server's processes count together
            supervisor = Supervisor(children(listener), listener, log=self.stderr.write)
            for number in STOP_SIGNALS:
                signal.signal(number, supervisor.request_stop)
            self.greet(f"http://{host}:{settings.PORT}", accounts)
            supervisor.run()

    def greet(self, address: str, accounts: list[tuple[str, str, str]]) -> None:
        self.stdout.write(_("Verka finns nu på %(address)s – avsluta med Ctrl-C.") % {"address": address})
        if accounts:
            self.stdout.write(_("Demonstrationskonton, alla med lösenordet %s:") % demonstration.PASSWORD)
        for email, _name, role in accounts:
            self.stdout.write(f"  {email:<40} {role}")
        self.stdout.flush()


def demonstration_accounts() -> list[tuple[str, str, str]]:
    try:
        return demonstration.accounts()
    except DatabaseError as error:
        raise CommandError(_("Databasen är inte uppsatt. Kör manage.py migrate först.")) from error
    finally:
        connections.close_all()


def listen(host: str, port: int) -> socket.socket:
    """Held by this program and handed to the web server, so that calls wait while that one is started again."""
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        busy = _("Port %(port)s är upptagen av ett annat program. Ange en ledig, till exempel PORT=8080.")
        closed = _("Adressen %(host)s:%(port)s går inte att öppna: %(reason)s.")
        message = busy if error.errno == errno.EADDRINUSE else closed
        raise CommandError(message % {"host": host, "port": port, "reason": error.strerror}) from error


class Child:
    """One program in a process group of its own, started again when it dies."""

    def __init__(self, name: str, command: list[str], listener: socket.socket) -> None:
        self.name = name
        self.command = command
        self.listener = listener
        self.pause = FIRST_PAUSE
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own table of commands
            self.command,
            cwd=settings.BASE_DIR,
            pass_fds=[self.listener.fileno()] if self.name == "web" else [],
            start_new_session=True,
            preexec_fn=end_with_parent(os.getpid()),
        )
        self.due: float | None = None

    def watch(self, log: Callable[[str], object]) -> None:
        """Starts the child again after a pause that doubles as long as it keeps dying young."""
        if self.due is not None:
            if time.monotonic() >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self.kill()
            lived = time.monotonic() - self.started
            pause = FIRST_PAUSE if lived > LONG_LIFE else self.pause
            self.pause = min(pause * 2, LONGEST_PAUSE)
            self.due = time.monotonic() + pause
            log(
                _("%(name)s avslutades (kod %(code)s) och startas igen om %(pause)d s.")
                % {"name": self.name, "code": self.process.returncode, "pause": pause}
            )

    def kill(self) -> None:
        """Everything that is left of it, its own children too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    def __init__(self, commands: dict[str, list[str]], listener: socket.socket, log: Callable[[str], object]) -> None:
        self.commands = commands
        self.listener = listener
        self.log = log
        self.stopping = False

    def request_stop(self, *_signal: object) -> None:
        self.stopping = True

    def run(self) -> None:
        running = [Child(name, command, self.listener) for name, command in self.commands.items()]
        while not self.stopping:
            for child in running:
                child.watch(self.log)
            time.sleep(0.2)
        self.stop(running)
        self.listener.close()

    def stop(self, running: list[Child]) -> None:
        """Lets each finish what it does, for as long as there is time."""
        for child in running:
            child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        while time.monotonic() < deadline and any(child.process.poll() is None for child in running):
            time.sleep(0.1)
        for child in running:
            child.kill()


def end_with_parent(parent: int) -> Callable[[], None]:
    """For the child before it starts: a quick shutdown when this program is gone, killed even. Linux alone has it."""
    libc = ctypes.CDLL(None)

    def prepare() -> None:
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)  # a shell that starts us in the background has it ignored
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
