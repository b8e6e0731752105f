"""What each glyph says, where WeasyPrint 70.0 reads it wrong out of a letter with marks that has no code of its own.

Of the glyphs that such a letter is made of, it leaves all but the last without a text, and gives the last the text of
all. A glyph without one makes the map malformed (ISO 32000-1, 9.10.3), and what it stands for is lost everywhere else
in the file too. The font itself knows better.
"""

import io
import re
import unicodedata
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

SAID = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
WORD_JOINER = "\u2060"  # says nothing, and parts nothing


def tell_glyphs(pdf: pydyf.PDF) -> None:
    """A glyph without a text gets the font's own for it; so does a mark."""
    for font in pdf.objects:
        if isinstance(font, pydyf.Dictionary) and font.get("Subtype") == "/Type0":
            lines = pdf.objects[number(font["ToUnicode"])].stream
            if any((said := SAID.fullmatch(line)) and len(said[2]) != 4 for line in lines):
                lines[:] = corrected(lines, characters_of(pdf, font))


def corrected(lines: list[bytes], characters: dict[int, str]) -> list[bytes]:
    return [SAID.sub(lambda said: rewritten(said, characters), line) for line in lines]


def rewritten(said: re.Match[bytes], characters: dict[int, str]) -> bytes:
    character = characters.get(int(said[1], 16), WORD_JOINER)
    if said[2] and not unicodedata.combining(character):
        return said[0]
    return b"<%b> <%b>" % (said[1], character.encode("utf-16-be").hex().encode())


def characters_of(pdf: pydyf.PDF, font: Any) -> dict[int, str]:
    """By the glyph's number in the font, which is cut down but keeps its numbers."""
    descendant = pdf.objects[number(font["DescendantFonts"][0])]
    descriptor = pdf.objects[number(descendant["FontDescriptor"])]
    program = next(pdf.objects[number(descriptor[key])] for key in ("FontFile2", "FontFile3") if key in descriptor)
    font_file = TTFont(io.BytesIO(program.stream[0]), lazy=True)
    return {font_file.getGlyphID(name): chr(code) for code, name in (font_file.getBestCmap() or {}).items()}


def number(reference: bytes) -> int:
    return int(reference.split()[0])
