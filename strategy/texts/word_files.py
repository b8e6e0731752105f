"""A long document as Word, whose body is written in WordprocessingML (ISO/IEC 29500-1) and put in at once: paragraph by
paragraph, python-docx looks every style up anew.

The same body gives the same bytes: nothing in the file says when it was written but what it is told.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from strategy.texts.word import WordDocument

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a ZIP file knows no earlier one
INK, QUIET = RGBColor(0x16, 0x20, 0x2A), RGBColor(0x5A, 0x68, 0x75)
STYLES = {  # its name, and what it is based on, its size, whether bold and its colour
    "Minor Heading": ("Normal", 10.5, True, INK),
    "TOC Heading": ("Normal", 16, True, INK),
    "toc 1": ("Normal", 10.5, True, INK),
    "toc 2": ("Normal", 10.5, False, INK),
    "Quiet": ("Normal", 9, False, QUIET),
    "Fact": ("Normal", 10, False, INK),
    "Cell": ("Normal", 8.5, False, INK),
    "footnote text": ("Normal", 9, False, INK),
}
INDENTS = {"toc 2": Mm(6), "Fact": Mm(60)}
WITHOUT_ROOM = ("Cell", "Fact", "toc 2", "footnote text")
KEPT_WITH_NEXT = ("Minor Heading", "Fact")
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
PAGE_NUMBER = (
    f"<w:r {NAMESPACES}><w:tab/></w:r>",
    f'<w:fldSimple {NAMESPACES} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
)


class LongDocument(WordDocument):
    """On A4, with `head` and `foot` on each page."""

    def __init__(self, title: str, language: str, *, author: str, about: str, written_at: datetime) -> None:
        super().__init__(title, language)
        properties = self.document.core_properties
        properties.author, properties.subject, properties.last_modified_by = author[:255], about[:255], ""
        properties.created = properties.modified = written_at.replace(tzinfo=None)
        body: Any = self.document.element.body
        body.remove(body[0])  # the title, which stands in the body that is put in
        self.add_long_styles()

    def add_long_styles(self) -> None:
        styles: Any = self.document.styles
        for name, (based_on, size, bold, colour) in STYLES.items():
            style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.size, style.font.bold = styles[based_on], Pt(size), bold
            style.font.color.rgb = colour
            style.paragraph_format.left_indent = INDENTS.get(name)
            style.paragraph_format.space_after = Pt(0) if name in WITHOUT_ROOM else Pt(4)
            style.paragraph_format.keep_with_next = name in KEPT_WITH_NEXT or None
        styles["Fact"].paragraph_format.first_line_indent = -INDENTS["Fact"]
        for level, size in ((1, 18), (2, 13)):
            heading = styles[f"Heading {level}"]
            heading.font.size, heading.font.color.rgb = Pt(size), INK

    @cached_property
    def style_ids(self) -> dict[str, str]:
        """By name."""
        return {str(style.name): str(style.style_id) for style in self.document.styles}

    def put_in(self, body: str) -> None:
        """Paragraphs and tables; what they refer to has been asked for here."""
        whole: Any = parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")
        last: Any = self.document.element.body.sectPr
        for child in list(whole):
            last.addprevious(child)

    def address(self, address: str) -> str:
        return self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def picture(self, content: bytes) -> str:
        return self.document.part.get_or_add_image(BytesIO(content))[0]

    def put_notes_in(self, notes: Sequence[str]) -> None:
        """Each the content of a footnote, which has its place in the list, from one, as its number."""
        told = "".join(f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(notes, start=1))
        xml = f"<w:footnotes {NAMESPACES}>{SEPARATORS}{told}</w:footnotes>".encode()
        main = self.document.part
        name = PackURI("/word/footnotes.xml")
        main.relate_to(Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml, main.package), RELATIONSHIP_TYPE.FOOTNOTES)

    def set_pages(self, head: str, foot: str) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        section.top_margin, section.bottom_margin = Mm(27), Mm(24)
        section.header.paragraphs[0].text = head
        below: Any = section.footer.paragraphs[0]
        below.text = foot
        for piece in PAGE_NUMBER:
            below._p.append(parse_xml(piece))

    def content(self) -> bytes:
        """The file, in which everything has the same day."""
        packed = BytesIO()
        with ZipFile(self.file()) as made, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as fixed:
            for name in made.namelist():
                place = ZipInfo(name, FIRST_DAY)
                place.compress_type = ZIP_DEFLATED
                fixed.writestr(place, made.read(name))
        return packed.getvalue()
