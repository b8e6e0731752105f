"""The words of a PDF in the order in which they are read; those of two columns where that is asked for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any
from unicodedata import normalize

import pdfplumber
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFPasswordIncorrect

from dialogue.files.pdf_columns import columns_of, stands_in

MOST_PAGES = 100
APART = 1.3  # of the usual way from line to line: more is a new paragraph
GAP = 0.15  # of a letter's height: more is a blank
HEAD = 3  # lines at the top and at the foot of a page that may be the same on others
SAME_PLACE = 4  # points
SMALL = 0.95  # of the usual letters: those of notes are below it
RAISED = 0.7  # of the usual letters: a number below it is raised
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SHORT = 0.8  # of the longest line: one that is shorter, and ends a sentence, ends a paragraph
HYPHENS, KEPT = ("-", "\u2010", "\u00ad"), ("–", "/")  # at the end of a line, in the middle of a word
TYPED = re.compile(r"\b(?:icke|ex|vice|\w)-$")  # a word's own hyphen
LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
ITEM = re.compile(r"[⁰¹²³⁴-⁹]+\s?\S|(?:[•◦▪–*-]|\d{1,2}[.)]|[a-z]\)) ")
OPEN_COMPOUND = re.compile(r"(?:och|eller|samt|respektive|resp\.)\b")  # after the hyphen of kärn- och projektstöd
ENDS = tuple('.!?:;”"»)')


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def pdf_text(file: Any, *, in_columns: bool = False) -> str:
    """Lines put together to paragraphs, without what stands at the top or the foot of page after page.

    Raises ValidationError for a scan, and for what is past reading.
    """
    try:
        with pdfplumber.open(file) as document:
            if len(document.pages) > MOST_PAGES:
                raise ValidationError(_("Filen har fler än %(most)s sidor.") % {"most": MOST_PAGES})
            pages = without_heads([list(lines_of(page)) for page in document.pages])
            if in_columns:
                pages = in_reading_order(document.pages, pages)
            text = "\n\n".join(whole(with_notes(list(pages))))
    except ValidationError:
        raise
    except Exception as error:  # pdfminer raises whatever comes to hand
        raise ValidationError(reason(error)) from error
    if not text.strip():
        raise ValidationError(_("Filen är en bild utan text. Klistra in texten också, så ligger filen bredvid."))
    return text


def reason(error: Exception) -> str:
    told = (error, *error.args, error.__cause__, error.__context__)
    if any(isinstance(one, PDFPasswordIncorrect) for one in told):
        return _("Filen är skyddad med lösenord. Ta bort lösenordet, spara filen och bifoga den igen.")
    return _("Filens text går inte att läsa. Klistra in den i stället.")


def in_reading_order(pages: Sequence[Any], bodies: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Each column, and what goes over both, as a page of its own."""
    for page, lines in zip(pages, bodies, strict=True):
        if lines:
            left, _, right, _ = page.bbox
            upper, lower = min(line.top for line in lines), max(line.bottom for line in lines)
            body = page.filter(stands_in((left, upper, right, lower)))
            yield from filter(None, (list(lines_of(column)) for column in columns_of(body)))


def lines_of(page: Any) -> Iterator[Line]:
    raise_notes(page)
    for found in page.extract_text_lines(return_chars=False, x_tolerance_ratio=GAP):
        text = found["text"].translate(LIGATURES).strip()
        yield Line(text, found["x0"], found["x1"], found["top"], found["bottom"])
    page.close()


def raise_notes(page: Any) -> None:
    """A number in letters much smaller than the page's own is the mark of a note."""
    sizes = Counter(round(char["size"], 1) for char in page.chars)
    if not sizes:
        return
    usual = sizes.most_common(1)[0][0]
    for char in page.chars:
        if char["text"].isascii() and char["text"].isdigit() and char["size"] < usual * RAISED:
            char["text"] = char["text"].translate(SUPERSCRIPTS)


def without_heads(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """A line at an edge is a head or a foot where half of the pages, two at least, have the same at the same place."""
    told = [[tell(line, number) for line in lines] for number, lines in enumerate(pages)]
    seen = Counter(key for keys in told for key in set().union(*keys[:HEAD], *keys[-HEAD:]))
    recurring = {key for key, times in seen.items() if times >= max(2, len(pages) / 2)}
    for lines, keys in zip(pages, told, strict=True):
        head = sum(1 for _found in takewhile(recurring.intersection, keys[:HEAD]))
        foot = sum(1 for _found in takewhile(recurring.intersection, keys[head:][: -HEAD - 1 : -1]))
        yield lines[head : len(lines) - foot]


def tell(line: Line, page: int) -> set[tuple[str, int]]:
    """Its text and its place, and the same whatever number the page has: it may count from the first or the second."""
    of_any_page = re.sub(rf"\b(?:{page}|{page + 1})\b", "#", line.text, count=1)
    return {(text, round(line.top / SAME_PLACE)) for text in (line.text, of_any_page)}


def with_notes(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """What is set small and begins with the next number is a note, with its number raised."""
    heights = Counter(round(line.height, 1) for lines in pages for line in lines)
    usual = heights.most_common(1)[0][0] if heights else 0
    number = 1
    for lines in pages:
        noted = []
        for line in lines:
            rest = line.text.removeprefix(str(number))
            if line.height < usual * SMALL and rest not in ("", line.text):
                line = replace(line, text=f"{str(number).translate(SUPERSCRIPTS)} {rest.strip()}")
                number += 1
            noted.append(line)
        yield noted


def whole(pages: Iterable[list[Line]]) -> Iterator[str]:
    """The paragraphs; one that goes on over the page's end is one."""
    before = ""
    for lines in filter(None, pages):
        for number, paragraph in enumerate(paragraphs(lines)):
            if before and (number or before.endswith(ENDS) or not paragraph[:1].islower()):
                yield before
                before = ""
            before = joined(before, paragraph)
    if before:
        yield before


def paragraphs(lines: list[Line]) -> Iterator[str]:
    """A line begins a paragraph that stands further down than lines do on this page, by the size of its letters; that
    is set in letters of another size; or before which a short one ended a sentence. An item of a list begins a line.
    """
    steps = [(below.top - above.top) / above.height for above, below in pairwise(lines)]
    usual = sorted(steps)[len(steps) // 10] if steps else 0
    width = max(line.right - line.left for line in lines)
    written = ""
    for above, line, step in zip([None, *lines[:-1]], lines, [0.0, *steps], strict=True):
        is_apart = step > usual * APART or (above is not None and is_over(above, line, width))
        if above is not None and is_apart:
            yield written
            written = ""
        written = f"{written}\n{line.text}" if written and ITEM.match(line.text) else joined(written, line.text)
    if written:
        yield written


def is_over(above: Line, line: Line, width: float) -> bool:
    ends = above.text.endswith(ENDS) and above.right - above.left < width * SHORT
    return ends or abs(above.height - line.height) > above.height * (APART - 1) / 2


def joined(above: str, line: str) -> str:
    """A word that is divided over two lines is one again; the hyphens of *FN-organ* and of *kärn- och* stay."""
    is_divided = above[-1:] in (*HYPHENS, *KEPT) and above[-2:-1].isalnum() and line[:1].isalnum()
    if not is_divided or OPEN_COMPOUND.match(line):
        return f"{above} {line}".strip()
    is_by_hand = above.endswith("-") and not (above[-2].islower() and line[0].islower())
    is_typed = above.endswith(KEPT) or is_by_hand or TYPED.search(above)
    return (above if is_typed else above[:-1]) + line
