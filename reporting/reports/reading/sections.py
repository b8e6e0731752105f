"""The HTML that is printed, divided into what is read on one page: a chapter, or a goal.

Nothing is said here that does not stand in it. References lead to the section that they stand for; on a phone a row of
a table becomes a card, which takes its columns' headings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString, mark_safe

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WHOLE = "report"  # of what has no chapters


def parser() -> Any:
    """Large: in memory only once somebody reads a report."""
    from lxml import html

    return html


@dataclass(frozen=True)
class Section:
    """`key` is the place in the print where it begins; `level` 2 is a goal in a chapter."""

    key: str
    title: str
    level: int
    element: Any

    @property
    def content(self) -> SafeString:
        html: str = parser().tostring(self.element, encoding="unicode")
        return mark_safe(html)  # noqa: S308 - made of our own template


class Sections:
    """All of a report's, of the HTML that is printed."""

    def __init__(self, html: str) -> None:
        page = parser().document_fromstring(html)
        self.marking = page.find("body").get("data-marking", "")
        self.identity = page.find("body").get("data-identity", "")
        self.language = page.get("lang")
        self.all = list(divided(page.find("body/main")))

    @cached_property
    def places(self) -> dict[str, str]:
        """By everything that a reference may lead to: the section where it stands."""
        return {place: section.key for section in self.all for place in section.element.xpath(".//@id")}

    def at(self, place: str) -> Section:
        """The one where this place is, ready to be shown; the first where there is none such."""
        key = self.places.get(place, self.all[0].key)
        section = next(section for section in self.all if section.key == key)
        self.lead(section)
        for table in section.element.iter("table"):
            label_cells(table)
        raise_headings(section.element)
        return section

    def beside(self, section: Section) -> tuple[Section | None, Section | None]:
        """The one before and the one after."""
        steps = list(pairwise([None, *self.all, None]))
        place = self.all.index(section)
        return steps[place][0], steps[place + 1][1]

    def lead(self, section: Section) -> None:
        for link in section.element.xpath(".//a[starts-with(@href, '#')]"):
            place = link.get("href")[1:]
            if self.places.get(place, section.key) != section.key:
                link.set("href", f"?section={self.places[place]}#{place}")


def divided(main: Any) -> Iterator[Section]:
    chapters = main.xpath("section[contains(concat(' ', @class, ' '), ' chapter ')]")
    if not chapters:
        yield Section(WHOLE, title_of(main), 1, main)
    for chapter in chapters:
        goals = chapter.xpath("section[@class='goal']")
        for goal in goals:
            goal.drop_tree()
        yield Section(key_of(chapter), title_of(chapter), 1, chapter)
        yield from (Section(key_of(goal), title_of(goal), 2, goal) for goal in goals)


def headings(element: Any) -> list[Any]:
    return list(element.iter(*HEADINGS))


def key_of(element: Any) -> str:
    return str(headings(element)[0].get("id"))


def title_of(element: Any) -> str:
    return " ".join(headings(element)[0].text_content().split())


def raise_headings(element: Any) -> None:
    """The page has a heading of its own, and the section's comes next to it."""
    found = headings(element)
    by = HEADINGS.index(found[0].tag) - 1
    for heading in found:
        heading.tag = HEADINGS[max(HEADINGS.index(heading.tag) - by, 1)]


def label_cells(table: Any) -> None:
    """A heading over several columns names none of them."""
    headings = spanned(table.xpath("thead/tr[last()]/*"))
    labels = {span.start: cell.text_content().strip() for cell, span in headings if len(span) == 1}
    if not labels:
        return
    table.classes |= {"table", "table-stack"}
    for row in table.iterfind("tbody/tr"):
        if "group" in row.classes:
            row.classes.add("table-group")
            continue
        for cell, span in spanned(row):
            if cell.tag == "td" and span.start in labels:
                cell.set("data-label", labels[span.start])


def spanned(cells: Any) -> Iterator[tuple[Any, range]]:
    """Each cell with the columns that it goes over."""
    start = 0
    for cell in cells:
        stop = start + int(cell.get("colspan", 1))
        yield cell, range(start, stop)
        start = stop
