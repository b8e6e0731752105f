"""Against a server of our own that speaks clamd's protocol, and against clamd itself where it is installed."""

import io
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pytest_django import Settings

from dialogue.files.uploads import admit
from strategy.tools.scanning import scan

# The test file that every scanner knows (eicar.org), in two halves so that this file is none.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(threading.Thread):
    """Answers INSTREAM: found where the test file is in it, an error where it is longer than the limit, else OK."""

    def __init__(self, listener: socket.socket, limit: int = 1_000_000, answer: bytes | None = None) -> None:
        super().__init__(daemon=True)
        self.listener = listener
        self.limit = limit
        self.answer = answer
        self.received: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self.reply(connection.makefile("rb")))

    def reply(self, sent: io.BufferedReader) -> bytes:
        if sent.read(10) != b"zINSTREAM\x00":
            return b"UNKNOWN COMMAND\x00"
        content = b""
        while (length := struct.unpack("!I", sent.read(4))[0]) and len(content) <= self.limit:
            content += sent.read(length)
        self.received.append(content)
        if self.answer is not None:
            return self.answer
        if len(content) > self.limit:
            return b"INSTREAM size limit exceeded. ERROR\x00"
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\x00" if EICAR in content else b"stream: OK\x00"


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Clamd]:
    if request.param == "tcp":
        listener = socket.create_server(("127.0.0.1", 0))
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(tmp_path / "clamd.sock"))
        listener.listen()
        settings.CLAMAV_URL = f"unix://{tmp_path / 'clamd.sock'}"
    server = Clamd(listener)
    server.start()
    yield server
    listener.close()


def test_a_harmless_file_is_sent_whole_and_let_in(clamd: Clamd) -> None:
    content = b"0123456789" * 20_000
    admitted = admit(ContentFile(content, "lista.txt"))
    assert clamd.received == [content]
    assert admitted.content.open().read() == content


def test_a_harmful_file_is_refused(clamd: Clamd) -> None:
    with pytest.raises(ValidationError, match="innehåller skadlig kod"):
        admit(ContentFile(EICAR, "lista.txt"))


def test_what_the_scanner_cannot_judge_is_refused(clamd: Clamd) -> None:
    clamd.limit = 10
    with pytest.raises(ValidationError, match="kunde inte kontrolleras"):
        scan(ContentFile(b"0123456789" * 10))


@pytest.mark.parametrize("answer", [b"", b"stream: OK FOUND?", b"stream: OK\nstream: OK\x00", b"ERROR\x00"])
def test_an_answer_that_is_none_is_refused(clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(ValidationError, match="kunde inte kontrolleras"):
        scan(ContentFile(b"text"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock"])
def test_while_the_scanner_is_away_nothing_is_let_in(address: str, settings: Settings) -> None:
    settings.CLAMAV_URL = address
    with pytest.raises(ValidationError, match="kunde inte kontrolleras mot skadlig kod just nu"):
        admit(ContentFile(b"text", "lista.txt"))


def test_without_a_scanner_nobody_is_asked(settings: Settings) -> None:
    assert settings.CLAMAV_URL == ""
    admit(ContentFile(EICAR, "lista.txt"))


@pytest.mark.skipif(not shutil.which("clamd"), reason="clamd is not installed")
def test_clamd_itself_understands_us(settings: Settings, tmp_path: Path) -> None:
    """With a signature of our own in place of the real ones, which are large."""
    (tmp_path / "signatures").mkdir()
    (tmp_path / "signatures" / "own.ndb").write_text(f"Own.Test:0:*:{EICAR.hex()}\n")
    door = tmp_path / "clamd.sock"
    configuration = tmp_path / "clamd.conf"
    configuration.write_text(
        f"LocalSocket {door}\nDatabaseDirectory {tmp_path / 'signatures'}\nForeground yes\n"
        f"LogFile {tmp_path / 'clamd.log'}\nTemporaryDirectory {tmp_path}\n"
    )
    settings.CLAMAV_URL = f"unix://{door}"
    with subprocess.Popen(["clamd", "--config-file", str(configuration)]) as process:
        try:
            wait_until(door.exists)
            scan(ContentFile(b"text"))
            with pytest.raises(ValidationError, match="innehåller skadlig kod"):
                scan(ContentFile(EICAR))
        finally:
            process.terminate()


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)
