"""The access table of the domain, written out once more so that the code is held against something else than itself."""

from itertools import product

from strategy.access import Audience, Classification

OPEN, WORKING, SECRET = Classification.values
MARKINGS = Classification.values

# What each may see of dialogue, by marking.
DIALOGUE = {
    "officer": {OPEN, WORKING, SECRET},
    "colleague": {OPEN, WORKING, SECRET},
    "head": {OPEN, WORKING, SECRET},
    "delegation": {OPEN, WORKING, SECRET},
    "reader": {OPEN, WORKING},
    "contact": set(),
    "other_contact": set(),
    "admin": set(),
    "outsider": set(),
}

# What each may see of observations that the contact at the Migration Agency wrote, by state and marking.
SUBMITTED_STATES = {"submitted", "returned", "accepted", "declined", "withdrawn"}
OBSERVATIONS: dict[str, set[tuple[str, str]]] = {
    "officer": set(product(SUBMITTED_STATES, MARKINGS)),
    "colleague": set(product(SUBMITTED_STATES, MARKINGS)),
    "head": set(product(SUBMITTED_STATES, MARKINGS)),
    "delegation": set(product({"accepted"}, MARKINGS)),
    "reader": set(product({"accepted"}, [OPEN, WORKING])),
    "contact": set(product(SUBMITTED_STATES | {"draft"}, MARKINGS)),
    "other_contact": set(),
    "admin": set(),
    "outsider": set(),
}

# What each may see of assessments and overall judgements, by state and marking.
JUDGEMENT_STATES = {"draft", "proposed", "returned", "approved"}
JUDGEMENTS: dict[str, set[tuple[str, str]]] = {
    "officer": set(product(JUDGEMENT_STATES, MARKINGS)),
    "colleague": set(product(JUDGEMENT_STATES, MARKINGS)),
    "head": set(product(JUDGEMENT_STATES, MARKINGS)),
    "delegation": set(product({"approved"}, [OPEN, WORKING])),
    "reader": set(product({"approved"}, [OPEN, WORKING])),
    "contact": set(),
    "other_contact": set(),
    "admin": set(),
    "outsider": set(),
}

REPORT_STATES = {"queued", "rendering", "draft", "approved", "released", "failed"}
REPORTS: dict[str, set[str]] = {
    "officer": REPORT_STATES,
    "colleague": REPORT_STATES,
    "head": REPORT_STATES,
    "delegation": {"released"},
    "reader": {"released"},
    "contact": set(),
    "other_contact": set(),
    "admin": set(),
    "outsider": set(),
}

# Requests for disclosure with what is decided of them, reviews, and the registrar's list.
LEAVING = {"officer", "colleague", "head"}

# Marking and whether it is shared with the consulted agencies.
EDITIONS: dict[str, set[tuple[str, bool]]] = {
    Audience.INTERNAL: {(OPEN, False), (OPEN, True), (WORKING, False), (WORKING, True)},
    Audience.INTERNAL_SECRET: set(product(MARKINGS, [False, True])),
    Audience.AGENCIES: {(OPEN, False), (OPEN, True), (WORKING, True)},
    Audience.EXTERNAL: {(OPEN, False), (OPEN, True)},
}
