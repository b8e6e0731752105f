"""The rules without a database: each condition is asked of records that are written out here.

What the conditions find in tables is asked in `test_access.py`; that every part of a rule matters is what the mutation
testing of `strategy/access/` asks of these (`make proof`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

import pytest
from django.db.models import Q

from strategy.access import (
    APPROVERS,
    EVERYTHING,
    NOTHING,
    PUBLIC_TEXT,
    READERS,
    WRITERS,
    Action,
    Audience,
    Classification,
    Edition,
    Kind,
    Role,
    includable,
    markdown,
    marking,
    may,
    readable,
    reading_history,
    rights_of,
    rules,
    under,
)
from strategy.access.conditions import NOT_SECRET, SUBMITTED, UNCONDITIONALLY, Condition, always, both, lines_of, within
from strategy.access.table import READS, TABLE, UNSEEN, WRITES, in_english
from tests.access_table import (
    HELD,
    INSTRUCTION_STATES,
    JUDGEMENT_STATES,
    MARKINGS,
    OPEN,
    REPORT_STATES,
    SECRET,
    SUBMITTED_STATES,
    WORKING,
    Thing,
    sees,
)

HERE, THERE = 1, 2
OWN, OTHER = 10, 20
ME, YOU = 100, 200


@dataclass
class Member:
    role: str
    strategy_id: int | None = HERE
    organisation_id: int | None = OWN
    user_id: int = ME
    deputy_for_id: int | None = None


def matches(condition: Q, record: dict[str, Any]) -> bool:
    """What a database would answer. A tie to several holds a set."""
    found = [
        matches(child, record) if isinstance(child, Q) else holds(*cast(tuple[str, Any], child), record)
        for child in condition.children
    ]
    return bool((any if condition.connector == Q.OR else all)(found)) != condition.negated


def holds(name: str, value: Any, record: dict[str, Any]) -> bool:
    field, _, lookup = name.rpartition("__") if name.endswith("__in") else (name, "", "")
    stored = record[field]
    if lookup:
        return stored in value
    return value in stored if isinstance(stored, set) else bool(stored == value)


def record(thing: Thing, strategy: int = HERE) -> dict[str, Any]:
    own = OWN if thing.own else OTHER
    shared = {
        "parties__person": ME if thing.asked else None,
        "parties__organisation": own,
        "instruction": None,
        "instruction__effective_classification": None,
        "subject": "work_plan",
        "audience": "agencies",
    }
    return {
        "pk": 1,
        "strategy": strategy,
        "state": thing.state,
        "effective_classification": thing.marking,
        "author": ME if thing.written else YOU,
        "leaver": YOU,
        "receiver": ME if thing.written else YOU,
        "organisation": (OTHER if thing.own_copy else None) if thing.state in REPORTS_ALONE else own,
        "responsible": own,
        "participants": set(),
        "organisations": {own},
        "is_shared": thing.shared,
        "observation__state": "accepted" if thing.of_accepted else "submitted",
        "releases__organisation": {OWN} if thing.sent else {OTHER},
        "role": Role.CONTACT if thing.about_contact else Role.READER,
        "shared_with_agencies": False,
        "public_text": "",
        "about_account": thing.about_account,
        "is_private": False,
        "answered_at": 1 if thing.answered else None,
        **shared,
        **{f"circulation__{name}": value for name, value in shared.items()},
    }


REPORTS_ALONE = REPORT_STATES - JUDGEMENT_STATES | {"released"}
STATES = {
    Kind.OBSERVATION: SUBMITTED_STATES | {"draft"},
    Kind.OBSERVATION_STEP: SUBMITTED_STATES | {"draft"},
    Kind.ADDITION: {"draft", "sent"},
    Kind.REQUEST: {"draft", "open"},
    Kind.ANSWER_PART: {"draft", "sent"},
    Kind.ASSESSMENT: JUDGEMENT_STATES,
    Kind.INSTRUCTION: INSTRUCTION_STATES,
    Kind.REPORT: {"queued", "released"},
}


def things(kind: Kind) -> Iterator[Thing]:
    flags = [False, True]
    for state, one in product(sorted(STATES.get(kind, {""})), MARKINGS):
        for own, written, sent, about, copy in product(flags, flags, flags, flags, flags):
            if written <= own:
                yield Thing(state, one, own, written, sent, about, copy)
                yield Thing(state, one, own, written, sent, about, copy, about_account=True)
                yield Thing(state, one, own, written, sent, about, copy, shared=True)
                yield Thing(state, one, own, written, sent, about, copy, asked=True)
                yield Thing(state, one, own, written, sent, about, copy, asked=True, answered=True)
                yield Thing(state, one, own, written, sent, about, copy, of_accepted=True)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", Role)
def test_each_role_reads_what_the_matrix_says(kind: Kind, role: Role) -> None:
    if kind == Kind.HISTORY:
        return  # see below: a contact's is of observations alone
    name = next(name for name, held in HELD.items() if held == (role.value,))
    strategy = None if role == Role.ADMIN else HERE
    condition = readable(kind, [Member(role, strategy)])

    for thing in things(kind):
        assert matches(condition, record(thing)) == sees(name, kind, thing), thing
        assert matches(condition, record(thing, THERE)) == (sees(name, kind, thing) and strategy is None), thing


def test_rules_are_made_from_the_rows() -> None:
    """Once more, and not as they were made when the module was first read."""
    for kind in Kind:
        rows = [row for row in TABLE if row.kind == kind]
        assert set(rules.readers(kind)) == {role for role in Role if any(row.cell(role).action for row in rows)}
        for role, rule in rules.readers(kind).items():
            assert rule(Member(role)) == READERS[kind][role](Member(role))
        for action, made in ((Action.WRITE, WRITERS), (Action.APPROVE, APPROVERS)):
            expected = {role for role in Role if any(row.cell(role).action == action for row in rows)}
            assert rules.those_who(action, kind) == expected == made[kind]


def test_what_all_rows_give_in_full_is_the_whole() -> None:
    assert READERS[Kind.DIALOGUE]["officer"](Member("officer")) == EVERYTHING
    assert READERS[Kind.ASSESSMENT]["head"](Member("head")) == EVERYTHING
    assert READERS[Kind.OBSERVATION_STEP]["officer"](Member("officer")) != EVERYTHING
    assert READERS[Kind.DIALOGUE]["reader"](Member("reader")) == NOT_SECRET
    assert READERS[Kind.OBSERVATION]["officer"](Member("officer")) == SUBMITTED


def test_several_memberships_are_read_together() -> None:
    condition = readable(Kind.DIALOGUE, [Member("reader"), Member("officer", THERE), Member("admin", None)])

    assert matches(condition, record(Thing(marking=WORKING)))
    assert not matches(condition, record(Thing(marking=SECRET)))
    assert matches(condition, record(Thing(marking=SECRET), THERE))
    assert readable(Kind.DIALOGUE, []) == NOTHING
    assert not matches(readable(Kind.DIALOGUE, [Member("contact")]), record(Thing()))


def test_a_record_is_read_by_what_it_hangs_on() -> None:
    condition = readable(Kind.DIALOGUE, [Member("reader")], "event")
    secret, open_ = (
        {f"event__{name}": value for name, value in record(Thing(marking=one)).items()} for one in (SECRET, OPEN)
    )

    assert matches(condition, {"pk": 1, **open_})
    assert not matches(condition, {"pk": 1, **secret})
    assert not matches(condition, {"pk": 1, **open_, "event__strategy": THERE})


def test_a_condition_moves_under_a_path_whole() -> None:
    condition = Q(a=1) & ~(Q(b=2) | Q(c=3))

    assert under("x", condition) == Q(x__a=1) & ~(Q(x__b=2) | Q(x__c=3))
    assert under("", condition) is condition
    assert within(Member("officer"), "x") == Q(x__strategy=HERE)
    assert within(Member("officer"), "") == Q(strategy=HERE)
    assert within(Member("admin", None), "x") == EVERYTHING


def test_two_conditions_are_one() -> None:
    one, other = Q(a=1), Q(b=2)

    assert both(one, other) == one & other
    assert both(EVERYTHING, other) == other
    assert both(one, EVERYTHING) == one
    assert always(one)(Member("reader")) is one
    named = Condition("a", "första", always(one)) & Condition("b", "andra", always(other))
    assert (named.name, str(named.words), named.rule(Member("reader"))) == ("a, b", "första, andra", one & other)


def test_lines_of_an_organisation() -> None:
    condition = lines_of(OWN)

    for responsible, participants, one in product((OWN, OTHER), (set(), {OWN}, {OTHER}), MARKINGS):
        line = {"responsible": responsible, "participants": participants, "effective_classification": one}
        has_part = responsible == OWN or participants == {OWN}
        assert matches(condition, line) == (has_part and one != SECRET)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", Role)
def test_may(kind: Kind, role: Role) -> None:
    cells = [row.cell(role).action for row in TABLE if row.kind == kind]
    strategy = None if role == Role.ADMIN else HERE

    for action in Action:
        expected = any(cells) if action == Action.READ else action in cells
        assert may(action, kind, [Member(role, strategy)], HERE) == expected
        assert may(action, kind, [Member(role, strategy)], THERE) == (expected and strategy is None)
    assert not may(Action.READ, kind, [], HERE)


def test_history_is_read_by_those_who_write_or_decide_and_of_observations_by_the_contact() -> None:
    everybody = [Member(role) for role in Role]

    assert [it.role for it in reading_history(everybody, Kind.DIALOGUE)] == ["officer", "head"]
    assert [it.role for it in reading_history(everybody, Kind.OBSERVATION)] == ["officer", "head", "contact"]


@pytest.mark.parametrize("role", Role)
def test_a_childs_own_marking(role: Role) -> None:
    condition = marking([Member(role)])

    for one in MARKINGS:
        assert matches(condition, record(Thing(marking=one))) == (one != SECRET or role != Role.READER)
        assert not matches(condition, record(Thing(marking=one), THERE))
    assert marking([]) == NOTHING


HELD_BY = {
    Audience.INTERNAL: {(OPEN, False), (OPEN, True), (WORKING, False), (WORKING, True)},
    Audience.INTERNAL_SECRET: set(product(MARKINGS, [False, True])),
    Audience.AGENCIES: {(OPEN, False), (OPEN, True), (WORKING, True)},
    Audience.EXTERNAL: {(OPEN, False), (OPEN, True)},
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", [Kind.DIALOGUE, Kind.OBSERVATION, Kind.ASSESSMENT, Kind.WORK_PLAN])
def test_editions(audience: Audience, kind: Kind) -> None:
    condition, moved = includable(kind, Edition(audience)), includable(kind, Edition(audience), "event")
    settled = {Kind.OBSERVATION: "accepted", Kind.ASSESSMENT: "approved"}.get(kind)

    for one, shared, state in product(MARKINGS, [False, True], ["draft", "accepted", "approved"]):
        written = record(Thing(state, one)) | {"shared_with_agencies": shared}
        expected = (one, shared) in HELD_BY[audience] and settled in {None, state}
        assert matches(condition, written) == expected, written
        assert matches(moved, {"pk": 1} | {f"event__{name}": value for name, value in written.items()}) == expected


def test_an_own_copy() -> None:
    """An agency's own observations however they are marked, and its own lines unless they are secret."""
    edition, others = Edition(Audience.AGENCIES, OWN), Edition(Audience.AGENCIES, OTHER)

    for one in (WORKING, SECRET):
        written = record(Thing("accepted", one, own=True))
        assert matches(includable(Kind.OBSERVATION, edition), written)
        assert not matches(includable(Kind.OBSERVATION, others), written)
        assert not matches(includable(Kind.DIALOGUE, edition), written)
        assert matches(includable(Kind.WORK_PLAN, edition), written) == (one == WORKING)
        assert not matches(includable(Kind.WORK_PLAN, others), written)
    assert not matches(
        includable(Kind.OBSERVATION, Edition(Audience.AGENCIES)), record(Thing("accepted", SECRET, own=True))
    )
    with pytest.raises(ValueError, match="everybody"):
        includable(Kind.DIALOGUE, Edition("everybody"))


