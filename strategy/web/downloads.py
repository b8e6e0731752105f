"""How a file leaves: kept by the browser, and never opened as a page of ours."""

import unicodedata
from pathlib import PurePath
from typing import IO, Any, TypeVar

from django.http import FileResponse, HttpResponseBase

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

# Should a browser show the file all the same, it is a page without an origin, script, form or request.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
FORBIDDEN_IN_NAMES = frozenset('<>:"/\\|?*')  # one system or another refuses them
LONGEST_NAME = 200


def download(content: IO[Any], *, filename: str, content_type: str) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=filename, content_type=content_type)
    return sealed(response)


def sealed(response: ResponseT) -> ResponseT:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def clean_name(name: str) -> str:
    """A file's name as data: without folders, signs that are not seen or that turn the writing round, at most 200."""
    last = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in last
        if sign not in FORBIDDEN_IN_NAMES and (sign.isspace() or unicodedata.category(sign)[0] != "C")
    )
    stem, suffix = split(" ".join(shown.split()).strip(". "))
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}"


def split(name: str) -> tuple[str, str]:
    path = PurePath(name or "fil")
    return path.stem, path.suffix[:20]
