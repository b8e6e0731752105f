"""Ends a worker, with everything that belongs to it, at one named place in the making of a report.

Python imports a module of this name by itself where PYTHONPATH leads to it: the worker is the product's own, started as
always. The file that KILL_FILE names holds the place; it is taken away before the blow, so that the next worker lives.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

KILL_FILE = os.environ.get("KILL_FILE")


def strike(place: str) -> None:
    assert KILL_FILE is not None
    path = Path(KILL_FILE)
    if path.is_file() and path.read_text() == place:
        path.unlink()
        os.killpg(0, signal.SIGKILL)


def after(place: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        answer = function(*args, **kwargs)
        strike(place)
        return answer

    return wrapped


def before(place: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        strike(place)
        return function(*args, **kwargs)

    return wrapped


def arm(**_: Any) -> None:
    from reporting.reports import rendering

    for name, place, wrap in (
        ("take", "snapshot taken", after),
        ("html", "layout begun", after),
        ("render_pdf", "pages laid out", after),
        ("finish", "files written", before),
        ("sweep", "published", before),
    ):
        setattr(rendering, name, wrap(place, getattr(rendering, name)))


if KILL_FILE:
    from celery.signals import worker_process_init

    worker_process_init.connect(arm, weak=False)
