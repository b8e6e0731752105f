"""To ask for a PDF. What makes one is slow to load, and is loaded by the first: most processes make none."""

from collections.abc import Callable
from dataclasses import dataclass

OnPage = Callable[[int], None]


@dataclass(frozen=True)
class Printed:
    content: bytes
    pages: int


class TooLong(Exception):
    """The report has more pages than one report may have."""


def render_pdf(html: str, identifier: str, on_page: OnPage | None = None) -> Printed:
    """`identifier` becomes the file's own, `on_page` hears of each page as it is laid out. Raises TooLong."""
    from reporting.reports.paper.typesetting import typeset

    return typeset(html, identifier, on_page)
