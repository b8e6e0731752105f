import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from dialogue.uploads import MAXIMUM_BYTES, recognise

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def package(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (b"\xff\xd8\xff\xe0 foto", "foto.JPG", "image/jpeg"),
        (b"\xff\xd8\xff\xe1 foto", "foto.jpeg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n bild", "bild.png", "image/png"),
        (b"%PDF-1.7\n", "rapport.pdf", "application/pdf"),
        (package("[Content_Types].xml", "word/document.xml"), "brev.docx", DOCX),
        (package("[Content_Types].xml", "xl/workbook.xml"), "tabell.xlsx", XLSX),
        ("Läget på plats\n".encode(), "läget.txt", "text/plain"),
    ],
)
def test_accepted_kinds_are_told_by_content(content: bytes, name: str, content_type: str) -> None:
    recognised = recognise(ContentFile(content, name))
    assert (recognised.name, recognised.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03", "foto.jpg"),
        (b"GIF89a\x00", "bild.gif"),
        (package("word/document.xml"), "brev.docx"),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "brev.docx"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "bilder.pptx"),
        (b"PK\x03\x04 not a zip", "brev.docx"),
        (b"\xe5\xe4\xf6 latin-1", "text.txt"),
        (b"text\x00", "text.txt"),
    ],
)
def test_other_kinds_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(ValidationError, match="inte tas emot"):
        recognise(ContentFile(content, name))


@pytest.mark.parametrize(
    ("content", "name", "suffix"),
    [(b"<script>alert(1)</script>", "sida.html", ".txt"), (b"%PDF-1.7\n", "foto.jpg", ".pdf")],
)
def test_name_that_belies_the_content_is_refused(content: bytes, name: str, suffix: str) -> None:
    with pytest.raises(ValidationError, match=f"namnet slutar inte på \\{suffix}"):
        recognise(ContentFile(content, name))


def test_empty_file_is_refused() -> None:
    with pytest.raises(ValidationError, match="tom"):
        recognise(ContentFile(b"", "tom.txt"))


def test_file_over_ten_megabytes_is_refused_and_one_of_ten_is_not() -> None:
    recognise(ContentFile(b"a" * MAXIMUM_BYTES, "stor.txt"))
    with pytest.raises(ValidationError, match="större än 10 MB"):
        recognise(ContentFile(b"a" * (MAXIMUM_BYTES + 1), "stor.txt"))


def test_path_in_the_name_is_left_out() -> None:
    assert recognise(ContentFile(b"text", "../../etc/läget.txt")).name == "läget.txt"
