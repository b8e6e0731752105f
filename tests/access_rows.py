"""Who may read and write at which address, from the access table: a row for every address that asks who comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, reverse

from strategy.access import Action, Kind
from tests.access_table import WORKING, Thing, sees, who_may
from tests.access_things import Things
from tests.conftest import ROLES
from tests.making import Making

SIGNED_IN = [*(role for role in ROLES if role != "colleague"), "deputy", "both"]
NOBODY: set[str] = set()


def reads(kind: Kind, state: str = "", marking: str = WORKING) -> set[str]:
    """Who sees such a thing, where it is the contact's at the Migration Agency."""
    return {
        name
        for name in SIGNED_IN
        if sees(name, kind, Thing(state, marking, own=name == "contact", written=name == "contact"))
    }


def writes(kind: Kind) -> set[str]:
    return who_may(kind, Action.WRITE) & set(SIGNED_IN)


def approves(kind: Kind) -> set[str]:
    return who_may(kind, Action.APPROVE) & set(SIGNED_IN)


def may_read(kind: Kind) -> set[str]:
    """Who sees some things of the kind, and so their list."""
    return who_may(kind, *Action) & set(SIGNED_IN)


def with_history(thing: str) -> set[str]:
    """Who sees such a thing and, of what they see, its history: a contact's is of observations alone."""
    kind, state = SEEN_AS[thing]
    return reads(kind, state) & reads(Kind.HISTORY) - (set() if kind == Kind.OBSERVATION else {"contact"})


EVERYBODY_HERE = may_read(Kind.STRATEGY)
PROPOSING, PROPOSED = writes(Kind.WORK_PLAN_PROPOSAL), reads(Kind.WORK_PLAN_PROPOSAL)
SETTLING, RESPONSIBLE = approves(Kind.WORK_PLAN_PROPOSAL), {"contact"}  # of the line that the Migration Agency has
PLANNING = writes(Kind.WORK_PLAN)
FIGURE_READERS, FIGURE_WRITERS = may_read(Kind.FUNDING), writes(Kind.FUNDING)
LOADING, TYING = writes(Kind.FRAMEWORK), writes(Kind.CROSSWALK)
INDICATOR_READERS, INDICATOR_WRITERS = may_read(Kind.INDICATOR), writes(Kind.INDICATOR)
READING, WRITING = may_read(Kind.DIALOGUE), writes(Kind.DIALOGUE)
REVIEWING, OBSERVING = approves(Kind.OBSERVATION), writes(Kind.OBSERVATION)
WRITER, ADDING = reads(Kind.OBSERVATION, "draft"), reads(Kind.ADDITION, "draft")
ASKING, READING_ANSWERS = writes(Kind.REQUEST), reads(Kind.ANSWER_PART, "sent")
ANSWERING, WITH_THREADS = reads(Kind.ANSWER_PART, "draft"), writes(Kind.ANSWER)
JUDGING, ASSESSING, DECIDING = reads(Kind.ASSESSMENT, "draft"), writes(Kind.ASSESSMENT), approves(Kind.ASSESSMENT)
SHARING = writes(Kind.CIRCULATION)
GIVEN = {"officer", "head", "deputy"}  # by the officer to the head
DRAFTING = writes(Kind.DECISION_DRAFT)
ADVISING, INSTRUCTING = writes(Kind.KEY_MESSAGE), writes(Kind.INSTRUCTION)
DRAFTED, SENT = reads(Kind.INSTRUCTION, "draft"), reads(Kind.INSTRUCTION, "sent")
JUDGED = reads(Kind.ASSESSMENT, "approved")
REPORTING, APPROVING, RELEASED = writes(Kind.REPORT), approves(Kind.REPORT), reads(Kind.REPORT, "released")
# What decides who sees each of the things below: a kind, and the state that the thing is in.
SEEN_AS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(
        ("event", "consultation", "event_counterpart", "agenda_item", "prepared_goal", "report_home"),
        (Kind.DIALOGUE, ""),
    ),
    **dict.fromkeys(("intervention", "commitment", "attachment", "removed"), (Kind.DIALOGUE, "")),
    "counterpart": (Kind.COUNTERPART, ""),
    "key_message": (Kind.KEY_MESSAGE, ""),
    "decision_draft": (Kind.DECISION_DRAFT, ""),
    **dict.fromkeys(("instruction", "instruction_goal"), (Kind.INSTRUCTION, "draft")),
    "sent_instruction": (Kind.INSTRUCTION, "sent"),
    "observation": (Kind.OBSERVATION, "accepted"),
    **dict.fromkeys(("observed_file", "added_file"), (Kind.OBSERVATION, "accepted")),
    "addition": (Kind.ADDITION, "draft"),
    "sent_addition": (Kind.ADDITION, "sent"),
    "received": (Kind.OBSERVATION, "submitted"),
    "draft": (Kind.OBSERVATION, "draft"),
    "observation_set": (Kind.OBSERVATION, "draft"),
    "asked": (Kind.REQUEST, "open"),
    "draft_request": (Kind.REQUEST, "draft"),
    "answer": (Kind.ANSWER, ""),
    "answer_part": (Kind.ANSWER_PART, "draft"),
    **dict.fromkeys(("sent_part", "answered_file"), (Kind.ANSWER_PART, "sent")),
    **dict.fromkeys(("assessment", "overall_assessment"), (Kind.ASSESSMENT, "approved")),
    **dict.fromkeys(("begun_assessment", "begun_overall_assessment", "evidence"), (Kind.ASSESSMENT, "draft")),
    "activity": (Kind.WORK_PLAN, ""),
    **dict.fromkeys(("proposal", "day_request"), (Kind.WORK_PLAN_PROPOSAL, "proposed")),
    "work_plan_version": (Kind.WORK_PLAN_VERSION, ""),
    "indicator": (Kind.INDICATOR, ""),
    **dict.fromkeys(("measurement", "contribution", "posting"), (Kind.FUNDING, "")),
    **dict.fromkeys(("framework", "framework_item"), (Kind.FRAMEWORK, "")),
    "crosswalk": (Kind.CROSSWALK, ""),
    "report": (Kind.REPORT, "released"),
    "round": (Kind.ROUND, ""),
    "circulation": (Kind.CIRCULATION, "open"),
    "comment": (Kind.COMMENT, ""),
    **dict.fromkeys(("draft_report", "report_text", "pack"), (Kind.REPORT, "draft")),
    "approved_report": (Kind.REPORT, "approved"),
    "disposal": (Kind.DISPOSAL, ""),
    **dict.fromkeys(("person", "contact_role", "invitation", "organisation"), (Kind.MEMBERSHIP, "")),
    "deputyship": (Kind.DEPUTY, ""),
    "handover": (Kind.HANDOVER, ""),
    **dict.fromkeys(("disclosure_request", "disclosure_item", "disclosure_decision", "masking"), (Kind.DISCLOSURE, "")),
}


