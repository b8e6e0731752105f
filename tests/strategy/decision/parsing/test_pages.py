"""What stands at the top and bottom of pages, between goals and in the middle of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.decision.parsing.document import Document
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import (
    FIRST_GOALS,
    SECOND_GOALS,
    SMALL,
    goals,
    made_up,
    outline,
    paragraphs,
)

TITLE = "Strategi för Sveriges samarbete med Exempelorganisationen (EXO) 2023–2026"
SHORT_TITLE = "Strategi för EXO 2023–2026"
BOTH = [FIRST_GOALS, SECOND_GOALS]
SURE_HEADS = [
    "Bilaga till beslut III 5",
    "Bilaga till regeringsbeslut 2023-05-04 nr III:5",
    "Bilaga 1 till regeringens beslut den 4 maj 2023",
    "Bilaga 2",
    "UD2023/01234",
    "UD2023/01234/MU",
    "Ju2019/04075/SIM (delvis)",
    "Dnr UD2023/01234",
    "Diarienummer: 1.3-2023:77",
    "Sida 3 av 12",
    "Sida 3",
    "sid. 3 (12)",
    "2 (14)",
    "2(14)",
    "– 3 –",
    "- 3 -",
    "Regeringsbeslut III 5",
    "Protokoll III:5 vid regeringssammanträde 2023-05-04",
    "Utrikesdepartementet 3",
    "Utrikesdepartementet    UD2023/01234    3 (12)",
    TITLE,
    TITLE.replace(" (EXO)", ", (EXO)"),
    f"{TITLE} 3 (12)",
    f"Utrikesdepartementet | {TITLE}",
    "UTRIKESDEPARTEMENTET\nBilaga till beslut III 5",
    "Strategi för Sveriges samarbete med Exempel-\norganisationen (EXO) 2023–2026   3",
]
HEADS_BY_PLACE = [
    "Utrikesdepartementet",
    "Regeringskansliet",
    "3",
    "3 av 12",
    SHORT_TITLE,
    "2023-05-04",
]
HEADS = [*SURE_HEADS, *HEADS_BY_PLACE, "Regeringskansliet\nUtrikesdepartementet"]
PAGE_BREAKS = ["\n\n{}\n\n", "\n\n\f{}\n\n", "\n\n{}\n\f\n", "\n\n\n{}\n\n\n", "\r\n\r\n{}\r\n\r\n"]


def told(document: Document) -> tuple[list[list[str]], list[tuple[int, str, int]], tuple[str, ...]]:
    return goals(document), outline(document), document.warnings


AS_IT_IS = told(parse(made_up("\n\n".join(f"– {goal}" for goal in FIRST_GOALS))))


@pytest.mark.parametrize("head", HEADS)
def test_head_between_goals_is_recognised(head: str) -> None:
    for sign in "•–":
        for page_break in PAGE_BREAKS:
            first = page_break.format(head).join(f"{sign} {goal}" for goal in FIRST_GOALS)
            assert told(parse(made_up(first))) == AS_IT_IS


@pytest.mark.parametrize("head", HEADS)
def test_head_in_the_middle_of_a_goal_is_recognised(head: str) -> None:
    for page_break in PAGE_BREAKS:
        whole = "\n\n".join(f"– {goal}" for goal in FIRST_GOALS)
        torn = whole.replace("får bättre", f"får{page_break.format(head)}bättre")
        assert told(parse(made_up(torn))) == AS_IT_IS


@pytest.mark.parametrize("head", SURE_HEADS)
def test_sure_head_needs_no_blank_lines(head: str) -> None:
    first = f"\n{head}\n".join(f"• {goal}" for goal in FIRST_GOALS)
    for broken in (first, first.replace("får bättre", f"får\n{head}\nbättre")):
        assert told(parse(made_up(broken))) == AS_IT_IS


@pytest.mark.parametrize("head", HEADS_BY_PLACE[:4])
def test_unsure_head_without_blank_lines_is_named(head: str) -> None:
    found = parse(made_up(f"• EXO:s ledning får\n{head}\nbättre underlag\n{head}\n• riskhanteringen stärks"))
    assert goals(found)[0] == ["EXO:s ledning får bättre underlag", "riskhanteringen stärks"]
    among = f"”{head}” står bland målen utan streck eller punkt och är inte läst som mål."
    assert found.warnings == (f"Rad 24: {among}", f"Rad 26: {among}")


@pytest.mark.parametrize(
    "goal",
    [
        "EXO samråder med\nUtrikesdepartementet\noch andra",
        "EXO:s kostnader sjunker med omkring\n25\nprocent",
        "EXO svarar senast\n4 maj 2023",
        "EXO följer det som sägs i\nBilaga 2\noch beslutet",
        "EXO följer regeringens beslut\nUD2023/01234\noch strategin",
        "EXO finns i\n100 länder",
    ],
)
def test_line_that_its_sentence_needs_is_no_head(goal: str) -> None:
    found = parse(made_up(f"• {goal}\n\n• riskhanteringen stärks"))
    assert (goals(found)[0][0], found.warnings) == (goal.replace("\n", " "), ())


@pytest.mark.parametrize("head", ["Utrikesdepartementet", TITLE, "UD2023/01234", "3 (12)", SHORT_TITLE])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("i sina rutiner.\n\n", "Sverige ska under strategiperioden verka för att:\n\n–"),
        ("verka för att:\n\n", "– EXO:s"),
        ("Sverige ska under strategiperioden verka\n\n", "för att:\n\n– EXO:s"),
        ("riskhanteringen stärks\n\n", "ii) Kunskap"),
        ("jämställdhet genomsyrar arbetet\n\n", "Uppföljning"),
    ],
)
def test_head_elsewhere_in_a_focus_area(before: str, after: str, head: str) -> None:
    source = made_up("\n\n".join(f"– {goal}" for goal in FIRST_GOALS)).replace(" verka för", " verka\n\nför", 1)
    plain = source.replace(" verka\n\nför", " verka för", 1)
    source = source if before + after in source else plain
    assert told(parse(source)) == AS_IT_IS
    assert before + after in source
    assert told(parse(source.replace(before, f"{before}{head}\n\n", 1))) == AS_IT_IS


def test_title_repeated_on_later_pages_alone_begins_no_annex() -> None:
    source = made_up(f"• EXO:s ledning får bättre underlag\n\n{TITLE}\n\n• riskhanteringen stärks")
    source = source.replace(f"i enlighet med bilagan.\n\n{TITLE}\n\n", "i enlighet med vad som följer.\n\n", 1)
    source = source.replace("för samarbetet med EXO för", f"för samarbetet med EXO\n\n{TITLE}\n\nför", 1)
    found = parse(source)
    assert goals(found) == [["EXO:s ledning får bättre underlag", "riskhanteringen stärks"], SECOND_GOALS]
    assert found.warnings == ()
    assert not [paragraph for paragraph in paragraphs(found) if TITLE in paragraph.text]


def test_head_at_the_top_of_the_annex_is_no_recipient() -> None:
    source = SMALL.replace("Riksarkivet/AB\n\n", "Riksarkivet/AB\n\nBilaga till beslut III 5\n\n", 1)
    assert parse(source).distribution == ("Kungliga biblioteket", "Riksarkivet/AB")


def test_ministry_among_recipients_is_kept() -> None:
    source = SMALL.replace("Riksarkivet/AB", "Utrikesdepartementet\n\nFinansdepartementet\n\nRiksarkivet/AB", 1)
    assert parse(source).distribution == (
        "Kungliga biblioteket",
        "Utrikesdepartementet",
        "Finansdepartementet",
        "Riksarkivet/AB",
    )


@pytest.mark.parametrize("head", ["Utrikesdepartementet", SHORT_TITLE, "UD2023/01234"])
def test_head_between_paragraphs_of_other_sections(head: str) -> None:
    """A ministry is known for a head there when it comes again."""
    source = made_up("\n\n".join(f"– {goal}" for goal in FIRST_GOALS)).replace("varje år.", "varje år.\n\nDet sker.", 1)
    broken = source.replace("varje år.", f"varje år.\n\n{head}", 1)
    broken = broken.replace("perioden 2023–2026.", f"perioden.\n\n{head}", 1)
    assert outline(parse(broken)) == outline(parse(source))


def test_ministry_as_a_heading_is_kept() -> None:
    source = SMALL.replace("\nStrategin följs upp varje år.", "\nFinansdepartementet\n\nDet ansvarar för strategin.")
    assert outline(parse(source))[-2:] == [(1, "Uppföljning", 0), (2, "Finansdepartementet", 1)]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.data())
def test_pages_broken_anywhere_change_no_goals(data: st.DataObject) -> None:
    """Between goals and after any word of them."""
    breaks = st.builds(str.format, st.sampled_from(PAGE_BREAKS), st.sampled_from(HEADS))
    torn = []
    for goal in FIRST_GOALS:
        first, *words = goal.split()
        place = data.draw(st.integers(0, len(words)))
        here = data.draw(breaks) if place < len(words) else ""
        torn.append(" ".join([first, *words[:place]]) + (here or " " * bool(words[place:])) + " ".join(words[place:]))
    between = [data.draw(st.one_of(st.just("\n"), st.just("\n\n"), breaks)) for _ in torn]
    sign = data.draw(st.sampled_from("•–-*"))
    first_goals = "".join(f"{sign} {goal}{after}" for goal, after in zip(torn, between, strict=True))
    assert told(parse(made_up(first_goals))) == AS_IT_IS
