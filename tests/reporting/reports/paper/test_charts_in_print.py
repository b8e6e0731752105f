"""The charts as they stand in a PDF: tagged figures that tell everything, in a file that keeps both standards."""

import io

import page
import pikepdf
import pytest
from pypdf import PdfReader

from priorities.figures.charts import measurement_chart, money_chart
from reporting.reports.paper.pdf import render_pdf
from tests.priorities.figures.test_charts import COURSE, MONEY, told

DOCUMENT = (
    '<!doctype html><html lang="sv"><head><title>Diagram</title></head>'
    '<body data-identity="fot" data-marking=""><h1>Diagram</h1>{}{}</body></html>'
)


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_pdf(DOCUMENT.format(money_chart(MONEY), measurement_chart(COURSE)), "0" * 64).content


def test_each_chart_is_a_figure_that_tells_the_whole(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        figures = [str(thing.Alt) for thing in pdf.objects if is_figure(thing)]

    assert figures == [told(money_chart(MONEY)), told(measurement_chart(COURSE))]


def is_figure(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure


def test_their_words_are_printed_in_the_reports_own_letters(printed: bytes) -> None:
    text = PdfReader(io.BytesIO(printed)).pages[0].extract_text()

    for words in ("lätt öronmärkt kärnstöd", "avsatt i budgeten, inte utbetalt", "högre är bättre", "105"):
        assert words in text
    fonts = {str(font["/BaseFont"]) for font in fonts_of(printed)}
    assert fonts
    assert all("Source-Sans" in name or "SourceSans" in name for name in fonts)


def fonts_of(content: bytes) -> list[pikepdf.Dictionary]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            pikepdf.Dictionary(BaseFont=thing.BaseFont)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.Font
        ]


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_the_file_keeps_both_standards(printed: bytes, profile: page.ValidationProfile) -> None:
    result = page.validate_pdf_bytes(printed, profile=profile)

    assert result.is_compliant, result