@dataclass(frozen=True)
class Row:
    """`get` and `post` say for whom the address exists; None that nobody may use the method there."""

    of: str  # what the address leads to: a strategy, one of the things, or everywhere
    get: set[str] | None
    post: set[str] | None = None
    more: tuple[tuple[str, Any], ...] = ()
    data: tuple[tuple[str, Any], ...] = ()
    redirects: bool = False
    shows: bool = False  # a form that leads to no page but answers with what it made


YEAR = (("year", 2020),)
# One address for every kind of record: a row each, named by it after a space.
HISTORIES = {
    "event": "event",
    "event-counterpart": "event_counterpart",
    "counterpart": "counterpart",
    "report-home": "report_home",
    "agenda-item": "agenda_item",
    "prepared-goal": "prepared_goal",
    "decision-draft": "decision_draft",
    "key-message": "key_message",
    "instruction": "instruction",
    "instruction-goal": "instruction_goal",
    "intervention": "intervention",
    "commitment": "commitment",
    "attachment": "attachment",
    "addition": "sent_addition",
    "request": "asked",
    "answer": "answer",
    "answer-part": "sent_part",
    "assessment": "assessment",
    "evidence": "evidence",
    "overall-assessment": "overall_assessment",
    "report": "report",
    "report-text": "report_text",
    "indicator": "indicator",
    "measurement": "measurement",
    "contribution": "contribution",
    "posting": "posting",
    "framework": "framework",
    "framework-item": "framework_item",
    "crosswalk": "crosswalk",
    "activity": "activity",
    "circulation": "circulation",
    "comment": "comment",
    "work-plan-proposal": "proposal",
    "disclosure-request": "disclosure_request",
    "disclosure-item": "disclosure_item",
    "masking": "masking",
}
ADMINS = {"admin"}
KEEPERS = JUDGING | ADMINS  # of contacts' accounts
ROWS = {
    "strategy:people": Row("everywhere", ADMINS),
    "strategy:person": Row("person", KEEPERS),
    "strategy:person-name": Row("person", ADMINS, ADMINS),
    "strategy:person-roles": Row("person", KEEPERS, KEEPERS),
    "strategy:person-deactivation": Row("person", KEEPERS, KEEPERS),
    "strategy:person-reactivation": Row("person", KEEPERS, KEEPERS),
    "strategy:role-ending": Row("contact_role", KEEPERS, KEEPERS),
    "strategy:invitations": Row("everywhere", ADMINS),
    "strategy:invitation-new": Row("everywhere", ADMINS, ADMINS),
    "strategy:invitation-renewal": Row("invitation", None, KEEPERS, shows=True),
    "strategy:invitation-revocation": Row("invitation", None, KEEPERS),
    "strategy:organisations": Row("everywhere", ADMINS),
    "strategy:organisation-new": Row("everywhere", ADMINS, ADMINS),
    "strategy:organisation": Row("organisation", ADMINS, ADMINS),
    "strategy:strategies": Row("everywhere", ADMINS),
    "strategy:letters": Row("everywhere", ADMINS),
    "strategy:letters-letting-go": Row("everywhere", None, ADMINS),
    "strategy:test-letter": Row("everywhere", None, ADMINS),
    "strategy:strategy-basics": Row("strategy", writes(Kind.STRATEGY), writes(Kind.STRATEGY)),
    "operations:state": Row("everywhere", ADMINS),
    "strategy:contacts": Row("strategy", KEEPERS),
    "strategy:contact-invitation-new": Row("strategy", KEEPERS, KEEPERS),
    "strategy:deputies": Row("strategy", {"head", "deputy"}, {"head"}),
    "strategy:deputyship-ending": Row("deputyship", None, {"head"}),
    "strategy:search": Row("strategy", EVERYBODY_HERE),
    "strategy:search-quick": Row("strategy", EVERYBODY_HERE),
    "priorities:text": Row("strategy", EVERYBODY_HERE),
    "priorities:key-messages": Row("goal", may_read(Kind.KEY_MESSAGE)),
    "priorities:key-message-new": Row("goal", ADVISING, ADVISING),
    "priorities:key-message-removal": Row("key_message", None, ADVISING),
    "priorities:work-plan": Row("strategy", may_read(Kind.WORK_PLAN)),
    "priorities:work-plan-adoption": Row("strategy", approves(Kind.WORK_PLAN), approves(Kind.WORK_PLAN)),
    "priorities:work-plan-version": Row("work_plan_version", may_read(Kind.WORK_PLAN_VERSION)),
    "priorities:activity-new": Row("strategy", PLANNING, PLANNING),
    "priorities:activity": Row("activity", reads(Kind.WORK_PLAN)),
    "priorities:activity-edit": Row("activity", PLANNING, PLANNING),
    "priorities:activity-notes": Row("activity", None, PLANNING),
    "priorities:activity-reports": Row("activity", None, RESPONSIBLE),
    "priorities:activity-day-requests": Row("activity", None, RESPONSIBLE),
    "priorities:work-plan-proposals": Row("strategy", may_read(Kind.WORK_PLAN_PROPOSAL)),
    "priorities:work-plan-proposal-new": Row("strategy", PROPOSING, PROPOSING),
    "priorities:work-plan-proposal": Row("proposal", PROPOSED),
    "priorities:work-plan-proposal day": Row("day_request", PROPOSED),
    "priorities:work-plan-proposal-edit": Row("proposal", SETTLING, SETTLING),
    "priorities:work-plan-proposal-intake": Row("proposal", SETTLING, SETTLING),
    "priorities:work-plan-proposal-grant": Row("day_request", None, SETTLING),
    "priorities:work-plan-proposal-refusal": Row("proposal", None, SETTLING),
    "priorities:work-plan-proposal-withdrawal": Row("proposal", None, {"contact"}),
    "priorities:activity-deadline": Row("activity", None, PLANNING),
    "priorities:activity-start": Row("activity", None, PLANNING),
    "priorities:activity-completion": Row("activity", None, PLANNING),
    "priorities:activity-cancellation": Row("activity", None, PLANNING),
    "priorities:activity-reopening": Row("activity", None, PLANNING),
    "priorities:activity-removal": Row("activity", None, PLANNING),
    "priorities:funding": Row("strategy", FIGURE_READERS),
    "priorities:contribution-new": Row("strategy", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:contribution": Row("contribution", FIGURE_READERS),
    "priorities:contribution-edit": Row("contribution", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:contribution-removal": Row("contribution", None, FIGURE_WRITERS),
    "priorities:postings": Row("strategy", FIGURE_READERS),
    "priorities:posting-new": Row("strategy", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:posting-edit": Row("posting", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:posting-removal": Row("posting", None, FIGURE_WRITERS),
    "priorities:frameworks": Row("strategy", may_read(Kind.FRAMEWORK)),
    "priorities:framework": Row("framework", may_read(Kind.FRAMEWORK)),
    "priorities:framework-edit": Row("framework", LOADING, LOADING),
    "priorities:framework-removal": Row("framework", None, TYING),
    "priorities:framework-item-removal": Row("framework_item", None, TYING),
    "priorities:crosswalk": Row("strategy", may_read(Kind.CROSSWALK)),
    "priorities:crosswalk-new": Row("strategy", TYING, TYING),
    "priorities:crosswalk-edit": Row("crosswalk", TYING, TYING),
    "priorities:crosswalk-removal": Row("crosswalk", None, TYING),
    "dialogue:decision-drafts": Row("everywhere", ADMINS),
    "dialogue:decision-draft-new": Row("everywhere", ADMINS, ADMINS),
    "dialogue:decision-draft": Row("decision_draft", DRAFTING, DRAFTING),
    "dialogue:decision-draft-confirmation": Row("decision_draft", None, DRAFTING),
    "dialogue:decision-draft-removal": Row("decision_draft", None, DRAFTING),
    "dialogue:framework-list-new": Row("strategy", LOADING, LOADING),
    "dialogue:framework-list-template": Row("strategy", LOADING),
    "priorities:indicators": Row("strategy", INDICATOR_READERS),
    "priorities:indicator-new": Row("strategy", INDICATOR_WRITERS, INDICATOR_WRITERS),
    "priorities:indicator": Row("indicator", INDICATOR_READERS),
    "priorities:indicator-edit": Row("indicator", INDICATOR_WRITERS, INDICATOR_WRITERS),
    "priorities:indicator-removal": Row("indicator", None, INDICATOR_WRITERS),
    "priorities:measurements": Row("indicator", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:measurement-edit": Row("measurement", FIGURE_WRITERS, FIGURE_WRITERS),
    "priorities:measurement-removal": Row("measurement", None, FIGURE_WRITERS),
    "reporting:overview": Row("strategy", READING),
    "reporting:goals": Row("strategy", EVERYBODY_HERE),
    "reporting:goal": Row("goal", EVERYBODY_HERE),
    "reporting:coverage": Row("strategy", READING),
    "reporting:calendar": Row("strategy", may_read(Kind.WORK_PLAN)),
    "reporting:calendar-year": Row("strategy", may_read(Kind.WORK_PLAN), more=(("year", 2021),)),
    "reporting:coverage-cell": Row("strategy", READING),
    "reporting:overall-assessment-new": Row("strategy", ASSESSING, ASSESSING, (*YEAR, ("area", "whole"))),
    "reporting:overall-assessment": Row("overall_assessment", JUDGED, ASSESSING),
    "reporting:overall-assessment-proposal": Row("begun_overall_assessment", None, ASSESSING),
    "reporting:overall-assessment-decision": Row("begun_overall_assessment", None, DECIDING),
    "reporting:rounds": Row("strategy", JUDGING, redirects=True),
    "reporting:round": Row("strategy", JUDGING, more=YEAR),
    "reporting:round-decision": Row("strategy", None, DECIDING, YEAR),
    "reporting:assessment-new": Row("goal", None, ASSESSING, YEAR),
    "reporting:assessment": Row("assessment", JUDGED, ASSESSING),
    "reporting:assessment-proposal": Row("begun_assessment", None, ASSESSING),
    "reporting:evidence-list": Row("begun_assessment", None, ASSESSING),
    "reporting:assessment-decision": Row("begun_assessment", None, DECIDING),
    "reporting:evidence-removal": Row("evidence", None, ASSESSING),
    "reporting:evidence-stance": Row("evidence", None, ASSESSING),
    "reporting:reports": Row("strategy", may_read(Kind.REPORT)),
    "reporting:report-new": Row("strategy", REPORTING, REPORTING),
    "reporting:report-orders": Row("strategy", REPORTING),
    "reporting:report": Row("report", RELEASED),
    "reporting:report-reading": Row("report", NOBODY),  # it has no file yet
    "reporting:report-changes": Row("report", RELEASED),
    "reporting:report-progress": Row("report", RELEASED, redirects=True),
    "reporting:report-cancellation": Row("draft_report", None, REPORTING),
    "reporting:report-rendering": Row("draft_report", None, REPORTING),
    "reporting:consultation": Row("consultation", READING),
    "reporting:event-pack": Row("consultation", None, REPORTING),
    "reporting:report-text": Row("pack", REPORTING, REPORTING, (("key", "agenda"),)),
    "reporting:report-organisation-text": Row(
        "pack", REPORTING, REPORTING, (("key", "questions"), ("organisation", "sida"))
    ),
    "reporting:report-release": Row("approved_report", APPROVING, APPROVING),
    "reporting:report-approval": Row("draft_report", None, APPROVING, data=(("version", 1),)),
    "reporting:report-return": Row("draft_report", None, APPROVING, data=(("version", 1), ("reason", "Kortare."))),
    "reporting:report-review-new": Row("strategy", REPORTING, REPORTING, redirects=True),
    "reporting:report-review": Row("approved_report", JUDGING, JUDGING),
    "reporting:registry": Row("strategy", may_read(Kind.REGISTRY), writes(Kind.REGISTRY)),
    "reporting:disclosures": Row("strategy", may_read(Kind.DISCLOSURE)),
    "reporting:disclosure-new": Row("strategy", writes(Kind.DISCLOSURE), writes(Kind.DISCLOSURE)),
    "reporting:disclosure-request": Row("disclosure_request", may_read(Kind.DISCLOSURE)),
    "reporting:disclosure-edit": Row("disclosure_request", writes(Kind.DISCLOSURE), writes(Kind.DISCLOSURE)),
    "reporting:disclosure-records": Row("disclosure_request", writes(Kind.DISCLOSURE), writes(Kind.DISCLOSURE)),
    "reporting:disclosure-words": Row("disclosure_request", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-decision-new": Row(
        "disclosure_request", None, writes(Kind.DISCLOSURE), data=(("seen", "x"),)
    ),
    "reporting:disclosure-reopening": Row("disclosure_request", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-item": Row("disclosure_item", may_read(Kind.DISCLOSURE), writes(Kind.DISCLOSURE)),
    "reporting:disclosure-outcome": Row("disclosure_item", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-item-removal": Row("disclosure_item", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-item-renewal": Row("disclosure_item", None, writes(Kind.DISCLOSURE), data=(("version", 1),)),
    "reporting:masking-removal": Row("masking", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-decision": Row("disclosure_decision", may_read(Kind.DISCLOSURE)),
    "reporting:disclosure-rendering": Row("disclosure_decision", None, writes(Kind.DISCLOSURE)),
    "reporting:disclosure-copy": Row("disclosure_decision", NOBODY),  # it has no copy yet
    "reporting:portfolio": Row("everywhere", {*SIGNED_IN} - ADMINS),
    "reporting:newcomer": Row("strategy", READING),
    "reporting:handovers": Row("strategy", may_read(Kind.HANDOVER)),
    "reporting:handover-new": Row("strategy", may_read(Kind.HANDOVER), may_read(Kind.HANDOVER)),
    "reporting:handover": Row("handover", GIVEN),
    "reporting:handover-copy": Row("handover", NOBODY),  # it has no copy yet
    "reporting:handover-rendering": Row("handover", None, GIVEN),
    "reporting:circulations": Row("strategy", may_read(Kind.CIRCULATION)),
    "reporting:circulation-of-work-plan": Row("strategy", SHARING, SHARING),
    "reporting:circulation-of-instruction": Row("instruction", SHARING, SHARING),
    "reporting:circulation-of-round": Row("round", SHARING, SHARING),
    "reporting:circulation-of-report": Row("draft_report", SHARING, SHARING),
    "reporting:circulation": Row("circulation", reads(Kind.CIRCULATION, "open")),
    "reporting:circulation-edit": Row("circulation", SHARING, SHARING),
    "reporting:circulation-closure": Row("circulation", None, SHARING),
    "reporting:circulation-reopening": Row("circulation", None, SHARING),
    "reporting:circulation-comments": Row("circulation", None, {"contact"}),
    "reporting:circulation-no-objection": Row("circulation", None, {"contact"}),
    "reporting:comment-answer": Row("comment", None, SHARING),
    "reporting:answer-carrying": Row("sent_part", REPORTING, REPORTING),
    "reporting:observation-carrying": Row("observation", REPORTING, REPORTING),
    "reporting:request-letter": Row("answer", WITH_THREADS),
    "reporting:request-letter-in-word": Row("answer", WITH_THREADS),
    "reporting:report-file": Row("report", NOBODY, more=(("format", "pdf"),)),  # it has no file yet
    "reporting:bin": Row("strategy", may_read(Kind.BIN_COUNTS)),
    "reporting:restoration": Row("removed", None, writes(Kind.BIN), (("kind", "intervention"),)),
    **{
        f"reporting:history {kind}": Row(thing, with_history(thing), more=(("kind", kind),))
        for kind, thing in HISTORIES.items()
    },
    "reporting:history observation": Row("observation", with_history("observation"), more=(("kind", "observation"),)),
    "reporting:history draft": Row("draft", with_history("draft"), more=(("kind", "observation"),)),
    "reporting:history removed": Row("removed", reads(Kind.BIN), more=(("kind", "intervention"),)),
    "reporting:log": Row("strategy", may_read(Kind.LOG)),
    "reporting:disposals": Row("strategy", may_read(Kind.DISPOSAL_COUNTS)),
    "reporting:disposal-new": Row("strategy", writes(Kind.DISPOSAL), writes(Kind.DISPOSAL)),
    "reporting:disposal": Row("disposal", may_read(Kind.DISPOSAL)),
    "reporting:disposal-confirmation": Row("disposal", None, approves(Kind.DISPOSAL)),
    "reporting:disposal-withdrawal": Row("disposal", None, writes(Kind.DISPOSAL) | approves(Kind.DISPOSAL)),
    "dialogue:events": Row("strategy", READING),
    "dialogue:event-new": Row("strategy", WRITING, WRITING),
    "dialogue:event": Row("event", READING),
    "dialogue:event-edit": Row("event", WRITING, WRITING),
    "dialogue:event-texts": Row("event", WRITING, WRITING),
    "dialogue:event-work": Row("event", WRITING),
    "dialogue:event-reports": Row("event", WRITING, WRITING),
    "dialogue:event-report": Row("report_home", READING),
    "dialogue:event-report-marking": Row("report_home", WRITING, WRITING),
    "dialogue:event-report-passages": Row("report_home", None, WRITING),
    "dialogue:event-series": Row("event", READING),
    "dialogue:event-next-session": Row("event", WRITING, WRITING),
    "dialogue:counterpart": Row("counterpart", may_read(Kind.COUNTERPART)),
    "dialogue:counterpart-part": Row("event_counterpart", WRITING, WRITING),
    "dialogue:event-holding": Row("event", None, WRITING),
    "dialogue:event-minutes": Row("event", None, WRITING),
    "dialogue:event-cancellation": Row("event", None, WRITING),
    "dialogue:event-reopening": Row("event", None, WRITING),
    "dialogue:event-counterparts": Row("event", WRITING, WRITING),
    "dialogue:event-new-counterparts": Row("event", WRITING, WRITING),
    "dialogue:counterpart-removal": Row("event_counterpart", None, WRITING),
    "dialogue:agenda-items": Row("event", WRITING, WRITING),
    "dialogue:agenda-item": Row("agenda_item", WRITING, WRITING),
    "dialogue:agenda-item-place": Row("agenda_item", None, WRITING),
    "dialogue:agenda-item-removal": Row("agenda_item", None, WRITING),
    "dialogue:prepared-goals": Row("agenda_item", WRITING, WRITING),
    "dialogue:prepared-goal": Row("prepared_goal", WRITING, WRITING),
    "dialogue:prepared-goal-removal": Row("prepared_goal", None, WRITING),
    "dialogue:silence": Row("prepared_goal", None, WRITING),
    "dialogue:speech": Row("prepared_goal", None, WRITING),
    "dialogue:interventions": Row("event", WRITING, WRITING),
    "dialogue:intervention": Row("intervention", WRITING, WRITING),
    "dialogue:intervention-removal": Row("intervention", None, WRITING),
    "dialogue:event-instructions": Row("event", None, INSTRUCTING),
    "dialogue:instruction": Row("instruction", DRAFTED),
    "dialogue:instruction sent": Row("sent_instruction", SENT),
    "dialogue:instruction-edit": Row("instruction", INSTRUCTING, INSTRUCTING),
    "dialogue:instruction-sending": Row("instruction", INSTRUCTING, INSTRUCTING),
    "dialogue:instruction-file": Row("instruction", DRAFTED),
    "dialogue:instruction-file sent": Row("sent_instruction", SENT),
    "dialogue:instruction-removal": Row("instruction", None, INSTRUCTING),
    "dialogue:commitments": Row("strategy", READING),
    "dialogue:event-commitments": Row("event", WRITING, WRITING),
    "dialogue:commitment": Row("commitment", READING),
    "dialogue:commitment-edit": Row("commitment", WRITING, WRITING),
    "dialogue:commitment-resolution": Row("commitment", None, WRITING),
    "dialogue:commitment-reopening": Row("commitment", None, WRITING),
    "dialogue:commitment-removal": Row("commitment", None, WRITING),
    "strategy:kept-filter-new": Row("everywhere", set(SIGNED_IN), set(SIGNED_IN), redirects=True),  # without a list
    "dialogue:observations": Row("strategy", may_read(Kind.OBSERVATION)),
    "dialogue:observation-new": Row("strategy", OBSERVING, OBSERVING),
    "dialogue:observation-template": Row("strategy", OBSERVING),
    "dialogue:observation-set-new": Row("strategy", OBSERVING, OBSERVING),
    "dialogue:observation-set": Row("observation_set", WRITER),
    "dialogue:observation-set-sending": Row("observation_set", None, WRITER),
    "dialogue:observation-set-removal": Row("observation_set", None, WRITER),
    "dialogue:observation": Row("observation", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:observation-edit": Row("draft", WRITER, WRITER),
    "dialogue:observation-removal": Row("draft", None, WRITER),
    "dialogue:observation-withdrawal": Row("received", None, WRITER),
    "dialogue:observation-acceptance": Row("received", None, REVIEWING),
    "dialogue:observation-return": Row("received", None, REVIEWING),
    "dialogue:observation-decline": Row("received", None, REVIEWING),
    "dialogue:observation-registration": Row("received", REVIEWING, REVIEWING),
    "dialogue:addition-new": Row("received", ADDING, ADDING),
    "dialogue:addition-edit": Row("addition", ADDING, ADDING),
    "dialogue:addition-removal": Row("addition", None, ADDING),
    "dialogue:requests": Row("strategy", may_read(Kind.REQUEST)),
    "dialogue:request-new": Row("strategy", ASKING, ASKING),
    "dialogue:request": Row("asked", reads(Kind.REQUEST, "open")),
    "dialogue:request-edit": Row("draft_request", ASKING, ASKING),
    "dialogue:request-edit sent": Row("asked", ASKING, ASKING),
    "dialogue:request-sending": Row("draft_request", None, ASKING),
    "dialogue:request-closure": Row("asked", None, ASKING),
    "dialogue:request-reopening": Row("asked", None, ASKING),
    "dialogue:request-removal": Row("draft_request", None, ASKING),
    "dialogue:answer-part-new": Row("answer", ANSWERING, ANSWERING),
    "dialogue:answer-nothing": Row("answer", None, ANSWERING),
    "dialogue:answer-more": Row("answer", None, WITH_THREADS),
    "dialogue:answer-entry": Row("answer", WITH_THREADS, WITH_THREADS),
    "dialogue:answer-part-edit": Row("answer_part", ANSWERING, ANSWERING),
    "dialogue:answer-part-handover": Row("answer_part", None, ANSWERING),
    "dialogue:answer-part-removal": Row("answer_part", None, ANSWERING),
    "dialogue:goal-suggestions": Row("strategy", None, OBSERVING | WRITING, shows=True),
    "dialogue:event-attachments": Row("event", WRITING, WRITING),
    "dialogue:attachment": Row("attachment", READING),
    "dialogue:attachment observed": Row("observed_file", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:attachment added": Row("added_file", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:attachment answered": Row("answered_file", READING_ANSWERS),
    "dialogue:attachment-thumbnail": Row("attachment", READING),
    "dialogue:attachment-thumbnail observed": Row("observed_file", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:attachment-thumbnail added": Row("added_file", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:attachment-thumbnail answered": Row("answered_file", READING_ANSWERS),
    "dialogue:attachment-removal": Row("attachment", None, WRITING),
}
FOR_EVERYBODY = {
    "strategy:access",
    "strategy:help",  # each what their roles have in the menu: tests/strategy/administration/test_help.py
    "strategy:home",
    "strategy:sign-in",
    "strategy:sign-out",
    "strategy:language",
    "strategy:policy-reports",
    "operations:live",
    "operations:ready",
    "operations:metrics",  # whoever has the token: tests/config/operations/
    "strategy:acceptance",  # whoever has the link of an invitation
    "strategy:invitation-link",
    "reporting:report-check",
    "strategy:personal-data",
    "strategy:own-data",
    "strategy:drafts",  # each person's own: tests/strategy/sending/
    "strategy:draft-saving",
    "strategy:draft-removal",
    "strategy:kept-filter-removal",  # the same: tests/strategy/web/test_kept_filters.py
    "strategy:preview",
    # Each person's own, and whoever has the letter: tests/strategy/notices/.
    "strategy:notices",
    "strategy:notices-reading",
    "strategy:notice-choices",
    "strategy:unsubscribing",
    # Each person's own calendar address, and whoever has it: tests/reporting/calendar/.
    "reporting:calendar-feed",
    "reporting:calendar-feed-revocation",
    "reporting:calendar-file",
    # The way in, and each person's own sign-in: tests/strategy/accounts/entry/ walks them.
    "strategy:sign-in-link",
    "strategy:sign-in-by-link",
    "strategy:forgotten-password",
    "strategy:single-sign-on",
    "strategy:security",
    "strategy:second-factor",
    "strategy:sessions",
    "strategy:session-end",
    "strategy:other-sessions-end",
    ":account_login",
    ":account_logout",
    ":account_reauthenticate",
    ":account_change_password",
    ":account_set_password",
    ":account_reset_password",
    ":account_reset_password_from_key",
    ":mfa_index",
    ":mfa_authenticate",
    ":mfa_reauthenticate",
    ":mfa_reauthenticate_webauthn",
    ":mfa_login_webauthn",
    ":mfa_activate_totp",
    ":mfa_deactivate_totp",
    ":mfa_add_webauthn",
    ":mfa_remove_webauthn",
    ":mfa_view_recovery_codes",
    ":mfa_generate_recovery_codes",
    ":mfa_download_recovery_codes",
    ":openid_connect_callback",
}
# What has no marking of its own: a report holds only what its edition may, an adopted plan shows line by line.
# An indicator is its measurements.
UNMARKED = {
    *("report", "draft_report", "approved_report", "pack", "report_text", "counterpart"),
    *("circulation", "round", "work_plan_version", "indicator", "disposal", "observation_set"),
    "decision_draft",  # the text of what the Government has decided
    *("framework", "framework_item"),  # public, as their publishers have made them
    *("person", "contact_role", "invitation", "organisation", "deputyship"),
    "handover",  # by the officer to the head, whatever it is about
}
THINGS = {name: row for name, row in ROWS.items() if row.of not in {"strategy", "goal", "everywhere"}}
SECRET_THINGS = {row.of for row in THINGS.values()} - UNMARKED
MARKED = [name for name, row in THINGS.items() if row.of not in UNMARKED]


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from names(pattern.url_patterns, below)
        else:
            yield f"{namespace}:{pattern.name}"


def route(name: str) -> str:
    """A row may name its route with a word more, where several rows are about the same."""
    return name.partition(" ")[0]


def address(name: str, make: Making, pk: int | None) -> str:
    row = ROWS[name]
    if row.of == "everywhere":
        return reverse(name)
    main = {"slug": make.strategy.slug} if pk is None else {"pk": pk}
    return reverse(route(name), kwargs=main | dict(row.more))


def of(name: str, things: Things) -> str:
    row = ROWS[name]
    return address(name, things.make, None if row.of in {"strategy", "everywhere"} else things[row.of])
