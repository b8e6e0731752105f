"""Where sentences end, and how what has become something is marked in them."""

import pytest

from dialogue.reports_home.models import Passage
from dialogue.reports_home.reading import Span, merged, paragraphs, spans_of, words_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Sverige frågade. IOM svarade.", [["Sverige frågade.", "IOM svarade."]]),
        ("Första raden\n\n– Andra. Tredje!", [["Första raden"], ["– Andra.", "Tredje!"]]),
        ("Det gäller bl.a. Kenya, t.ex. Nairobi, kl. 14 den 1. Oktober.", None),
        ("Mr. Smith och A. Berg talade ca. 20 minuter.", None),
        ("Planen kom 2021. Nästa kommer 2023.", [["Planen kom 2021.", "Nästa kommer 2023."]]),
        ("Han sade: ”Ja.” Sedan inget.", [["Han sade: ”Ja.”", "Sedan inget."]]),
        (" \n\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[list[str]] | None) -> None:
    found = [[text[span.start : span.end] for span in line] for line in spans_of(text)]
    assert found == ([[text]] if sentences is None else sentences)


def test_what_follows_on_each_other_is_one_passage() -> None:
    text = "Ett. Två. Tre."
    spans = [Span(5, 9), Span(0, 4), Span(10, 14)]
    assert merged(text, spans) == [Span(0, 14)]
    assert merged(text, [*spans[:1], Span(2, 3)]) == [Span(2, 3), Span(5, 9)]
    assert words_of(text, [Span(0, 4), Span(10, 14)]) == "Ett.\n\nTre."


def test_passages_cut_a_text_that_stays_whole() -> None:
    text = "Ett två 😀 tre. Fyra."
    used = [Passage(start=4, end=9, became="message"), Passage(start=8, end=19, became="response")]
    [[first, second]] = paragraphs(text, used, [Span(15, 20)])
    assert [(piece.start, piece.text, piece.became, len(piece.ending)) for piece in first.pieces] == [
        (0, "Ett ", "", 0),
        (4, "två ", "message", 0),
        (8, "😀", "response", 1),
        (9, " tre.", "response", 0),
    ]
    assert [(piece.text, piece.became) for piece in second.pieces] == [("Fyra", "response"), (".", "")]
    assert (first.is_ticked, second.is_ticked) == (False, True)
    assert "".join(piece.text for piece in [*first.pieces, *second.pieces]) == text.replace(". F", ".F")
