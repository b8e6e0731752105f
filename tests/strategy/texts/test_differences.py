"""Texts compared and merged word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.texts.differences import Piece, both, compare, folded, merged

BASE = "Mötena hålls varje vecka. IOM leder dem.\n\nResultaten är goda."


def test_words_put_in_and_taken_away_are_marked() -> None:
    assert compare("IOM leder alla möten.", "IOM leder inte möten.") == [
        Piece("IOM leder"),
        Piece(" alla", "del"),
        Piece(" inte", "ins"),
        Piece(" möten."),
    ]


def test_words_added_at_the_end_leave_the_last_one_alone() -> None:
    assert compare("Med Norge.", "Med Norge. Det gav svar.") == [Piece("Med Norge."), Piece(" Det gav svar.", "ins")]


def test_a_word_that_two_long_changes_share_is_part_of_them() -> None:
    before, after = "Följ upp siffrorna i SCPF nästa höst.", "Begär en plan i Genève före mars."
    assert [piece.change for piece in compare(before, after)] == ["del", "ins"]


def test_line_breaks_of_two_browsers_are_no_difference() -> None:
    assert compare("Ett.\r\nTvå.", "Ett.\nTvå.") == [Piece("Ett.\nTvå.")]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_both_texts_can_be_read_out_of_the_comparison(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.change != "del") == after


def test_changes_in_different_places_are_merged() -> None:
    mine = BASE.replace("hålls varje", "hålls nu varje")
    theirs = BASE.replace("är goda", "är mycket goda")
    assert merged(BASE, mine, theirs) == ("Mötena hålls nu varje vecka. IOM leder dem.\n\nResultaten är mycket goda.")


def test_the_same_change_made_twice_is_made_once() -> None:
    mine = BASE.replace("varje", "varannan")
    assert merged(BASE, mine, mine) == mine


@pytest.mark.parametrize("theirs", ["Mötena hålls sällan vecka.", "Mötena hålls varje dag.", ""])
def test_changes_of_the_same_words_are_not_merged(theirs: str) -> None:
    assert merged("Mötena hålls varje vecka.", "Mötena hålls varannan vecka.", theirs) is None


def test_where_changes_clash_both_paragraphs_are_kept_and_the_others_merged() -> None:
    mine = BASE.replace("varje", "varannan")
    theirs = BASE.replace("varje", "sällan").replace("är goda", "är mycket goda")
    assert both(BASE, mine, theirs) == (
        "Mötena hålls varannan vecka. IOM leder dem.\n\n"
        "Mötena hålls sällan vecka. IOM leder dem.\n\n"
        "Resultaten är mycket goda."
    )


@given(*[st.lists(st.sampled_from(["ett", "två", "tre"]), max_size=6).map(" ".join)] * 3)
def test_nothing_that_either_wrote_is_missing_from_both(base: str, mine: str, theirs: str) -> None:
    kept = both(base, mine, theirs)
    if mine != base:
        assert mine in kept
    if theirs != base:
        assert theirs in kept


def test_long_unchanged_stretches_are_folded() -> None:
    words = [f" ord{number}" for number in range(100)]
    pieces = folded(compare("".join(words), "".join([*words[:50], " nytt", *words[50:]])))
    assert [piece.change for piece in pieces] == ["gap", "", "ins", "", "gap"]
    assert pieces[1].text == "".join(words[36:50])
    assert pieces[3].text == "".join(words[50:64])


def test_a_pasted_report_of_twenty_thousand_words_is_compared_in_seconds() -> None:
    words = [f"ord{number % 700}" + ("" if number % 15 else ".") for number in range(20_000)]
    changed = [word if number % 97 else "nytt" for number, word in enumerate(words)]
    begun = time.monotonic()
    compare(" ".join(words), " ".join(changed))
    merged(" ".join(words), " ".join(changed), " ".join([*words, "slut"]))
    compare("ord " * 20_000, "nytt ord " * 10_000)
    assert time.monotonic() - begun < 10
