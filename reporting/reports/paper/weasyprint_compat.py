"""All of WeasyPrint's insides that we lean on: the function that builds the tags, and the words of its log."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from weasyprint.pdf import tags

from reporting.reports.paper.pdf import OnPage

Element = Any  # a pydyf.Dictionary with /S, /K and /P


ONE_AT_A_TIME = Lock()


@dataclass
class Structure:
    """The structure elements in the order they were begun, each with the HTML element it comes from."""

    made: list[tuple[Element, Any]] = field(default_factory=list)
    source: dict[int, Any] = field(default_factory=dict)

    def add(self, element: Element, box: Any) -> None:
        if element.number not in self.source:
            self.source[element.number] = box.element
            self.made.append((element, box.element))


@contextmanager
def structure_recorded() -> Iterator[Structure]:
    """While the file is written, notes which HTML element each structure element comes from: one recursive function
    builds them all, and calls itself by its name in its module.
    """
    structure, build = Structure(), tags._build_box_tree

    def recording(box: Any, *args: Any) -> Iterator[Element]:
        for element in build(box, *args):
            structure.add(element, getattr(box, "_box", box))
            yield element

    with ONE_AT_A_TIME:
        tags._build_box_tree = recording
        try:
            yield structure
        finally:
            tags._build_box_tree = build


LAID_OUT = re.compile(r"Page (\d+)")


@contextmanager
def followed(on_page: OnPage) -> Iterator[None]:
    """Listens to WeasyPrint's progress log, which names each page as its layout begins."""
    listener = Listener(on_page)
    logger = logging.getLogger("weasyprint.progress")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate


class Listener(logging.Handler):
    def __init__(self, on_page: OnPage) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        found = LAID_OUT.search(record.getMessage())
        if found is not None:
            self.on_page(int(found[1]))
