"""Notes and marks that are no superscripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.decision.parsing.document import Document
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import (
    FIRST_GOALS,
    SECOND_GOALS,
    SOURCE,
    goals,
    made_up,
    paragraph_with,
    paragraphs,
)

LIST = "\n\n".join(f"• {goal}" for goal in FIRST_GOALS)
BOTH = [FIRST_GOALS, SECOND_GOALS]


def places(document: Document) -> list[tuple[int, str]]:
    """The number of each mark, and the text before it."""
    return [
        (mark.number, paragraph.text[: mark.offset][-9:])
        for paragraph in paragraphs(document)
        for mark in paragraph.marks
    ]


@pytest.mark.parametrize("mark", ["¹", "[1]", " [1]", "1)", "1"])
@pytest.mark.parametrize("note", ["¹ ", "[1] ", "1) ", "1 ", "1\t", "1"])
def test_notes_and_marks_of_any_shape(note: str, mark: str) -> None:
    """Below a goal, between goals, and below running text."""
    other = mark.replace("1", "2").replace("¹", "²")
    below = note.replace("1", "2").replace("¹", "²")
    source = made_up(LIST.replace("\n", f"{mark}\n\n{note}Prop. 2002/03:112\n", 1))
    source = source.replace("många länder.", f"många{other} länder.\n\n{below}Skr. 2016/17:60 om\npolitiken.", 1)
    found = parse(source)
    assert (goals(found), found.warnings) == (BOTH, ())
    assert [(note.number, note.text, note.line) for note in found.footnotes] == [
        (1, "Prop. 2002/03:112", 25),
        (2, "Skr. 2016/17:60 om politiken.", 35),
    ]
    assert places(found) == [(1, " underlag"), (2, "ter många")]
    assert paragraph_with(found, "EXO möter många länder.")


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("länder", ".1", " Det"),
        ("länder", ",1", " alla"),
        ("länder", "”1", " alla"),
        ("länder", "[1]", "."),
        ("länder", "1)", "."),
        ("länder", "1", "-vis"),
    ],
)
def test_mark_beside_punctuation(before: str, mark: str, after: str) -> None:
    source = made_up(LIST).replace("många länder.", f"många {before}{mark}{after} är kända.\n\n1 Prop. 2002/03:112", 1)
    found = parse(source)
    (place,) = [paragraph for paragraph in paragraphs(found) if paragraph.marks]
    number = "1)" if ")" in mark else "[1]" if "]" in mark else "1"
    assert place.text == f"EXO möter många {before}{mark.replace(number, '')}{after} är kända."
    assert found.warnings == ()


def test_notes_below_one_another_without_blank_lines() -> None:
    notes = "1 Se prop. 2002/03:112 om\npolitiken.\n2 Skr. 2016/17:60"
    found = parse(made_up(f"• EXO:s ledning1 får underlag2\n\n{notes}\n\n• riskhanteringen stärks"))
    assert goals(found)[0] == ["EXO:s ledning får underlag", "riskhanteringen stärks"]
    assert [note.text for note in found.footnotes] == ["Se prop. 2002/03:112 om politiken.", "Skr. 2016/17:60"]
    assert (places(found), found.warnings) == ([(1, "s ledning"), (2, " underlag")], ())


def test_note_in_the_middle_of_a_goal() -> None:
    found = parse(made_up(LIST.replace("får bättre", "får[1]\n\n[1] Prop. 2002/03:112\n\n2 (14)\n\nbättre")))
    assert (goals(found), places(found), found.warnings) == (BOTH, [(1, "dning får")], ())


def test_number_after_a_name_is_a_mark_only_in_a_row_of_notes() -> None:
    notes = "1 Prop. 2002/03:112\n\n2 Multilateral Organisation\n\n• riskhanteringen stärks"
    found = parse(made_up(f"• EXO:s ledning1 följer MOPAN2-granskningen\n\n{notes}"))
    assert goals(found)[0][0] == "EXO:s ledning följer MOPAN-granskningen"
    alone = parse(made_up("• EXO minskar CO2 i fält\n\n2 Prop. 2002/03:112\n\n• riskhanteringen stärks"))
    assert (goals(alone)[0][0], alone.footnotes) == ("EXO minskar CO2 i fält", ())
    assert len(alone.warnings) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "EXO fanns år 2020 i 125 länder, 2 fler än 2019.",
        "EXO vill två saker: 1) ordning, och 2) kunskap.",
        "EXO vill två saker: (1) ordning, och (2) kunskap.",
        "EXO har 3 mål på 400 m2 för BP2020, UO7, G7 och covid-19.",
        "EXO följer artikel [4] och punkt 5) i avtalet.",
        "EXO växte med 8%, från 1 858 till 2 007 miljoner USD.",
    ],
)
def test_sentence_without_notes_stays_to_the_letter(sentence: str) -> None:
    found = parse(made_up(LIST).replace("EXO möter många länder.", sentence))
    assert (goals(found), found.footnotes, found.warnings) == (BOTH, (), ())
    assert paragraph_with(found, sentence).text == sentence


@pytest.mark.parametrize("line", ["2 fler länder", "100 miljoner till EXO.", "2) kunskap.", "2019 och 2020."])
def test_line_that_begins_with_a_number_is_no_note_without_a_mark(line: str) -> None:
    found = parse(made_up(LIST).replace("EXO möter många länder.", f"EXO vill ha mycket: 1) ordning, och\n{line}"))
    assert paragraph_with(found, f"EXO vill ha mycket: 1) ordning, och {line}")
    assert (goals(found), found.footnotes) == (BOTH, ())


def test_focus_areas_by_number_stay_beside_notes_by_number() -> None:
    source = made_up(LIST).replace("i) Inre", "1) Inre").replace("ii) Kunskap", "2) Kunskap")
    source = source.replace("för samarbetet", "för samarbetet[1] och kunskapen[2]", 1)
    source = source.replace("stärks\n\n2)", "stärks\n\n[1] Prop. 2002/03:112\n\n[2] Skr. 2016/17:60\n\n2)")
    found = parse(source)
    assert [area.title for area in found.focus_areas] == ["Inre ordning", "Kunskap"]
    assert (goals(found), len(found.footnotes), found.warnings) == (BOTH, 2, ())


def test_note_in_brackets_without_a_mark_is_named() -> None:
    found = parse(made_up(LIST.replace("\n", "\n\n[2] Prop. 2002/03:112\n", 1)))
    assert (goals(found), found.warnings) == (BOTH, ("Rad 25: fotnot 2 har inget tecken i texten.",))


@pytest.mark.parametrize("line", ["1 Prop. 2002/03:112", "1) Prop. 2002/03:112"])
def test_what_looks_like_a_note_among_goals_is_named(line: str) -> None:
    found = parse(made_up(LIST.replace("\n", f"\n\n{line}\n", 1)))
    assert any(warning.startswith("Rad 25:") for warning in found.warnings)


@pytest.mark.parametrize("shape", ["[{}]", "{})", "{}"])
def test_real_decision_with_other_notes_is_the_same(shape: str) -> None:
    """But for the lines: an ordinary number in the text of a mark is never taken for it."""
    source = SOURCE
    for number, superscript in enumerate("¹²³⁴⁵⁶⁷", 1):
        source = source.replace(superscript, shape.format(number))
    assert parse(source) == parse(SOURCE)


@given(st.text("12 [])¹.,:a\n", max_size=40))
def test_any_mixture_of_numbers_is_read(text: str) -> None:
    assert goals(parse(made_up(f"{LIST}\n\nSamverkan\n\nText {text}")))[0][:2] == FIRST_GOALS[:2]
