"""The text of a Word document (docx) as Word shows it, by way of the plain HTML that mammoth makes of it."""

from html.parser import HTMLParser
from typing import IO, Any

import mammoth

PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
OF_LINES = {"ul", "ol", "table"}  # which begin a line each


def word_text(file: IO[Any]) -> str:
    """Paragraphs with an empty line between them, lists with their signs, the cells of a row with tabs between."""
    html = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(lambda image: {})).value
    reader = WordText()
    reader.feed(html)
    return reader.text


class WordText(HTMLParser):
    """A line a paragraph, an item or a row. Paragraphs and lists stand apart; in a cell everything is one line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.lists: list[int | None] = []  # the next number of each list that is open; none for one with dots
        self.cells = 0  # of the row at hand; a table in a cell counts on

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in PARAGRAPHS | OF_LINES and not self.is_inside and self.lines:
            self.lines.append("")
        if tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self.lines.append(self.sign())
        elif tag == "tr":
            self.lines.append("")
            self.cells = 0
        elif tag in {"td", "th"}:
            self.lines[-1] = f"{self.lines[-1].rstrip()}\t" if self.cells else ""
            self.cells += 1
        elif tag == "br" or (tag in PARAGRAPHS and not self.is_inside):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
        if tag in {"table", "ul", "ol"} and not self.lists:
            self.cells = 0
        elif tag == "p" and self.is_inside:
            self.put(" ")

    def handle_data(self, data: str) -> None:
        self.put(data.replace("\n", " "))

    @property
    def is_inside(self) -> bool:
        """Within an item or a cell, whose paragraphs begin no line of their own."""
        return bool(self.lists or self.cells)

    def sign(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "• "
        self.lists[-1] = number + 1
        return f"{number}. "

    def put(self, words: str) -> None:
        if not self.lines:
            self.lines.append("")
        self.lines[-1] += words
