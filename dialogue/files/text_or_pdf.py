"""Plain text and PDF, told from each other and from everything else by their content."""

import re
from typing import IO, Any

from django.utils.translation import gettext as _

from dialogue.files.mails import content_of

# What a plain text holds none of; the line ends of older systems and of Word are no harm.
CONTROL_SIGNS = re.compile(r"[^\x20-\x7e\xa0-\U0010ffff\t\n\v\f\r\x85]")
BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")
PDF_HEADER, PDF_OBJECT = re.compile(rb"%PDF-\d"), re.compile(rb"\d\s+\d+\s+obj\b")
PDF_HEADER_WITHIN = 1024  # as readers take it (PDF reference 1.7, appendix H.3, note 13)


def is_pdf(file: IO[Any]) -> bool:
    """A header that does not come first stands before objects: a text that speaks of PDF has none."""
    content = content_of(file)
    header = PDF_HEADER.search(content, 0, PDF_HEADER_WITHIN)
    if header is None:
        return False
    before = content[: header.start()].strip(b"\xef\xbb\xbf\x00\t\r\n ")
    return not before or PDF_OBJECT.search(content, header.end()) is not None


def is_text(file: IO[Any]) -> bool:
    return not is_pdf(file) and not no_text(content_of(file))


def no_text(content: bytes) -> str:
    """Why this is no text in UTF-8, in UTF-16 that says so, or in Windows-1252; empty where it is."""
    try:
        text = content.decode("utf-16" if content.startswith(BYTE_ORDERS) else "utf-8")
    except UnicodeDecodeError:
        if content.startswith(BYTE_ORDERS):
            return _("Texten är avhuggen eller skadad (UTF-16). Öppna den, spara den som UTF-8 och försök igen.")
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return _("Filen är ingen text i UTF-8, UTF-16 eller Windows-1252. Spara den som UTF-8 och försök igen.")
    if CONTROL_SIGNS.search(text):
        return _("Filen är ingen ren text: den innehåller styrtecken. Spara den som text i UTF-8 och försök igen.")
    return ""
