import pytest

from strategy.search.hits import extract
from strategy.search.words import encoded, question, sequence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FN:s 29:e session (C/112/6).", ["fn", "29", "session", "c/112/6"]),
        ("IOM’s i.3, i.4", ["iom", "i.3", "i.4"]),
        ("mål- och resultatstyrning", ["mål", "och", "resultatstyrning"]),
        ("och/eller", ["och", "eller"]),
        ("migra\u00adtions\u00adledning", ["migrationsledning"]),
        ("12,5 procent den 2021-10-26", ["12", "5", "procent", "den", "20211026"]),
        ("", []),
    ],
)
def test_words_in_order(text: str, words: list[str]) -> None:
    assert sequence(text) == words


def test_a_question_has_words_and_phrases() -> None:
    asked = question('SCPF ”exakt fras” i "C/112/6"')
    assert (asked.words, asked.phrases) == (("scpf",), ("exakt fras", "c/112/6"))
    assert question("i").words == ("i",)
    assert question("om i på").words == ("om", "i", "på")


def test_codes_are_one_for_each_word_and_begin_as_the_word_does() -> None:
    assert encoded("åx.") == "xe5yx78yx2ey"
    assert encoded("öronmärkt").startswith(encoded("öron"))


def test_a_piece_of_a_text_is_safe_and_has_the_words_marked() -> None:
    text = "Först något helt annat. " * 8 + "Ett <b>öronmärkt</b> stöd, och sedan mer. " + "Slutligen annat. " * 20
    piece = extract(text, "öronmärkning", 120)
    assert "&lt;b&gt;<mark>öronmärkt</mark>&lt;/b&gt;" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert extract("kort", "annat", 120) == "kort"
