"""The matrix that the product is held against. Who comes from the declared table (`docs/access.md` is its copy that
people read); what each of its conditions means is written out here once more, so that the rules are held against
something else than themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from strategy.access import TABLE, Action, Audience, Classification, Kind
from tests.conftest import ROLES

OPEN, WORKING, SECRET = Classification.values
MARKINGS = Classification.values
SUBMITTED_STATES = {"submitted", "returned", "accepted", "declined", "withdrawn"}
INSTRUCTION_STATES = {"draft", "circulated", "sent"}
JUDGEMENT_STATES = {"draft", "proposed", "returned", "approved"}
REPORT_STATES = {"queued", "rendering", "draft", "approved", "released", "failed"}

# The roles that each of the cast holds in the strategy.
HELD: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ROLES},
    "colleague": ("officer",),
    "other_contact": ("contact",),
    "deputy": ("officer", "head"),
    "both": ("reader", "contact"),
    "outsider": (),
}


@dataclass(frozen=True)
class Thing:
    """`own`: by the organisation of whoever looks; `written`: by themselves; `sent`: released to their organisation;
    `shared`: with their colleagues; `asked`: put to them for comments; `of_accepted`: added to an observation that is
    accepted."""

    state: str = ""
    marking: str = WORKING
    own: bool = False
    written: bool = False
    sent: bool = False
    about_contact: bool = False
    own_copy: bool = False
    about_account: bool = False
    shared: bool = False
    asked: bool = False
    answered: bool = False
    of_accepted: bool = False


Meaning = Callable[[Thing], bool]
MEANING: dict[str, Meaning] = {
    "": lambda thing: True,
    "not secret": lambda thing: thing.marking in {OPEN, WORKING},
    "open": lambda thing: thing.marking == OPEN,
    "accepted": lambda thing: thing.state == "accepted",
    "those of accepted ones": lambda thing: thing.of_accepted,
    "contacts of the strategy": lambda thing: thing.about_contact,
    "the writer's own": lambda thing: thing.written,
    "own organisation's": lambda thing: thing.own,
    "those put to own organisation": lambda thing: thing.own and thing.state != "draft",
    "the writer's own or shared with own organisation": lambda thing: thing.written or (thing.own and thing.shared),
    "one's own and those given to one": lambda thing: thing.written,
    "those put to oneself": lambda thing: thing.asked,
    "work plans and reports put to own organisation": lambda thing: thing.own and not thing.asked,
    "one's own; others' when they are answered": lambda thing: (
        thing.asked and (thing.written or (thing.answered and thing.marking != SECRET))
    ),
    "own organisation's; others' when they are answered": lambda thing: thing.own and not thing.asked,
    "lines of own organisation": lambda thing: thing.own,
    "but for an agency's own copy": lambda thing: not thing.own_copy,
    "released to own organisation": lambda thing: thing.sent,
    "own organisation's observations": lambda thing: thing.own,
    "the strategy's contacts'": lambda thing: False,  # found by the log's own queryset: see test_audit.py
}
ROWS: dict[str, Meaning] = {
    "events, interventions, commitments: open, working": lambda thing: thing.marking in {OPEN, WORKING},
    "the same: secret": lambda thing: thing.marking == SECRET,
    "instructions: before they are sent": lambda thing: thing.state in {"draft", "circulated"},
    "instructions: sent": lambda thing: thing.state == "sent",
    "observations: draft": lambda thing: thing.state == "draft",
    "observations: from submitted on": lambda thing: thing.state in SUBMITTED_STATES,
    "additions to observations: being written": lambda thing: thing.state == "draft",
    "additions to observations: sent": lambda thing: thing.state == "sent",
    "what contact and reviewers said to each other": lambda thing: thing.state in SUBMITTED_STATES,
    "answers: being written": lambda thing: thing.state == "draft",
    "answers: sent": lambda thing: thing.state == "sent",
    "assessments, overall judgements: draft, proposed": lambda thing: thing.state in JUDGEMENT_STATES - {"approved"},
    "the same: approved": lambda thing: thing.state == "approved",
    "log: of the material": lambda thing: not thing.about_account,
    "log: of accounts": lambda thing: thing.about_account,
    "reports: before release": lambda thing: thing.state in REPORT_STATES - {"released"},
    "reports: released": lambda thing: thing.state == "released",
}


def sees(name: str, kind: Kind, thing: Thing) -> bool:
    cells = [
        row.cell(role)
        for role in HELD[name]
        for row in TABLE
        if row.kind == kind and ROWS.get(row.name, MEANING[""])(thing)
    ]
    return any(cell.action and all(MEANING[part](thing) for part in cell.condition.name.split(", ")) for cell in cells)


def who_may(kind: Kind, *actions: Action) -> set[str]:
    """Those of the cast who may do this, or any of these, to some things of the kind."""
    rows = [row for row in TABLE if row.kind == kind]
    return {
        name for name, roles in HELD.items() if any(row.cell(role).action in actions for row in rows for role in roles)
    }


# What each may see of dialogue, by marking.
DIALOGUE = {
    name: {marking for marking in MARKINGS if sees(name, Kind.DIALOGUE, Thing(marking=marking))} for name in HELD
}
CROSSWALK = {
    name: {marking for marking in MARKINGS if sees(name, Kind.CROSSWALK, Thing(marking=marking))} for name in HELD
}
KEY_MESSAGES = {
    name: {marking for marking in MARKINGS if sees(name, Kind.KEY_MESSAGE, Thing(marking=marking))} for name in HELD
}
# What each may see of instructions, by state and marking.
INSTRUCTIONS = {
    name: {
        (state, marking)
        for state, marking in product(INSTRUCTION_STATES, MARKINGS)
        if sees(name, Kind.INSTRUCTION, Thing(state, marking))
    }
    for name in HELD
}
# What each may see of observations that the contact at the Migration Agency wrote, by state and marking.
OBSERVATIONS = {
    name: {
        (state, marking)
        for state, marking in product(SUBMITTED_STATES | {"draft"}, MARKINGS)
        if sees(name, Kind.OBSERVATION, Thing(state, marking, own=name == "contact", written=name == "contact"))
    }
    for name in HELD
}
# What each may see of assessments and overall judgements, by state and marking.
JUDGEMENTS = {
    name: {
        (state, marking)
        for state, marking in product(JUDGEMENT_STATES, MARKINGS)
        if sees(name, Kind.ASSESSMENT, Thing(state, marking))
    }
    for name in HELD
}
REPORTS = {name: {state for state in REPORT_STATES if sees(name, Kind.REPORT, Thing(state))} for name in HELD}

# Requests for disclosure with what is decided of them, reviews, and the registrar's list.
LEAVING = {"officer", "colleague", "head"}

# Marking and whether it is shared with the consulted agencies.
EDITIONS: dict[str, set[tuple[str, bool]]] = {
    Audience.INTERNAL: {(OPEN, False), (OPEN, True), (WORKING, False), (WORKING, True)},
    Audience.INTERNAL_SECRET: set(product(MARKINGS, [False, True])),
    Audience.AGENCIES: {(OPEN, False), (OPEN, True), (WORKING, True)},
    Audience.EXTERNAL: {(OPEN, False), (OPEN, True)},
}