def test_a_public_text() -> None:
    for state, one, text in product(["draft", "approved"], MARKINGS, ["", "För alla."]):
        written = record(Thing(state, one)) | {"public_text": text}
        assert matches(PUBLIC_TEXT, written) == (state == "approved" and one != SECRET and bool(text))


def test_markings_have_an_order() -> None:
    assert Classification.strictest(OPEN, WORKING) is Classification.WORKING
    assert Classification.strictest(SECRET, OPEN, WORKING) is Classification.SECRET
    assert Classification.strictest(OPEN) is Classification.OPEN
    lowered = {(one, other) for one, other in product(MARKINGS, MARKINGS) if Classification(one).is_lowered_to(other)}
    assert lowered == {(SECRET, WORKING), (SECRET, OPEN), (WORKING, OPEN)}


def test_cells_and_rows_say_what_they_are() -> None:
    narrow = Condition("own", "egna", always(NOTHING))

    assert (READS(narrow).action, READS(narrow).name, READS(narrow).condition) == (Action.READ, "reads", narrow)
    assert READS.condition is UNCONDITIONALLY
    renamed = WRITES.called("restores", "återställer")  # type: ignore[arg-type] # words stand in for a promise
    assert (renamed.action, renamed.name, renamed.words) == (Action.WRITE, "restores", "återställer")
    assert (in_english(READS), in_english(READS(narrow)), in_english(UNSEEN)) == ("reads", "reads: own", "–")
    row = next(row for row in TABLE if row.kind == Kind.BIN_COUNTS)
    assert [(role, cell.name) for role, cell in row.cells] == [
        *(("officer", "reads"), ("head", "reads"), ("delegation", "–")),
        *(("reader", "–"), ("contact", "–"), ("admin", "reads")),
    ]
    assert [(found.kind, cell.name) for found, cell in rights_of("admin")] == [
        *((Kind.STRATEGY, "writes"), (Kind.DECISION_DRAFT, "writes"), (Kind.MEMBERSHIP, "writes")),
        *((Kind.FRAMEWORK, "reads and loads lists"), (Kind.BIN_COUNTS, "reads")),
        *((Kind.LOG, "reads"), (Kind.DISPOSAL_COUNTS, "reads")),
    ]


def test_the_document_begins_and_ends_as_a_table_does() -> None:
    lines = markdown().splitlines()

    assert lines[0] == "| | officer | head | delegation | reader | contact | admin |"
    assert lines[1] == "| --- | --- | --- | --- | --- | --- | --- |"
    assert lines[-1] == "| how much has been disposed of | reads | reads | – | – | – | reads |"
    assert markdown().endswith("|\n")
    assert len(lines) == len(TABLE) + 2
