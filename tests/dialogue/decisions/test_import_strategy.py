"""The command that makes a draft strategy of a decision's text."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from priorities.goals.models import FocusArea, Goal
from strategy.decision.models import Footnote, MandateArea, Paragraph, Recipient, Reference, Section, Strategy
from tests.strategy.decision.parsing.decisions import DECISION, SMALL

MODELS = (Strategy, Section, Paragraph, Footnote, Recipient, Reference, MandateArea, FocusArea, Goal)


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


def run(file: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_strategy", file, stdout=out, **{"slug": "en-ny-strategi"} | options)
    return out.getvalue()


def test_dry_run_says_what_was_found_and_writes_nothing(strategy: Strategy) -> None:
    before = rows()

    found = json.loads(run(DECISION, dry_run=True, json=True))

    source = " ".join(DECISION.read_text(encoding="utf-8").split())
    assert [(area["code"], len(area["goals"])) for area in found["focus_areas"]] == [("i", 7), ("ii", 8), ("iii", 6)]
    assert len(found["footnotes"]) == 7
    assert found["period"] == {"start": 2020, "end": 2022}
    assert found["warnings"] == []
    texts = {goal["code"]: goal["text"] for area in found["focus_areas"] for goal in area["goals"]}
    assert texts == dict(strategy.goals.values_list("code", "text"))
    assert len(source) > 20_000
    assert rows() == before


def test_in_words_it_says_the_areas_and_how_many_goals(strategy: Strategy) -> None:
    lines = run(DECISION, dry_run=True).splitlines()

    assert len(lines) == 4
    assert [line.rpartition(": ")[2] for line in lines[1:]] == ["7 mål", "8 mål", "6 mål"]


def test_import_makes_a_draft_to_the_letter(strategy: Strategy) -> None:
    run(DECISION)

    made = Strategy.objects.get(slug="en-ny-strategi")
    assert (made.status, made.start.isoformat(), made.end.isoformat()) == ("draft", "2020-01-01", "2022-12-31")
    assert list(made.goals.values_list("code", "text")) == list(strategy.goals.values_list("code", "text"))
    assert list(made.paragraphs.values_list("number", "kind", "text")) == list(
        strategy.paragraphs.values_list("number", "kind", "text")
    )
    assert made.footnotes.count() == 7
    assert made.mandateareas.count() == 8
    assert made.recipients.count() == strategy.recipients.count()


def test_each_goal_leads_to_its_place_in_the_decision_and_back(strategy: Strategy) -> None:
    for goal in strategy.goals.select_related("paragraph__section__focus_area"):
        assert goal.text in goal.paragraph.text.replace("*", "")
        assert goal.paragraph.section.focus_area == goal.focus_area
        assert goal.paragraph.goal == goal


def test_each_footnote_stands_where_its_mark_was(strategy: Strategy) -> None:
    for footnote in strategy.footnotes.select_related("paragraph"):
        assert 0 < footnote.offset <= len(footnote.paragraph.text)
        assert footnote.text


@pytest.fixture
def unusable(tmp_path: Path) -> dict[str, Path]:
    """By what is wrong with it."""
    contents = {
        "empty": b"",
        "binary": b"\x7fELF\x02\x01\x01\x00\xff\xfe",
        "without goals": "Ett brev.\n\nDet handlar om något annat.\n".encode(),
    }
    paths = {name: tmp_path / f"{name}.txt" for name in contents}
    for name, content in contents.items():
        paths[name].write_bytes(content)
    return paths | {"folder": tmp_path, "missing": tmp_path / "missing.txt"}


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("wrong", ["empty", "binary", "folder", "missing", "without goals"])
def test_what_cannot_be_read_gives_one_clear_line(
    wrong: str, dry_run: bool, unusable: dict[str, Path], strategy: Strategy
) -> None:
    before = rows()

    with pytest.raises(CommandError) as refused:
        run(unusable[wrong], dry_run=dry_run, json=True)

    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert rows() == before


def test_a_taken_name_is_refused_and_changes_nothing(tmp_path: Path, strategy: Strategy) -> None:
    file = tmp_path / "annan.txt"
    file.write_text(SMALL, encoding="utf-8")
    before = rows()

    with pytest.raises(CommandError, match=r"^Det finns redan en strategi med kortnamnet ”iom-2020-2022”\.$"):
        run(file, slug=strategy.slug)

    assert rows() == before


@pytest.mark.parametrize("slug", ["IOM 2020", "å", "../x", ""])
def test_a_name_that_is_no_address_is_refused(slug: str, strategy: Strategy) -> None:
    before = rows()

    with pytest.raises(CommandError):
        run(DECISION, slug=slug)

    assert rows() == before


WITHOUT_AREAS = """# Strategi för Sveriges samarbete med Världsbiblioteket 2031–2034

Strategin gäller från den 1 juli 2031 till den 30 juni 2034. Verksamheten ska bidra till:

* fler läsare
* bättre kataloger
"""
WITH_SUB_AREAS = """# Strategi för Sveriges samarbete med Världsbiblioteket 2031–2034

Verksamheten ska bidra till:

## Läsning

### Med fokus på barn

* fler unga läsare

### Med fokus på vuxna

* fler läsare

## Skrivande

* fler böcker
"""


def read(text: str, tmp_path: Path) -> Strategy:
    file = tmp_path / "beslut.md"
    file.write_text(text, encoding="utf-8")
    run(file)
    return Strategy.objects.get(slug="en-ny-strategi")


@pytest.mark.django_db
def test_decision_without_areas_has_one_without_code_and_title(tmp_path: Path) -> None:
    made = read(WITHOUT_AREAS, tmp_path)
    (area,) = made.focus_areas.all()
    assert (area.code, area.title, str(area)) == ("", "", "Målen")
    assert list(made.goals.values_list("code", "text")) == [("1", "fler läsare"), ("2", "bättre kataloger")]
    assert (made.start.isoformat(), made.end.isoformat()) == ("2031-07-01", "2034-06-30")


@pytest.mark.django_db
def test_sub_area_is_a_heading_on_its_goals(tmp_path: Path) -> None:
    made = read(WITH_SUB_AREAS, tmp_path)
    assert [(goal.code, goal.sub_area) for goal in made.goals.all()] == [
        ("i.1", "Med fokus på barn"),
        ("i.2", "Med fokus på vuxna"),
        ("ii.1", ""),
    ]


def test_actor_is_the_strategys_own_organisation(strategy: Strategy) -> None:
    assert strategy.goals.get(code="i.1").actor_name == "IOM"
    strategy.organisation = None
    goal = strategy.goals.get(code="i.1")
    goal.strategy = strategy
    assert goal.actor_name == ""
