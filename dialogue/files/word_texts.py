"""The text of a Word document (docx) as Word shows it (ECMA-376, part 1, 17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import IO, Any
from xml.etree.ElementTree import Element

from dialogue.files.word_numbers import Numbering, Styles, roman
from dialogue.files.word_symbols import shown, symbol
from dialogue.files.word_xml import WordParts, attribute, child, children, is_on, local

# What is told of the text, what was struck or moved away, and what a field is told to do.
UNSHOWN = {
    *("pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "del", "moveFrom", "delText"),
    *("instrText", "delInstrText", "rt", "rubyPr", "annotationRef"),
}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TICKED, NOT_TICKED = "☒", "☐"


def word_text(file: IO[Any], *, marks_headings: bool = False) -> str:
    """Paragraphs with an empty line between them, lists with their signs, the cells of a row with tabs between.

    Headings are marked as in Markdown where that is asked for.

    What is not made by the rules raises whatever comes to hand.
    """
    parts = WordParts(file)
    body = child(parts.document, "body")
    if body is None:
        raise ValueError("no document")
    reader = WordText(parts, marks_headings=marks_headings)
    blocks = reader.blocks_in(body)
    return "\n".join(separated([*blocks, Block(reader.carried), *reader.notes()])).strip("\n")


@dataclass(frozen=True)
class Block:
    """A line, or several; `group` tells which list or table it stands in, if in any."""

    text: str
    group: str = ""


def separated(blocks: Iterable[Block]) -> Iterable[str]:
    before = ""
    for block in filter(lambda one: one.text, blocks):
        if not block.group or block.group != before:
            yield ""
        before = block.group
        yield block.text


class WordText:
    """Reads from the top, since numbers count on. `fields` are those begun and not ended, the innermost last: whether
    what stands there is what the field shows.
    """

    def __init__(self, parts: WordParts, *, marks_headings: bool = False) -> None:
        self.marks_headings = marks_headings
        self.styles = Styles(parts.part("styles"))
        self.numbering = Numbering(parts.part("numbering"), self.styles)
        self.sources = {kind: parts.part(f"{kind}s") for kind in ("footnote", "endnote")}
        self.noted: dict[tuple[str, str], str] = {}  # the sign that stands for a note, by its kind and number
        self.notes_of = {"footnote": count(1), "endnote": count(1)}
        self.tables = count(1)
        self.fields: list[bool] = []
        self.written: list[str] = []
        self.boxes: list[Element] = []
        self.carried = ""  # of a paragraph whose end was struck: it goes on in the next
        self.is_hidden, self.font = False, ""

    def blocks_in(self, elements: Iterable[Element]) -> list[Block]:
        found: list[Block] = []
        for element in elements:
            name = local(element)
            if name == "p":
                found += self.paragraph(element)
            elif name == "tbl":
                found += self.table(element)
            elif name == "AlternateContent":
                found += self.blocks_in(next(iter(element), []))
            elif name not in UNSHOWN:
                found += self.blocks_in(element)
        return found

    def paragraph(self, element: Element) -> list[Block]:
        properties = child(element, "pPr")
        self.written, self.boxes = [self.carried], []
        self.carried = ""
        for part in element:
            self.read(part)
        text, boxes = "".join(self.written).strip(), self.boxes
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.carried = text
            return self.blocks_in(boxes)
        sign = self.numbering.sign(properties)
        is_item = sign and not self.styles.is_heading(properties)
        group = self.numbering.group if is_item else ""
        heading = "#" * self.styles.heading_level(properties) if self.marks_headings else ""
        own = [Block(f"{heading} {sign} {text}".strip(), group)] if text else []
        return [*own, *self.blocks_in(boxes)]

    def read(self, element: Element) -> None:
        name = local(element)
        if name == "r":
            self.run(element)
        elif name == "fldChar":
            self.field(element)
        elif name == "txbxContent":
            self.boxes += element
        elif name == "AlternateContent":
            self.read_all(list(element)[:1])
        elif name in {"footnoteReference", "endnoteReference"}:
            self.note(name.removesuffix("Reference"), element)
        elif name == "sym":
            self.put(symbol(attribute(element, "char"), attribute(element, "font")))
        elif name == "t":
            self.put(shown(words_of(element), self.font))
        elif name in SIGNS:
            self.put(SIGNS[name])
        elif name not in UNSHOWN:
            self.read_all(element)

    def read_all(self, elements: Iterable[Element]) -> None:
        for element in elements:
            self.read(element)

    def run(self, element: Element) -> None:
        """What is hidden still begins and ends fields."""
        properties = child(element, "rPr")
        hidden = child(properties, "vanish")
        by_style = hidden is None and self.styles.hides(attribute(child(properties, "rStyle")))
        self.is_hidden, self.font = is_on(hidden) or by_style, attribute(child(properties, "rFonts"), "ascii")
        self.read_all(element)
        self.is_hidden, self.font = False, ""

    def put(self, words: str) -> None:
        if not self.is_hidden and all(self.fields):
            self.written.append(words)

    def field(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self.fields.append(False)
            if (box := child(element, "ffData", "checkBox")) is not None:
                chosen = child(box, "checked")
                is_ticked = is_on(child(box, "default") if chosen is None else chosen)
                self.written.append(TICKED if is_ticked else NOT_TICKED)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def note(self, kind: str, element: Element) -> None:
        """One whose mark is typed by hand has it in the text."""
        sign = ""
        if not attribute(element, "customMarkFollows"):
            number = next(self.notes_of[kind])
            sign = str(number) if kind == "footnote" else roman(number)
            self.put(f"[{sign}]")
        self.noted.setdefault((kind, attribute(element, "id")), sign)

    def notes(self) -> list[Block]:
        """Where a page of paper has them at its foot, a text has them at its end."""
        written = {
            (kind, attribute(note, "id")): note
            for kind, source in self.sources.items()
            for note in children(source, kind)
        }
        told = ((sign, self.blocks_in(written.get(key, []))) for key, sign in list(self.noted.items()))
        return [Block(f"[{sign}] {in_line(blocks)}" if sign else in_line(blocks), "notes") for sign, blocks in told]

    def table(self, element: Element) -> list[Block]:
        group, blocks = f"table {next(self.tables)}", []
        for row in self.inside(element, "tr"):
            if child(row, "trPr", "del") is None:
                cells = [in_line(self.blocks_in(cell)) for cell in self.inside(row, "tc")]
                blocks.append(Block("\t".join(cells), group))
        return blocks

    def inside(self, element: Element, name: str) -> Iterable[Element]:
        """The rows of a table, the cells of a row: some stand in content controls."""
        for part in element:
            if local(part) == name:
                yield part
            elif local(part) not in UNSHOWN:
                yield from self.inside(part, name)


def in_line(blocks: Iterable[Block]) -> str:
    return " ".join(" ".join(block.text.split()) for block in blocks)


def words_of(element: Element) -> str:
    """Word keeps blanks at either end only where it is told to."""
    text = (element.text or "").replace("\n", " ")
    return text if any(value == "preserve" for value in element.attrib.values()) else text.strip()
