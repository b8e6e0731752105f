"""The text of a decision, out of the file that it came in, with its headings marked where the file tells them."""

import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from dialogue.files.mail_html import without_tags
from dialogue.files.text_or_pdf import is_pdf, no_text
from dialogue.files.texts import of_text
from dialogue.files.uploads import Admitted, admit
from strategy.decision.parsing.files import LARGEST_FILE

OF_WEB, OF_TEXT = (".html", ".htm"), (".md", ".markdown", ".txt", "")
SUFFIXES = (*OF_TEXT[:-1], *OF_WEB, ".docx", ".pdf")
BODY = re.compile(r"<(main|article)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
HEADING = re.compile(r"<h([1-6])\b[^<>]*>", re.IGNORECASE)


def decision_text(file: File[bytes]) -> str:
    """Raises ValidationError for what holds no text, or none that can be taken out."""
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix in (*OF_WEB, *OF_TEXT) and not is_pdf(file):
        text = plain_text(file, suffix)
        return of_web(text) if suffix in OF_WEB else text
    admitted = admit(file)
    admitted.content.seek(0)
    if admitted.suffix == ".pdf":
        from dialogue.files.pdf_texts import pdf_text  # large, as in dialogue.files.texts

        return pdf_text(admitted.content, in_columns=True)
    if admitted.suffix != ".docx":
        raise ValidationError(_("Ett beslut läses som text, Markdown, HTML, Word (docx) eller PDF."))
    return of_word(admitted)


def of_word(file: Admitted) -> str:
    from dialogue.files.word_texts import word_text

    try:
        return word_text(file.content, marks_headings=True)
    except Exception as error:  # what is not made by the rules may break anything
        raise ValidationError(_("Filens text går inte att läsa. Klistra in den i stället.")) from error


def plain_text(file: File[bytes], suffix: str) -> str:
    if file.size > LARGEST_FILE:
        raise ValidationError(_("Filen är större än 5 MB."))
    file.seek(0)
    content = file.read()
    if wrong := no_text(content):
        raise ValidationError(wrong)
    return of_text(Admitted(content=file, name=file.name or "", content_type="text/plain", suffix=suffix))


def of_web(html: str) -> str:
    """What the page is about where it tells that, with its headings marked."""
    body = BODY.search(html)
    marked = HEADING.sub(lambda heading: f"{heading[0]}{'#' * int(heading[1])} ", body[0] if body else html)
    return without_tags(marked)
