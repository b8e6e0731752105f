"""No stream of a file is one byte longer or shorter for what its last byte is (ISO 19005-3, 6.1.7.1)."""

import io
import re
import zlib
from typing import Any

import page
import pikepdf
import pydyf
import pytest
from weasyprint import HTML

from reporting.reports.paper.pdf import render_pdf
from reporting.reports.paper.tagging import finish
from reporting.reports.paper.weasyprint_compat import Structure
from reporting.reports.paper.writing import IN_ONE_STREAM, write

PLAIN = '<!doctype html><html lang="sv"><head><title>Titel</title></head><body><h1>Titel</h1></body></html>'
UNLUCKY = next(text for text in (b"a" * length for length in range(256)) if zlib.compress(text, 9)[-1:] == b"\r")
LENGTHS = re.compile(rb"/Length (\d+)>>\nstream\n")


def of_things(count: int) -> pydyf.PDF:
    pdf = pydyf.PDF()
    for number in range(count):
        pdf.add_object(pydyf.Dictionary({"Number": number}))
    return pdf


def output_of(pdf: pydyf.PDF) -> bytes:
    output = io.BytesIO()
    write(pdf, output, b"0")
    return output.getvalue()


def endings(content: bytes) -> list[tuple[bytes, bytes]]:
    """Of each stream, by its length: the last byte, and what stands between it and `endstream`."""
    ends = [found.end() + int(found[1]) for found in LENGTHS.finditer(content)]
    return [(content[end - 1 : end], content[end : content.index(b"endstream", end)]) for end in ends]


@pytest.mark.parametrize("stream", [pydyf.Stream([UNLUCKY], compress=True), pydyf.Stream([b"raw\r"])])
def test_a_stream_that_ends_with_a_carriage_return_is_valid(
    stream: pydyf.Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish_with_stream(document: Any, pdf: pydyf.PDF, structure: Structure) -> None:
        finish(document, pdf, structure)
        pdf.add_object(stream)

    monkeypatch.setattr("reporting.reports.paper.typesetting.finish", finish_with_stream)
    content = render_pdf(PLAIN, "0").content
    assert b"\r" in {last for last, _ in endings(content)}
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(content, profile=profile)
        assert result.is_compliant, str(result)


def test_written_by_pydyf_it_is_not() -> None:
    """What our own writer is for: where this fails, it may go."""
    content = HTML(string=PLAIN).write_pdf(
        pdf_variant="pdf/a-3a", finisher=lambda document, pdf: pdf.add_object(pydyf.Stream([UNLUCKY], compress=True))
    )
    assert not page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_A_3A).is_compliant


def test_streams_that_no_finisher_reaches_end_plainly_too() -> None:
    """The object stream and the cross-reference stream, in files enough for each to have had every last byte."""
    lasts = []
    for length in range(900):
        pdf = of_things(0)
        pdf.info["Title"] = pydyf.String("y" * length)
        pdf.add_object(pydyf.Stream([b"y" * length]))
        found = endings(output_of(pdf))
        assert [end for _, end in found] == [b"\r\n"] * 3, length
        lasts.append([last for last, _ in found])
    _raw, packed, places = zip(*lasts, strict=True)
    assert (len(set(packed)), len(set(places))) == (256, 256)


@pytest.mark.parametrize("count", [0, 1, IN_ONE_STREAM, 2 * IN_ONE_STREAM + 1])
def test_every_object_is_found_where_it_is_said_to_be(count: int) -> None:
    with pikepdf.open(io.BytesIO(output_of(of_things(count)))) as pdf:
        assert [thing.Number for thing in pdf.objects if "/Number" in thing] == list(range(count))
        assert pdf.check_pdf_syntax() == ["ERROR: file does not contain any pages"]


def test_the_identifier_is_kept_and_the_content_summed_up() -> None:
    with (
        pikepdf.open(io.BytesIO(output_of(of_things(1)))) as one,
        pikepdf.open(io.BytesIO(output_of(of_things(2)))) as two,
    ):
        (ours, sum_of_one), (same, sum_of_two) = one.trailer.ID, two.trailer.ID
        assert str(ours) == str(same) == "0"
        assert sum_of_one != sum_of_two
