"""Goals in lists of all kinds, and what stands among them."""

import pytest

from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import (
    FIRST_GOALS,
    SECOND_GOALS,
    goals,
    made_up,
    paragraph_with,
    paragraphs,
)

BOTH = [FIRST_GOALS, SECOND_GOALS]
AMONG = "står bland målen utan streck eller punkt och är inte läst som mål"
BARE = "står efter målen utan egen text och kan vara ett mål"
SIGNS = ["•", "●", "◦", "▪", "·", "‣", "■", "\uf0b7", "\uf0a7", "-", "*", "–", "—", "‐", "−", "o"]


def listed(sign: str, between: str = "\n\n", blank: str = " ") -> str:
    return between.join(f"{sign}{blank}{goal}" for goal in FIRST_GOALS)


@pytest.mark.parametrize("sign", SIGNS)
def test_lower_case_goals_after_any_sign(sign: str) -> None:
    for between in ["\n\n", "\n", "\r\n", "\n\n\n", "\n  "]:
        found = parse(made_up(listed(sign, between)))
        assert (goals(found), found.warnings) == (BOTH, ())


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "   "])
def test_blank_after_a_sign(blank: str) -> None:
    for sign in SIGNS:
        assert goals(parse(made_up(listed(sign, blank=blank)))) == BOTH


@pytest.mark.parametrize("sign", ["•", "●", "▪", "·", "\uf0b7", "–", "-"])
def test_sign_without_a_blank(sign: str) -> None:
    assert goals(parse(made_up(listed(sign, blank="")))) == BOTH


@pytest.mark.parametrize("blank_line", ["\n", "\n\n"])
def test_sign_on_a_line_of_its_own(blank_line: str) -> None:
    found = parse(made_up(listed("•", blank=blank_line)))
    assert (goals(found), found.focus_areas[0].goals[0].line) == (BOTH, 23)


def test_lists_of_several_signs() -> None:
    for signs, between in [("•–o", "\n\n"), ("•oo", "\n"), ("–—-", "\n"), ("-–‐", "\n")]:
        mixed = [f"{sign} {goal}" for sign, goal in zip(signs, FIRST_GOALS, strict=True)]
        assert goals(parse(made_up(between.join(mixed)))) == BOTH


def test_dash_below_another_sign_is_named() -> None:
    found = parse(made_up("• EXO:s ledning får underlag\n– fältkontoren rapporterar\n• riskhanteringen stärks"))
    assert goals(found)[0] == ["EXO:s ledning får underlag – fältkontoren rapporterar", "riskhanteringen stärks"]
    assert found.warnings == ("Rad 24: raden är läst som fortsättning på målet före, inte som ett eget mål.",)


@pytest.mark.parametrize("sign", ["•", "–", "-", "o", "*"])
def test_goals_wrapped_over_lines(sign: str) -> None:
    wrapped = "\n".join(f"{sign} {goal}" for goal in FIRST_GOALS).replace("får bättre", "får\n  bättre")
    found = parse(made_up(wrapped.replace("rapporterar i", "rapporterar\ni")))
    assert (goals(found), found.warnings) == (BOTH, ())


@pytest.mark.parametrize(
    ("first", "rest"),
    [("EXO stärker styrningen genom att", "– kopplat till en plan – fördela medel"), ("EXO, i fält", "– och hemma –")],
)
def test_dash_in_a_wrapped_goal_is_a_dash(first: str, rest: str) -> None:
    assert goals(parse(made_up(f"• {first}\n{rest}\n• b")))[0] == [f"{first} {rest}", "b"]
    if first.endswith("att"):
        assert goals(parse(made_up(f"– {first}\n{rest}\n– b")))[0] == [f"{first} {rest}", "b"]


def test_dash_in_running_text_is_a_dash() -> None:
    source = made_up(listed("–")).replace("EXO möter många länder.", "EXO möter länder\n– i fält –\n\n– och hemma.")
    assert paragraph_with(parse(source), "EXO möter länder – i fält – – och hemma.")


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("EXO:s ledning får,", "i god tid, underlag"),
        ("EXO:s ledning får underlag av", "fältkontoren"),
        ("EXO:s ledning får underlag", "och annat stöd"),
        ("EXO:s ledning får underlag av", "Migrationsverket i rätt tid."),
        ("EXO stärks. Det gäller ledningen", "och fältet"),
    ],
)
def test_goal_torn_by_a_blank_line(first: str, rest: str) -> None:
    found = parse(made_up(f"– {first}\n\n{rest}\n\n– riskhanteringen stärks"))
    assert (goals(found)[0], found.warnings) == ([f"{first} {rest}", "riskhanteringen stärks"], ())


