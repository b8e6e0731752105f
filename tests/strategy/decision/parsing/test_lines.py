"""Letters, hidden signs and words broken at line ends."""

import unicodedata

import pytest

from strategy.decision.parsing.lines import joined
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import (
    DECISION,
    FIRST_GOALS,
    SECOND_GOALS,
    SOURCE,
    goals,
    made_up,
    paragraph_with,
)

LIST = "\n\n".join(f"• {goal}" for goal in FIRST_GOALS)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("EXO:s migra-", "tionsledning får", "EXO:s migrationsledning får"),
        ("EXO:s migra\u00ad", "tionsledning får", "EXO:s migrationsledning får"),
        ("EXO:s migra\u2010", "tionsledning får", "EXO:s migrationsledning får"),
        ("Utvecklings-", "samarbetet", "Utvecklingssamarbetet"),
        ("ett gemen-", "samt arbete", "ett gemensamt arbete"),
        ("ett uppmärk-", "samt arbete", "ett uppmärksamt arbete"),
        ("mål-", "och resultatstyrning", "mål- och resultatstyrning"),
        ("mål\u00ad", "och resultatstyrning", "mål- och resultatstyrning"),
        ("för-", "och nackdelar", "för- och nackdelar"),
        ("in-", "samt utflöde", "in- samt utflöde"),
        ("icke-", "eller lätt öronmärkt", "icke- eller lätt öronmärkt"),
        ("e-", "och m-hälsa", "e- och m-hälsa"),
        ("e-", "hälsa", "e-hälsa"),
        ("icke-", "öronmärkt", "icke-öronmärkt"),
        ("FN-", "organ", "FN-organ"),
        ("EU-", "kommissionen", "EU-kommissionen"),
        ("EU\u00ad", "kommissionen", "EU-kommissionen"),
        ("IOM\u2011", "kontor", "IOM\u2011kontor"),
        ("12-", "punktsstrategin", "12-punktsstrategin"),
        ("åren 2020-", "2022", "åren 2020-2022"),
        ("åren 2020–", "2022", "åren 2020–2022"),
        ("Addis-", "Abeba", "Addis-Abeba"),
        ("in-", "(och ut-)flöde", "in- (och ut-)flöde"),
        ("genom att –", "kopplat till planen –", "genom att – kopplat till planen –"),
        ("mål-, resultat-", "och ekonomistyrning", "mål-, resultat- och ekonomistyrning"),
        ("ledning", "får", "ledning får"),
    ],
)
def test_word_at_a_line_end(first: str, second: str, whole: str) -> None:
    assert joined([first, second]) == whole


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n  ", "\u2028", "\v", "\n\n2 (14)\n\n", "\n\f", "\n\n\n"])
@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad"])
def test_goal_with_a_broken_word(hyphen: str, between: str) -> None:
    source = made_up(f"• EXO:s migra{hyphen}{between}tionsledning får underlag\n\n• mål{hyphen}{between}och resultat")
    kept = "\u2010" if hyphen == "\u2010" else "-"
    assert goals(parse(source)) == [["EXO:s migrationsledning får underlag", f"mål{kept} och resultat"], SECOND_GOALS]


def test_word_broken_in_the_title() -> None:
    found = parse(SOURCE.replace("FN:s\nmigrationsorganisation", "FN:s migrations-\norganisation", 1))
    assert found.title == "Strategi för Sveriges samarbete med FN:s migrationsorganisation (IOM) 2020–2022"


def test_decomposed_letters_are_read_as_composed() -> None:
    composed = parse(SOURCE)
    assert parse(unicodedata.normalize("NFD", SOURCE)) == composed
    found = parse(unicodedata.normalize("NFD", made_up(LIST)))
    assert goals(found) == [FIRST_GOALS, SECOND_GOALS]
    assert (found.title[-11:], found.warnings) == (") 2023–2026", ())


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200c", "\u2060", "\ufeff", "\u200e"])
def test_hidden_signs_are_gone(sign: str) -> None:
    source = made_up(LIST).replace("underlag", f"under{sign}lag").replace("• fält", f"•{sign} fält")
    assert goals(parse(source)) == [FIRST_GOALS, SECOND_GOALS]


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\t", "  "])
def test_blanks_of_all_kinds_are_one(blank: str) -> None:
    assert goals(parse(made_up(f"•{blank}EXO{blank}har 1{blank}858 kontor")))[0] == ["EXO har 1 858 kontor"]


def test_soft_hyphen_before_a_blank_ended_a_line() -> None:
    source = made_up("• EXO:s migra\u00ad tionsledning\n• mål\u00ad och resultat\u00ad \n• EU\u00ad kommissionen")
    assert goals(parse(source))[0] == ["EXO:s migrationsledning", "mål- och resultat", "EU-kommissionen"]


def test_lines_count_by_line_feeds_alone() -> None:
    source = made_up(
        "• EXO:s ledning\u2028får bättre underlag\u2029\n• fältkontoren rapporterar\f i tid\n• riskhanteringen stärks"
    )
    (area, _) = parse(source).focus_areas
    assert [(goal.text, goal.line) for goal in area.goals] == list(zip(FIRST_GOALS, [23, 24, 25], strict=True))


def test_suspended_hyphens_of_the_real_decision_stand() -> None:
    found = parse(DECISION.read_text(encoding="utf-8"))
    assert paragraph_with(found, "hälso- och skyddsklustren")
    assert paragraph_with(found, "icke- eller lätt öronmärkt kärnstöd")
