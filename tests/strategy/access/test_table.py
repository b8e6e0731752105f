"""The declared table itself, and its copy in the documents."""

from pathlib import Path

import pytest

from strategy.access import READERS, TABLE, Action, Kind, Role, markdown, rights_of
from strategy.templatetags.access import role_rights
from tests.access_table import MEANING, ROWS, SECRET, Thing, sees

DOCUMENT = Path(__file__).parents[3] / "docs" / "access.md"


def test_the_document_holds_the_table_as_it_is_declared() -> None:
    """Where this fails: python config/bin/write_access.py, and read what has changed."""
    table = DOCUMENT.read_text(encoding="utf-8").partition("write_access.py -->\n")[2].partition("<!-- end")[0]

    assert table == markdown()


def test_every_condition_has_a_meaning_of_its_own() -> None:
    """In the tests' matrix, so that no rule is held against itself."""
    conditions = {part for row in TABLE for _role, cell in row.cells for part in cell.condition.name.split(", ")}
    conditional = {row.name for row in TABLE if row.when != TABLE[0].when}

    assert conditions == set(MEANING)
    assert conditional == set(ROWS)


def test_every_kind_stands_in_the_table() -> None:
    assert {row.kind for row in TABLE} == set(Kind)
    assert {kind for kind in Kind if not READERS[kind]} == set()


def test_nobody_writes_or_approves_what_they_cannot_read() -> None:
    assert [
        (row.name, role) for row in TABLE for role, cell in row.cells if cell.action and role not in READERS[row.kind]
    ] == []


@pytest.mark.parametrize(
    ("name", "kind", "thing", "expected"),
    [
        ("reader", Kind.DIALOGUE, Thing(marking=SECRET), False),
        ("delegation", Kind.DIALOGUE, Thing(marking=SECRET), True),
        ("contact", Kind.DIALOGUE, Thing(), False),
        ("admin", Kind.DIALOGUE, Thing(), False),
        ("officer", Kind.OBSERVATION, Thing("draft"), False),
        ("contact", Kind.OBSERVATION, Thing("draft", own=True), False),
        ("contact", Kind.OBSERVATION, Thing("draft", own=True, written=True), True),
        ("delegation", Kind.OBSERVATION, Thing("accepted", SECRET), True),
        ("reader", Kind.OBSERVATION, Thing("accepted", SECRET), False),
        ("contact", Kind.REQUEST, Thing("open"), False),
        ("contact", Kind.REQUEST, Thing("draft", own=True), False),
        ("officer", Kind.ANSWER_PART, Thing("draft"), False),
        ("contact", Kind.ANSWER_PART, Thing("draft", own=True), False),
        ("contact", Kind.ANSWER_PART, Thing("draft", own=True, shared=True), True),
        ("delegation", Kind.ANSWER_PART, Thing("sent"), False),
        ("reader", Kind.ANSWER_PART, Thing("sent"), False),
        ("delegation", Kind.ASSESSMENT, Thing("approved", SECRET), False),
        ("head", Kind.ASSESSMENT, Thing("draft"), True),
        ("reader", Kind.ASSESSMENT, Thing("proposed"), False),
        ("contact", Kind.REPORT, Thing("released"), False),
        ("contact", Kind.REPORT, Thing("released", sent=True), True),
        ("admin", Kind.BIN_COUNTS, Thing(), True),
        ("outsider", Kind.STRATEGY, Thing(), False),
    ],
)
def test_the_cells_that_matter_most_say_what_the_domain_says(
    name: str, kind: Kind, thing: Thing, expected: bool
) -> None:
    assert sees(name, kind, thing) == expected


@pytest.mark.parametrize("role", Role)
def test_a_role_is_explained_by_its_own_cells(role: Role) -> None:
    rights = role_rights(role)["rights"]

    assert rights == rights_of(role)
    assert [row.name for row, _cell in rights] == [row.name for row in TABLE if row.cell(role).action]
    assert all(cell.action in set(Action) for _row, cell in rights)