def test_line_in_lower_case_without_a_sign_is_named() -> None:
    found = parse(made_up("• EXO:s ledning får underlag\n\nfältkontoren rapporterar i tid\n\n• riskhanteringen stärks"))
    assert goals(found)[0] == ["EXO:s ledning får underlag fältkontoren rapporterar i tid", "riskhanteringen stärks"]
    assert found.warnings == ("Rad 25: raden är läst som fortsättning på målet före, inte som ett eget mål.",)


@pytest.mark.parametrize(
    "line",
    [
        "Promemoria",
        "Riskhanteringen stärks",
        "Riskhanteringen stärks i hela organisationen.",
        "Med fokus på kvinnor och flickor",
        "1. Riskhanteringen stärks",
        "Se även bilaga 4, och vad som sägs där om målen.",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_line_among_goals_is_named_and_kept(line: str, place: int) -> None:
    lines = [f"• {goal}" for goal in FIRST_GOALS]
    lines.insert(place, line)
    found = parse(made_up("\n\n".join(lines)))
    number = 23 + 2 * place
    assert goals(found) == BOTH
    assert found.warnings == (
        f"Rad {number}: ”{line}” står bland målen utan streck eller punkt och är inte läst som mål.",
    )
    assert [(paragraph.text, paragraph.line) for paragraph in paragraphs(found) if paragraph.text == line] == [
        (line, number)
    ]
    assert found.focus_areas[0].rationale == (0,)


def test_several_lines_among_goals_are_named_each() -> None:
    found = parse(made_up("• EXO:s ledning får bättre underlag\n\nEXO\n\nSkrivelse nr 4\n\n• riskhanteringen stärks"))
    assert goals(found)[0] == ["EXO:s ledning får bättre underlag", "riskhanteringen stärks"]
    assert [warning[:7] for warning in found.warnings] == ["Rad 25:", "Rad 27:"]


def test_long_line_among_goals_is_named_by_its_beginning() -> None:
    (warning,) = parse(made_up(f"{listed('•')}\n\nMålen {'är många och ' * 20}nås.")).warnings
    assert warning == f"Rad 29: ”Målen är många och är många och är många och är många och …” {AMONG}."


@pytest.mark.parametrize(
    ("after", "warnings"),
    [
        (
            "Riskerna minskar",
            [f"Rad 29: rubriken ”Riskerna minskar” {BARE}."],
        ),
        (
            "Riskerna minskar\n\nKunskapen ökar",
            [
                f"Rad 29: rubriken ”Riskerna minskar” {BARE}.",
                f"Rad 31: rubriken ”Kunskapen ökar” {BARE}.",
            ],
        ),
        (
            "Riskerna minskar i\nhela organisationen",
            [f"Rad 29: ”Riskerna minskar i hela organisationen” {AMONG}."],
        ),
        ("Därtill kommer:\n\n• pengar", ["Rad 31: punkten står efter målen och är inte läst som mål."]),
        ("Samverkan\n\nEXO samverkar.", []),
    ],
)
def test_what_stands_after_the_goals(after: str, warnings: list[str]) -> None:
    found = parse(made_up(f"{listed('•')}\n\n{after}"))
    assert (goals(found), list(found.warnings)) == (BOTH, warnings)


def test_line_in_the_middle_of_a_goal_is_named() -> None:
    found = parse(made_up(f"{listed('•').replace('får bättre', 'får{}bättre')}".format("\n\nArkivkopia\n\n")))
    assert goals(found) == BOTH
    assert found.warnings == (f"Rad 25: ”Arkivkopia” {AMONG}.",)


def test_line_in_the_middle_of_a_sentence_is_named() -> None:
    found = parse(made_up(listed("•")).replace("många länder", "länder. De är\n\nArkivkopia\n\nmånga"))
    assert paragraph_with(found, "EXO möter länder. De är många.")
    assert found.warnings == ("Rad 33: ”Arkivkopia” står mitt i en mening och är läst för sig.",)


def test_focus_area_needs_no_blank_line() -> None:
    found = parse(
        made_up(listed("•"))
        .replace("stärks\n\nii) Kunskap\n\nEXO", "stärks\nii) Kunskap\nEXO")
        .replace("länder.\n\n", "länder.\n")
    )
    assert (goals(found), found.warnings) == (BOTH, ())
