"""The list of a framework, row by row: all of it is right, or nothing of it is taken."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from priorities.frameworks.columns import TEMPLATE
from priorities.frameworks.models import LONGEST_CODE, LONGEST_NAME
from strategy.texts.writing import in_a_line
from strategy.web.filled_tables import Cells, Problem, Row

MOST_ITEMS = 1000
LONGEST = {"code": LONGEST_CODE, "name": LONGEST_NAME, "name_en": LONGEST_NAME, "parent": LONGEST_CODE}
NUMBER = re.compile(r"\d+,\d+")  # as a spreadsheet program writes one that was meant as a code


class Refused(Exception):
    """The list is not right: these are its problems, and nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Listed:
    """An item as the file has it; `depth` is how many stand above it."""

    code: str
    name: str
    name_en: str
    parent: str
    depth: int


def read(rows: Sequence[Row]) -> list[Listed]:
    """Raises ValidationError for what is no such table, and Refused."""
    found: dict[str, Listed] = {}
    problems: list[Problem] = []
    for number, cells in TEMPLATE.filled(rows):
        item = listed(cells, found)
        told = what_is_wrong(item, cells, found)
        problems += [Problem(number, TEMPLATE.heading(name), sentence) for name, sentence in told]
        if item.code:
            found.setdefault(item.code, item)
    if problems:
        raise Refused(problems)
    return list(found.values())


def listed(cells: Cells, above: dict[str, Listed]) -> Listed:
    texts = {name: in_a_line(str(cells.get(name, ""))).strip() for name in LONGEST}
    parent = above.get(texts["parent"])
    return Listed(**texts, depth=parent.depth + 1 if parent else 0)


def what_is_wrong(item: Listed, cells: Cells, above: dict[str, Listed]) -> Iterator[tuple[str, str]]:
    """By the column, a sentence."""
    for name in ("code", "parent"):
        told = cells.get(name, "")
        if isinstance(told, date) or NUMBER.fullmatch(told):
            yield name, _("Cellen är ett datum eller ett tal. Formatera kolumnen som text och skriv beteckningen igen.")
    if not item.code:
        yield "code", _("Skriv punktens beteckning.")
    elif item.code in above:
        yield "code", _("Beteckningen %(code)s finns två gånger.") % {"code": item.code}
    if item.parent and item.parent not in above:
        yield "parent", _("%(code)s ska stå på en rad ovanför den här.") % {"code": item.parent}
    for name, longest in LONGEST.items():
        if len(getattr(item, name)) > longest:
            yield name, _("Texten är för lång: högst %(most)d tecken.") % {"most": longest}
