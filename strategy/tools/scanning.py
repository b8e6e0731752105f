"""Asks ClamAV about a file, where CLAMAV_URL names one: its own protocol's INSTREAM, in clamd's manual page."""

import re
import socket
import struct
from typing import IO, Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = structlog.get_logger()

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096
HARMLESS = re.compile(rb"stream: OK\x00?")
FOUND = re.compile(rb"stream: (?P<what>[^\x00]{1,200}) FOUND\x00?")


def scan(file: IO[Any]) -> None:
    """Raises ValidationError where something is found, and where there is no answer: unseen is not let in."""
    if not settings.CLAMAV_URL:
        return
    try:
        answer = ask(settings.CLAMAV_URL, file)
    except OSError as error:
        logger.exception("the virus scanner does not answer")
        raise ValidationError(unseen()) from error
    if HARMLESS.fullmatch(answer):
        return
    infection = FOUND.fullmatch(answer)
    if infection is None:
        logger.error("the virus scanner could not tell")
        raise ValidationError(unseen())
    logger.warning("the virus scanner found something", signature=infection["what"].decode(errors="replace"))
    raise ValidationError(_("Filen innehåller skadlig kod och har inte sparats. Hör av dig till din it-avdelning."))


def ask(address: str, file: IO[Any]) -> bytes:
    file.seek(0)
    with connect(address) as connection:
        connection.sendall(b"zINSTREAM\x00")
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        return read(connection)


def connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def read(connection: socket.socket) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\x00") and (part := connection.recv(1024)):
        answer += part
    return answer


def unseen() -> str:
    return _("Filen kunde inte kontrolleras mot skadlig kod just nu och har inte sparats. Försök igen om en stund.")
