"""The text of a file that has been let in.

What reads Word and PDF is large: it is taken into memory where a file is read, and not by every process of the product.
"""

from collections.abc import Callable, Iterator
from email.message import Message

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from dialogue.files import mails
from dialogue.files.mails import Mail, content_of
from dialogue.files.text_or_pdf import BYTE_ORDERS
from dialogue.files.uploads import Admitted, admit, suffix_of
from strategy.texts.writing import as_written


def text_of(file: Admitted) -> str:
    """As it is kept. Raises ValidationError where there is none to take out, with what to do instead."""
    read = READERS.get(file.suffix)
    if read is None:
        raise ValidationError(
            _("Text hämtas ur Word (docx), mejl (eml), PDF och ren text. Klistra in texten, så ligger filen bredvid.")
        )
    file.content.seek(0)
    text = as_written(read(file)).strip("\n")
    if not text.strip():
        raise ValidationError(_("Filen har ingen text. Klistra in den, så ligger filen bredvid."))
    return text


def of_mail(file: Admitted) -> str:
    """What it says itself, then the mails attached in it, and what the files attached say, each under its name."""
    message = mails.parsed(content_of(file.content))
    inner = (told(mail) for mail in mails.forwarded(message))
    return "\n\n".join(filter(None, [file.mail.text if file.mail else "", *inner, *attached(message)]))


def told(mail: Mail) -> str:
    return "\n\n".join(filter(None, [_("Mejl från %(sender)s: %(subject)s") % vars(mail), mail.text]))


def attached(message: "Message[str, str]") -> Iterator[str]:
    """Of those that have a text; a picture of one is left beside."""
    for one in mails.attached(message):
        names = sorted(name for name in one.names if suffix_of(name) in READERS)
        for name in names[:1]:
            try:
                file = admit(ContentFile(one.content, name))
                text = told(file.mail) if file.mail else text_of(file)  # what is attached in that comes on its own
            except ValidationError:
                continue
            yield _("Bilaga: %(name)s") % {"name": name} + f"\n\n{text}"


def of_word(file: Admitted) -> str:
    from dialogue.files.word_texts import word_text

    try:
        return word_text(file.content)
    except Exception as error:  # what is not made by the rules may break anything
        raise ValidationError(_("Filens text går inte att läsa. Klistra in den i stället.")) from error


def of_pdf(file: Admitted) -> str:
    from dialogue.files.pdf_texts import pdf_text

    return pdf_text(file.content)


def of_text(file: Admitted) -> str:
    content = content_of(file.content)
    if content.startswith(BYTE_ORDERS):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


READERS: dict[str, Callable[[Admitted], str]] = {
    ".docx": of_word,
    ".eml": of_mail,
    ".pdf": of_pdf,
    ".txt": of_text,
}
