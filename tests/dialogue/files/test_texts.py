"""The text of files that are let in, against what is known to stand in them."""

import io
import zipfile
from base64 import b64encode
from email.message import EmailMessage

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from dialogue.files.texts import text_of
from dialogue.files.uploads import admit
from tests.making_files import mail, package, photo

LETTERS = "Översynen ska ta igen de tolv granskningar som inte blev av, sade chefen."
SECOND = "Nio av tolv är planerade till hösten; de tre sista kräver pengar som inte finns i budgeten för året."
PAGE = f"<h1>Hemrapport</h1><p>{LETTERS}</p><p>{SECOND}</p><ul><li>Första</li><li>Andra</li></ul>"
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def taken(content: bytes, name: str) -> str:
    return text_of(admit(ContentFile(content, name)))


def word(body: str) -> bytes:
    """As Word writes it, in short: with the numbering that its lists refer to."""
    space, office = "http://schemas.openxmlformats.org/package/2006", f"{OFFICE}/relationships"
    kind = "application/vnd.openxmlformats-"
    types = f"""<Types xmlns="{space}/content-types"><Default Extension="rels"
        ContentType="{kind}package.relationships+xml"/><Override PartName="/word/document.xml"
        ContentType="{kind}officedocument.wordprocessingml.document.main+xml"/></Types>"""
    ties = f'<Relationships xmlns="{space}/relationships"><Relationship Id="r" Type="{office}/'
    levels = "".join(
        f"""<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/>
        <w:lvlText w:val="{sign}"/></w:lvl></w:abstractNum>
        <w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>"""
        for number, (form, sign) in enumerate((("none", ""), ("bullet", "\uf0b7"), ("decimal", "%1.")))
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{ties}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{ties}numbering" Target="numbering.xml"/></Relationships>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{WORD_SPACE}">{levels}</w:numbering>',
        "word/document.xml": f'<w:document xmlns:w="{WORD_SPACE}"><w:body>{body}</w:body></w:document>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def paragraph(text: str, number: int = 0) -> str:
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_documents_text_has_its_lists_and_tables() -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Mål", "Svar"))
    deleted = "<w:p><w:del><w:r><w:delText>Struket.</w:delText></w:r></w:del><w:r><w:t>Kvar.</w:t></w:r></w:p>"
    body = [
        *(paragraph(LETTERS), paragraph("Ett", 1), paragraph("Två", 1), paragraph("Först", 2), paragraph("Sedan", 2)),
        *(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>", deleted),
    ]
    assert taken(word("".join(body)), "hemrapport.docx") == (
        f"{LETTERS}\n\n• Ett\n• Två\n\n1. Först\n2. Sedan\n\nMål\tSvar\nMål\tSvar\n\nKvar."
    )


def test_a_mails_text_is_what_its_reader_sees() -> None:
    assert taken(mail(f"{LETTERS}\n\n{SECOND}\n"), "mejl.eml") == f"{LETTERS}\n\n{SECOND}"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Hem"
    message.set_content(f"<p>{LETTERS}</p><p>{SECOND}</p>", subtype="html")
    assert taken(bytes(message), "mejl.eml").split() == f"{LETTERS} {SECOND}".split()


def by_weasyprint(html: str) -> bytes:
    content: bytes = HTML(string=f'<html lang="sv">{html}').write_pdf()
    return content


def test_a_pdfs_words_are_in_order_and_its_paragraphs_whole() -> None:
    text = taken(by_weasyprint(f"{PAGE}<p>{SECOND} {LETTERS}</p>"), "hemrapport.pdf")
    assert text == f"Hemrapport\n\n{LETTERS}\n\n{SECOND}\n\n• Första\n• Andra\n\n{SECOND} {LETTERS}"


def test_a_scan_and_what_cannot_be_read_are_said_to_be_so() -> None:
    scan = by_weasyprint(f'<img src="data:image/jpeg;base64,{b64encode(photo()).decode()}">')
    with pytest.raises(ValidationError, match="Filen är en bild utan text"):
        taken(scan, "skannad.pdf")
    with pytest.raises(ValidationError, match="går inte att läsa"):
        taken(b"%PDF-1.7\n1 0 obj\n<<broken", "trasig.pdf")
    with pytest.raises(ValidationError, match=r"Text hämtas ur Word \(docx\)"):
        taken(photo(), "bild.jpg")
    with pytest.raises(ValidationError, match="Klistra in den i stället"):
        taken(package(), "trasig.docx")


def test_a_locked_pdf_says_so() -> None:
    writer, content = PdfWriter(clone_from=PdfReader(io.BytesIO(by_weasyprint(PAGE)))), io.BytesIO()
    writer.encrypt("hemligt", algorithm="RC4-128")
    writer.write(content)
    with pytest.raises(ValidationError, match="skyddad med lösenord"):
        taken(content.getvalue(), "låst.pdf")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_its_coding(coding: str) -> None:
    assert taken(LETTERS.encode(coding), "text.txt") == LETTERS
