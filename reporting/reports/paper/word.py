"""The report as Word: the HTML that is printed, element by element, in Word's own styles, notes, tables and languages.

Nothing is said here that does not stand in the HTML, and so the two hold the same: see `Writer`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from lxml import html as parser

from reporting.reports.paper.pictures import png
from reporting.reports.paper.word_paragraphs import Paragraphs
from reporting.reports.paper.word_pieces import (
    BLANK_END,
    LANGUAGES,
    NOTE_END,
    Look,
    drawing,
    leading_to,
    note_mark,
    paragraph_of,
    raised,
    stretch,
)
from reporting.reports.paper.word_tables import TableFrame
from strategy.texts.word_files import LongDocument

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Minor Heading"}
BLOCKS = frozenset(
    ["body", "main", "section", "div", "nav", "blockquote", "p", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4"]
)
CONTENTS = (  # a field (ISO/IEC 29500-1, 17.16.5.68) that is filled already
    stretch('<w:fldChar w:fldCharType="begin"/>')
    + stretch(r'<w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText>')
    + stretch('<w:fldChar w:fldCharType="separate"/>')
)
CONTENTS_END = stretch('<w:fldChar w:fldCharType="end"/>')


def word(html: str) -> bytes:
    """The same bytes for the same HTML on the same installation."""
    page = parser.document_fromstring(html)
    body, head = page.find("body"), {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    document = LongDocument(
        page.findtext("head/title"),
        LANGUAGES[page.get("lang")],
        author=head["author"],
        about=head["description"],
        written_at=datetime.fromisoformat(head["dcterms.created"]),
    )
    writer = Writer(document, page.get("lang"))
    writer.children(body, Look(page.get("lang")))
    document.put_in("".join(writer.written))
    document.put_notes_in(writer.notes)
    document.set_pages(body.get("data-marking"), body.get("data-identity"))
    return document.content()


class Writer(Paragraphs):
    """Goes through the tree once."""

    def __init__(self, document: LongDocument, language: str) -> None:
        super().__init__(document, language)
        self.notes: list[str] = []
        self.noted: set[Any] = set()  # items of a goal's list of evidence that have become notes
        self.pictures: dict[bytes, str] = {}
        self.in_contents = self.is_note = False

    # ---------------------------------------------------------------- blocks

    def children(self, element: Any, look: Look) -> None:
        self.say(element.text, look)
        for child in element:
            if isinstance(child.tag, str) and child not in self.noted:
                self.element(child, look.within(child))
            self.say(child.tail, look)

    def element(self, element: Any, look: Look) -> None:
        if "id" in element.attrib:
            self.anchors.append(element.get("id"))
        if element.tag in BLOCKS:
            self.end()
            getattr(self, element.tag, self.block)(element, look)
            self.end()
        else:
            getattr(self, f"in_line_{element.tag}", self.children)(element, look)

    def block(self, element: Any, look: Look) -> None:
        self.children(element, look)

    def styled(self, element: Any, look: Look, style: str, properties: str = "") -> None:
        with self.in_style(style, properties):
            self.children(element, look)

    def heading(self, element: Any, look: Look) -> None:
        parent = element.getparent()
        contents = parent.tag == "nav"
        breaks = element.tag == "h2" and (contents or "chapter" in parent.get("class", ""))
        style = "TOC Heading" if contents else HEADINGS[element.tag]
        self.styled(element, look, style, "<w:pageBreakBefore/>" if breaks else "")

    h1 = h2 = h3 = h4 = heading

    def p(self, element: Any, look: Look) -> None:
        if element.getparent().get("class") == "side":
            self.styled(element, look, "Fact")
        elif look.quiet and self.style == "Normal":
            self.styled(element, replace(look, quiet=False), "Quiet")
        else:
            self.children(element, look)

    def blockquote(self, element: Any, look: Look) -> None:
        self.styled(element, look, "Quote")

    def nav(self, element: Any, look: Look) -> None:
        """The table of contents, which Word fills with page numbers when it is asked to."""
        self.in_contents = True
        start = len(self.written)
        self.children(element, look)
        self.in_contents = False
        if len(self.written) > start + 1:
            self.written[start + 1] = self.written[start + 1].replace("</w:pPr>", f"</w:pPr>{CONTENTS}", 1)
            self.written.append(paragraph_of("Normal", "", CONTENTS_END))

    def li(self, element: Any, look: Look) -> None:
        if self.in_contents:
            depth = sum(1 for _ in element.iterancestors("li"))
            self.styled(element, look, f"toc {depth + 1}")
            return
        parent = element.getparent()
        typed = element.find("span[@class='sign']")
        sign = "•" if parent.tag == "ul" else f"{[*parent.iterchildren('li')].index(element) + 1}."
        if typed is not None:
            sign = typed.text
            self.noted.add(typed)
        number = self.document.list_with(sign)
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        self.styled(element, look, "List Bullet" if not sign[0].isalnum() else "List Number", numbering)

    def table(self, element: Any, look: Look) -> None:
        frame = TableFrame(element)
        caption = element.find("caption")
        if caption is not None:
            self.styled(caption, look, "Caption", "<w:keepNext/>")
        before, place = self.style, len(self.written)
        self.style = "Cell"
        for row in frame.rows:
            self.written.append(frame.row_start(row))
            for place_in_row, (cell, _) in enumerate(row.cells):
                self.cell(cell, look.within(row.element).within(cell), frame.cell_start(row, place_in_row))
            self.written.append("</w:tr>")
        self.style = before
        self.written.insert(place, frame.start(caption.text_content() if caption is not None else ""))
        self.written.append("</w:tbl>")
        self.empty("Quiet")

    def cell(self, cell: Any, look: Look, start: str) -> None:
        self.written.append(start)
        place = len(self.written)
        if "id" in cell.getparent().attrib and cell.getprevious() is None:
            self.anchors.append(cell.getparent().get("id"))
        look = replace(look, bold=look.bold or cell.tag == "th")
        self.styled(cell, look, "Cell", '<w:jc w:val="right"/>' if "number" in cell.get("class", "") else "")
        if len(self.written) == place or not self.written[-1].endswith("</w:p>"):
            self.empty("Cell")
        self.written.append("</w:tc>")

    # --------------------------------------------------------------- in line

    def in_line_span(self, element: Any, look: Look) -> None:
        self.children(element, look)
        if element.get("class") == "term":  # a goal's facts stand beside what they are called
            self.runs.append(stretch("<w:tab/>"))
            self.at_start = True

    def in_line_br(self, element: Any, look: Look) -> None:
        self.runs.append(stretch("<w:br/>"))
        self.at_start = True

    def in_line_a(self, element: Any, look: Look) -> None:
        if look.is_note and self.note(element):
            return
        address = element.get("href")
        if self.is_note and not address.startswith("#"):  # it would need relations of its own
            self.children(element, look)
            return
        attribute = leading_to(address[1:]) if address.startswith("#") else f'r:id="{self.document.address(address)}"'
        self.add(f"<w:hyperlink {attribute}>")
        self.children(element, replace(look, linked=True))
        self.runs.append("</w:hyperlink>")

    def note(self, reference: Any) -> bool:
        """A footnote, with what the goal's list of evidence says of the piece; false where there is no such list, and
        the reference leads to the register. Word numbers its notes itself, from the beginning of the report.
        """
        item = listed(reference)
        if item is None:
            return False
        if item not in self.noted:
            self.noted.add(item)
            self.anchors += [item.get("id")] if "id" in item.attrib else []
        self.notes.append(self.apart(item))
        follows = self.runs and self.runs[-1].endswith(NOTE_END)
        if self.runs and self.runs[-1].endswith(BLANK_END):
            self.runs[-1] = self.runs[-1].removesuffix(BLANK_END) + BLANK_END.lstrip()
        self.add(f"{raised('<w:t>,</w:t>') if follows else ''}{note_mark(len(self.notes))}")
        self.at_start = False
        return True

    def apart(self, item: Any) -> str:
        """Written by itself, for a footnote."""
        other = Writer(self.document, self.language)
        other.style, other.is_note = "footnote text", True
        other.noted = set(item.iterfind("span[@class='reference']"))
        other.runs.append(raised("<w:footnoteRef/>") + stretch('<w:t xml:space="preserve"> </w:t>'))
        other.children(item, Look(self.language))
        other.end()
        return "".join(other.written)

    def in_line_svg(self, element: Any, look: Look) -> None:
        key = parser.tostring(element, with_tail=False)
        if key not in self.pictures:
            self.pictures[key] = self.document.picture(png(element))
        self.count += 1
        words = " ".join((element.findtext("title") or "").split())
        self.add(stretch(drawing(element, self.pictures[key], self.count, words)))
        self.at_start = False


def listed(reference: Any) -> Any:
    """The piece of evidence that a reference in a goal's text stands for, in the goal's own list; None without one."""
    goal = next((section for section in reference.iterancestors("section") if section.get("class") == "goal"), None)
    items = goal.iterfind(".//ul[@class='notes']/li") if goal is not None else ()
    return next((item for item in items if item.findtext("span[@class='reference']") == reference.text), None)
