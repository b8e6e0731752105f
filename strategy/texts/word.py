"""A written text as Word: the same paragraphs, items and tables as everywhere, in Word's own styles.

An item keeps the sign that was typed, as the sign of a real list that begins there: Word itself would number anew.
"""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from strategy.texts.reading import Block, Items, Paragraph, Run, Table, read, runs
from strategy.texts.writing import in_a_line

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NUMBERED = re.compile(r"\w")  # a number or a letter, and no bullet
NOT_IN_XML = re.compile("[\ufffe\uffff]")  # XML 1.0, 2.2; what else it refuses is in no written text
REPLACEMENT = "\ufffd"
INDENT = 480  # in twentieths of a point, from where the sign begins to the words: two figures and a point go in


class WordDocument:
    """Put together from the top, in one language, such as `sv-SE`."""

    def __init__(self, title: str, language: str) -> None:
        self.document = Document()
        self.signs: dict[str, int] = {}
        properties = self.document.core_properties
        properties.title, properties.language = clean(title)[:255], language
        properties.author = properties.comments = ""
        self.set_language(language)
        self.set_styles()
        self.document.add_heading(clean(title), level=0)

    def set_language(self, language: str) -> None:
        defaults = self.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for there in defaults.findall(qn("w:lang")):
            defaults.remove(there)
        defaults.append(element("w:lang", val=language, eastAsia=language))

    def set_styles(self) -> None:
        styles: Any = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = RGBColor(0x05, 0x63, 0xC1), True

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_heading(clean(text), level=level)

    def line(self, text: str) -> None:
        """Words of ours, or what stands in one line."""
        self.document.add_paragraph(clean(text))

    def typed(self, text: str) -> None:
        """What somebody wrote, as it looks everywhere."""
        for block in read(text):
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self.paragraph(block.lines)
            case Items():
                for item in block.items:
                    self.item(item.sign, item.text)
            case Table():
                self.table(block)

    def paragraph(self, lines: Iterable[str]) -> None:
        paragraph = self.document.add_paragraph()
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            self.write(paragraph, runs(line))

    def item(self, sign: str, text: str) -> None:
        paragraph: Any = self.document.add_paragraph(style="List Number" if NUMBERED.match(sign) else "List Bullet")
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val, numbering.get_or_add_numId().val = 0, self.list_with(sign)
        self.write(paragraph, runs(text))

    def list_with(self, sign: str) -> int:
        """The number of the list whose every item begins with this sign; a number's has one item, or it would count."""
        if sign not in self.signs or NUMBERED.match(sign):
            lists: Any = self.document.part.numbering_part.element
            last = max((int(one.get(qn("w:abstractNumId"))) for one in lists.findall(qn("w:abstractNum"))), default=0)
            lists.insert(0, list_of(sign, last + 1))  # before those that refer to it (ISO/IEC 29500-1, 17.9.15)
            self.signs[sign] = lists.add_num(last + 1).numId
        return self.signs[sign]

    def table(self, table: Table) -> None:
        """The first row names the columns, and comes again on each page."""
        head, *rows = table.rows
        drawn: Any = self.document.add_table(rows=0, cols=len(head), style="Table Grid")
        for number, row in enumerate([head, *rows]):
            cells = drawn.add_row()
            for cell, text in zip(cells.cells, row, strict=True):
                self.write(cell.paragraphs[0], runs(text), bold=not number)
            if not number:
                cells._tr.get_or_add_trPr().append(element("w:tblHeader"))
        self.document.add_paragraph()

    def write(self, paragraph: Any, found: Iterable[Run], *, bold: bool = False, italic: bool = False) -> None:
        for run in found:
            if run.emphasis:
                self.write(
                    paragraph, run.inner, bold=bold or run.emphasis == "**", italic=italic or run.emphasis == "*"
                )
            elif run.link:
                self.link(paragraph, run.text)
            else:
                written = paragraph.add_run(NOT_IN_XML.sub(REPLACEMENT, run.text))
                written.bold, written.italic = bold or None, italic or None

    def link(self, paragraph: Any, address: str) -> None:
        address = NOT_IN_XML.sub(REPLACEMENT, address)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(paragraph.add_run(address, style="Hyperlink")._r)
        paragraph._p.append(link)

    def file(self) -> BytesIO:
        content = BytesIO()
        self.document.save(content)
        content.seek(0)
        return content


def clean(text: str) -> str:
    return NOT_IN_XML.sub(REPLACEMENT, in_a_line(text))


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def list_of(sign: str, number: int) -> Any:
    """A list with one level, which begins with the sign."""
    form, start, text = counted(sign)
    made: Any = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val=""/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{INDENT}" w:hanging="{INDENT}"/></w:pPr></w:lvl></w:abstractNum>'
    )
    made.find(f"{qn('w:lvl')}/{qn('w:lvlText')}").set(qn("w:val"), text)
    return made


def counted(sign: str) -> tuple[str, int, str]:
    """As a number or a letter where it is one: LibreOffice cuts a bullet to its first sign."""
    figure, closing = sign[:-1], sign[-1:]
    if figure.isdecimal() and str(int(figure)) == figure:
        return "decimal", int(figure), f"%1{closing}"
    if re.fullmatch("[a-z]", figure):
        return "lowerLetter", ord(figure) - ord("a") + 1, f"%1{closing}"
    return "bullet", 1, sign
