"""The smallest pieces of WordprocessingML: stretches of text and how they look, paragraphs, places and drawings."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
QUIET, LATE, LINK = "5A6875", "A03524", "0B4F8A"
BOLD_CLASSES = frozenset(("observation-title", "lean", "source", "reference", "late", "cover-marking"))
QUIET_CLASSES = frozenset(("quiet", "legend", "term"))
SPACES = re.compile("[ \t\n\r\f]+")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
NOT_IN_NAMES = re.compile(r"\W")
BLANK_END = " </w:t></w:r>"
NOTE_END = "/></w:r>"  # as `note_mark` ends, and no words do
TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
EMU = 9525  # in a CSS pixel


@dataclass(frozen=True)
class Look:
    """How what stands in line looks, and in which language it is."""

    language: str
    bold: bool = False
    italic: bool = False
    quiet: bool = False
    late: bool = False
    linked: bool = False
    is_note: bool = False
    as_typed: bool = False  # with its blanks as they are

    def within(self, element: Any) -> "Look":
        classes = element.get("class", "").split()
        language = element.get("lang")
        if not classes and language is None and element.tag not in {"strong", "em"}:
            return self
        return replace(
            self,
            language=language or self.language,
            bold=self.bold or element.tag == "strong" or not BOLD_CLASSES.isdisjoint(classes),
            italic=self.italic or element.tag == "em",
            quiet=self.quiet or not QUIET_CLASSES.isdisjoint(classes),
            late=self.late or "late" in classes,
            is_note=self.is_note or "note" in classes,
            as_typed=self.as_typed or "typed" in classes,
        )


@lru_cache(maxsize=200)
def properties(look: Look, language: str) -> str:
    """In the order that the standard asks for (ISO/IEC 29500-1, 17.3.2.28)."""
    colour = LINK if look.linked or look.is_note else LATE if look.late else QUIET if look.quiet else ""
    told = "<w:b/>" if look.bold or look.is_note else ""
    told += "<w:i/>" if look.italic else ""
    told += f'<w:color w:val="{colour}"/>' if colour else ""
    told += f'<w:lang w:val="{LANGUAGES.get(look.language, look.language)}"/>' if look.language != language else ""
    return f"<w:rPr>{told}</w:rPr>" if told else ""


def run(text: str, look: Look, language: str) -> str:
    """`language` is the document's: another one is told."""
    return f'<w:r>{properties(look, language)}<w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def stretch(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def raised(content: str) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>{content}</w:r>'


def note_mark(number: int) -> str:
    return raised(f'<w:footnoteReference w:id="{number}"/>')


def clean(text: str) -> str:
    return escape(NOT_IN_XML.sub("\ufffd", text)).replace("\t", TAB)


def collapsed(text: str) -> str:
    return SPACES.sub(" ", text)


def paragraph_of(style: str, more: str, content: str) -> str:
    """`more` are properties beside its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def place_name(anchor: str) -> str:
    """Letters, digits and lines, at most forty (ISO/IEC 29500-1, 17.13.6.2)."""
    return NOT_IN_NAMES.sub("_", anchor)[:40]


def placed(anchor: str, number: int) -> str:
    """A place that can be led to."""
    name = place_name(anchor)
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def leading_to(anchor: str) -> str:
    return f'w:anchor="{place_name(anchor)}" w:history="1"'


def drawing(svg: Any, picture: str, number: int, words: str) -> str:
    """A picture in line, as large as the drawing, with its alternative text."""
    width, height = (round(float(svg.get(side)) * EMU) for side in ("width", "height"))
    told = quoteattr(NOT_IN_XML.sub("\ufffd", words))
    properties = f'id="{number}" name="Bild {number}" descr={told}'
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {properties}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Bild {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
