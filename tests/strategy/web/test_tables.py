import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from strategy.access import Role
from strategy.web.tables import cell, csv_response


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u00a0=1", "\x00=1", "=", "\thej"],
)
def test_text_that_would_calculate_begins_with_an_apostrophe(typed: str) -> None:
    assert cell(typed) == "'" + typed.replace("\x00", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        (None, ""),
        ("a=b", "a=b"),
        ("Återvändande – läget", "Återvändande – läget"),
        (-5, "-5"),
        (Decimal("-1234.50"), "-1234,50"),
        (Decimal("1E+3"), "1000"),
        (True, "ja"),
        (date(2021, 6, 28), "2021-06-28"),
        (datetime(2021, 6, 28, 10, tzinfo=UTC), "2021-06-28 12:00:00"),
        (Role.HEAD, "head"),
        (Role.HEAD.label, "enhetschef"),
    ],
)
def test_a_value_is_written_as_a_swedish_spreadsheet_reads_it(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_table_is_streamed_as_utf8_with_semicolons_and_nothing_leaves_its_cell() -> None:
    rows = [["a;b", 'c"d', "e\nf"], ["=1+1", "x;=1+1", "å"]]
    response = csv_response(filename='lista "1".csv', header=["En", "=Två", "Tre"], rows=rows)

    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";")) == [
        ["En", "'=Två", "Tre"],
        ["a;b", 'c"d', "e\nf"],
        ["'=1+1", "x;=1+1", "å"],
    ]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="lista \\"1\\".csv"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_rows_are_made_one_by_one_in_the_language_of_the_page() -> None:
    made = []

    def rows() -> Iterator[list[object]]:
        for number in range(3):
            made.append(number)
            yield [_("handläggare"), True]

    with translation.override("en"):
        streamed = iter(csv_response(filename="a.csv", header=["A", "B"], rows=rows()))
    next(streamed)
    assert made == []
    assert next(streamed) == b'"officer";"yes"\r\n'
    assert made == [0]
