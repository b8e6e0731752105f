"""Every address, every method, every role. The addresses come from the URL table itself and what each role may see
there from the access table: a new address without a row fails.

Everything is made once; whatever a request changes is undone before the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from reporting.models import ReportText
from reporting.records import KINDS
from strategy.access import Action, Kind, Role
from strategy.models import Membership, Organisation, Strategy, User
from strategy.services import move_to_bin
from tests.access_table import SECRET, WORKING, Thing, sees, who_may
from tests.conftest import FOREIGN_SLUG, ROLES, SLUG, load_strategies, make_cast
from tests.making import Making, make_invitation, make_user
from tests.making_disclosures import passage

pytestmark = pytest.mark.django_db  # within what the module has made
ANONYMOUS = "anonymous"
SIGNED_IN = [*(role for role in ROLES if role != "colleague"), "deputy", "both"]
NOBODY: set[str] = set()
MISSING = 10**6
FORM_TOKEN = re.compile(r'value="\w{64}"')


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
PLANNING = writes(Kind.WORK_PLAN)
FIGURE_READERS, FIGURE_WRITERS = may_read(Kind.FUNDING), writes(Kind.FUNDING)
INDICATOR_READERS, INDICATOR_WRITERS = may_read(Kind.INDICATOR), writes(Kind.INDICATOR)
READING, WRITING = may_read(Kind.DIALOGUE), writes(Kind.DIALOGUE)
REVIEWING, OBSERVING = approves(Kind.OBSERVATION), writes(Kind.OBSERVATION)
WRITER = reads(Kind.OBSERVATION, "draft")
JUDGING, ASSESSING, DECIDING = reads(Kind.ASSESSMENT, "draft"), writes(Kind.ASSESSMENT), approves(Kind.ASSESSMENT)
JUDGED = reads(Kind.ASSESSMENT, "approved")
REPORTING, APPROVING, RELEASED = writes(Kind.REPORT), approves(Kind.REPORT), reads(Kind.REPORT, "released")
# What decides who sees each of the things below: a kind, and the state that the thing is in.
SEEN_AS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(
        ("event", "consultation", "event_counterpart", "agenda_item", "prepared_goal"), (Kind.DIALOGUE, "")
    ),
    **dict.fromkeys(("intervention", "commitment", "attachment", "removed"), (Kind.DIALOGUE, "")),
    "counterpart": (Kind.COUNTERPART, ""),
    "observation": (Kind.OBSERVATION, "accepted"),
    "observed_file": (Kind.OBSERVATION, "accepted"),
    "received": (Kind.OBSERVATION, "submitted"),
    "draft": (Kind.OBSERVATION, "draft"),
    **dict.fromkeys(("assessment", "overall_assessment"), (Kind.ASSESSMENT, "approved")),
    **dict.fromkeys(("begun_assessment", "begun_overall_assessment", "evidence"), (Kind.ASSESSMENT, "draft")),
    "activity": (Kind.WORK_PLAN, ""),
    "work_plan_version": (Kind.WORK_PLAN_VERSION, ""),
    "indicator": (Kind.INDICATOR, ""),
    **dict.fromkeys(("measurement", "contribution", "posting"), (Kind.FUNDING, "")),
    "report": (Kind.REPORT, "released"),
    **dict.fromkeys(("draft_report", "report_text", "pack"), (Kind.REPORT, "draft")),
    "approved_report": (Kind.REPORT, "approved"),
    "disposal": (Kind.DISPOSAL, ""),
    **dict.fromkeys(("person", "contact_role", "invitation", "organisation"), (Kind.MEMBERSHIP, "")),
    "deputyship": (Kind.DEPUTY, ""),
    **dict.fromkeys(("disclosure_request", "disclosure_item", "disclosure_decision", "masking"), (Kind.DISCLOSURE, "")),
}


class Things:
    """One of each kind in a strategy, made when it is first asked for. `goals` are those that it judges."""

    def __init__(self, make: Making, goals: tuple[str, str] = ("i.1", "i.2"), area: str = "", **marked: Any) -> None:
        self.make = make
        self.goals = goals
        self.area = area
        self.marked = marked

    def __getitem__(self, name: str) -> int:
        found = getattr(self, name)
        return int(found.pk)

    @cached_property
    def event(self) -> Any:
        return self.make.event(**self.marked)

    @cached_property
    def event_counterpart(self) -> Any:
        return self.make.event_counterpart(self.event)

    @cached_property
    def agenda_item(self) -> Any:
        return self.make.agenda_item(self.event)

    @cached_property
    def prepared_goal(self) -> Any:
        return self.make.prepared_goal(self.agenda_item)

    @cached_property
    def intervention(self) -> Any:
        return self.make.intervention(self.event)

    @cached_property
    def commitment(self) -> Any:
        return self.make.commitment(self.event)

    @cached_property
    def attachment(self) -> Any:
        return self.make.attachment(self.event)

    def observation_in(self, state: str) -> Any:
        observation = self.make.observation(state=state, **self.marked)
        self.make.observation_step(observation, state)
        return observation

    @cached_property
    def observation(self) -> Any:
        return self.observation_in("accepted")

    @cached_property
    def observed_file(self) -> Any:
        return self.make.attachment(self.observation)

    @cached_property
    def received(self) -> Any:
        return self.observation_in("submitted")

    @cached_property
    def draft(self) -> Any:
        return self.observation_in("draft")

    @cached_property
    def goal(self) -> Any:
        return self.make.goal()

    @cached_property
    def activity(self) -> Any:
        """The Swedish Migration Agency answers for it."""
        return self.make.activity(responsible=self.make.organisation("migrationsverket"), **self.marked)

    @cached_property
    def work_plan_version(self) -> Any:
        return self.make.work_plan_version(self.activity)

    @cached_property
    def indicator(self) -> Any:
        return self.make.indicator(f"Rapporter i tid {self.goals}", goals=[])

    @cached_property
    def measurement(self) -> Any:
        return self.make.measurement(self.indicator, **self.marked)

    @cached_property
    def contribution(self) -> Any:
        return self.make.contribution(goals=[], **self.marked)

    @cached_property
    def posting(self) -> Any:
        return self.make.posting(goals=[], **self.marked)

    @cached_property
    def assessment(self) -> Any:
        return self.make.assessment(self.goals[1], year=self.make.strategy.start.year, state="approved", **self.marked)

    @cached_property
    def begun_assessment(self) -> Any:
        return self.make.assessment(self.goals[0], year=self.make.strategy.start.year, **self.marked)

    @cached_property
    def evidence(self) -> Any:
        return self.make.evidence(self.begun_assessment)

    @cached_property
    def overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, self.area, state="approved", **self.marked)

    @cached_property
    def begun_overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, self.area, **self.marked)

    @cached_property
    def report(self) -> Any:
        return self.make.report(state="released", year=self.make.strategy.start.year)

    @cached_property
    def consultation(self) -> Any:
        return self.make.event(kind="organisation_consultation", state="planned", **self.marked)

    @cached_property
    def pack(self) -> Any:
        return self.make.report(
            state="draft", kind="consultation", event=self.make.event(kind="organisation_consultation"), year=2021
        )

    @cached_property
    def approved_report(self) -> Any:
        """Reviewed, and so ready to be released."""
        report = self.make.report(state="approved", audience="external", year=self.make.strategy.start.year)
        self.make.review(report)
        return report

    @cached_property
    def disclosure_request(self) -> Any:
        return self.make.disclosure_request()

    @cached_property
    def disclosure_item(self) -> Any:
        return self.make.disclosure_item(self.event, self.disclosure_request)

    @cached_property
    def masking(self) -> Any:
        return self.make.masking(self.disclosure_item, passages=[passage(self.event, "title")])

    @cached_property
    def disclosure_decision(self) -> Any:
        return self.make.disclosure_decision(self.disclosure_request)

    @cached_property
    def draft_report(self) -> Any:
        return self.make.report(state="draft", edition_number=2, year=self.make.strategy.start.year)

    @cached_property
    def report_text(self) -> Any:
        text = ReportText(strategy=self.make.strategy, report=self.draft_report, key="summary", text="Ett gott år.")
        self.make.save(text)
        return text

    @cached_property
    def person(self) -> Any:
        return self.make.contact

    @cached_property
    def contact_role(self) -> Any:
        return self.make.contact.memberships.get()

    @cached_property
    def invitation(self) -> Any:
        organisation = self.make.organisation("sida")
        return make_invitation(self.make.head, self.make.strategy, organisation).invitation

    @cached_property
    def organisation(self) -> Any:
        return self.make.organisation("sida")

    @cached_property
    def deputyship(self) -> Any:
        office, day = self.make.head.memberships.get(), timezone.localdate()
        return Membership.objects.create(
            user=make_user(f"stand-in-{self.make.strategy.pk}", Role.OFFICER, self.make.strategy),
            strategy=self.make.strategy,
            role=Role.HEAD,
            since=day,
            until=day,
            deputy_for=office,
        )

    @cached_property
    def counterpart(self) -> Any:
        return self.make.any_counterpart()

    @cached_property
    def disposal(self) -> Any:
        """Put up by an officer, of what lies in the bin."""
        return self.make.disposal()

    @cached_property
    def removed(self) -> Any:
        """What somebody said, in the bin."""
        said = self.make.intervention(self.event, "i.2")
        move_to_bin(record=said, by=self.make.officer, expected_version=said.version)
        return said


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
    "agenda-item": "agenda_item",
    "prepared-goal": "prepared_goal",
    "intervention": "intervention",
    "commitment": "commitment",
    "attachment": "attachment",
    "assessment": "assessment",
    "evidence": "evidence",
    "overall-assessment": "overall_assessment",
    "report": "report",
    "report-text": "report_text",
    "indicator": "indicator",
    "measurement": "measurement",
    "contribution": "contribution",
    "posting": "posting",
    "activity": "activity",
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
    "strategy:contacts": Row("strategy", KEEPERS),
    "strategy:contact-invitation-new": Row("strategy", KEEPERS, KEEPERS),
    "strategy:deputies": Row("strategy", {"head", "deputy"}, {"head"}),
    "strategy:deputyship-ending": Row("deputyship", None, {"head"}),
    "priorities:text": Row("strategy", EVERYBODY_HERE),
    "priorities:work-plan": Row("strategy", may_read(Kind.WORK_PLAN)),
    "priorities:work-plan-adoption": Row("strategy", approves(Kind.WORK_PLAN), approves(Kind.WORK_PLAN)),
    "priorities:work-plan-version": Row("work_plan_version", may_read(Kind.WORK_PLAN_VERSION)),
    "priorities:activity-new": Row("strategy", PLANNING, PLANNING),
    "priorities:activity": Row("activity", reads(Kind.WORK_PLAN)),
    "priorities:activity-edit": Row("activity", PLANNING, PLANNING),
    "priorities:activity-notes": Row("activity", None, PLANNING),
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
    "reporting:coverage-cell": Row("strategy", READING),
    "reporting:overall-assessment-new": Row("strategy", ASSESSING, ASSESSING, (*YEAR, ("area", "whole"))),
    "reporting:overall-assessment": Row("overall_assessment", JUDGED, ASSESSING),
    "reporting:overall-assessment-proposal": Row("begun_overall_assessment", None, ASSESSING),
    "reporting:rounds": Row("strategy", JUDGING, redirects=True),
    "reporting:round": Row("strategy", JUDGING, more=YEAR),
    "reporting:round-decision": Row("strategy", None, DECIDING, YEAR),
    "reporting:assessment-new": Row("goal", None, ASSESSING, YEAR),
    "reporting:assessment": Row("assessment", JUDGED, ASSESSING),
    "reporting:assessment-proposal": Row("begun_assessment", None, ASSESSING),
    "reporting:evidence-list": Row("begun_assessment", None, ASSESSING),
    "reporting:evidence-removal": Row("evidence", None, ASSESSING),
    "reporting:reports": Row("strategy", may_read(Kind.REPORT)),
    "reporting:report-new": Row("strategy", REPORTING, REPORTING),
    "reporting:report": Row("report", RELEASED),
    "reporting:report-progress": Row("report", RELEASED, redirects=True),
    "reporting:report-cancellation": Row("draft_report", None, REPORTING),
    "reporting:report-rendering": Row("draft_report", None, REPORTING),
    "reporting:report-summary": Row("draft_report", None, REPORTING),
    "reporting:event-pack": Row("consultation", None, REPORTING),
    "reporting:report-text": Row("pack", REPORTING, REPORTING, (("key", "agenda"),)),
    "reporting:report-organisation-text": Row(
        "pack", REPORTING, REPORTING, (("key", "questions"), ("organisation", "sida"))
    ),
    "reporting:report-release": Row("approved_report", APPROVING, APPROVING),
    "reporting:report-approval": Row("draft_report", None, APPROVING, data=(("version", 1),)),
    "reporting:report-review-new": Row("strategy", REPORTING, REPORTING, redirects=True),
    "reporting:report-review": Row("approved_report", JUDGING, JUDGING),
    "reporting:registry": Row("strategy", may_read(Kind.REGISTRY), writes(Kind.REGISTRY)),
    "reporting:registry-export": Row("strategy", may_read(Kind.REGISTRY)),
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
    "reporting:log-file": Row("strategy", may_read(Kind.LOG)),
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
    "dialogue:event-holding": Row("event", None, WRITING),
    "dialogue:event-minutes": Row("event", None, WRITING),
    "dialogue:event-cancellation": Row("event", None, WRITING),
    "dialogue:event-reopening": Row("event", None, WRITING),
    "dialogue:event-counterparts": Row("event", WRITING, WRITING),
    "dialogue:event-new-counterparts": Row("event", WRITING, WRITING),
    "dialogue:counterpart-removal": Row("event_counterpart", None, WRITING),
    "dialogue:agenda-items": Row("event", WRITING, WRITING),
    "dialogue:agenda-item": Row("agenda_item", WRITING, WRITING),
    "dialogue:agenda-item-removal": Row("agenda_item", None, WRITING),
    "dialogue:prepared-goals": Row("agenda_item", WRITING, WRITING),
    "dialogue:prepared-goal": Row("prepared_goal", WRITING, WRITING),
    "dialogue:prepared-goal-removal": Row("prepared_goal", None, WRITING),
    "dialogue:silence": Row("prepared_goal", None, WRITING),
    "dialogue:speech": Row("prepared_goal", None, WRITING),
    "dialogue:interventions": Row("event", WRITING, WRITING),
    "dialogue:intervention": Row("intervention", WRITING, WRITING),
    "dialogue:intervention-removal": Row("intervention", None, WRITING),
    "dialogue:commitments": Row("strategy", READING),
    "dialogue:event-commitments": Row("event", WRITING, WRITING),
    "dialogue:commitment": Row("commitment", READING),
    "dialogue:commitment-edit": Row("commitment", WRITING, WRITING),
    "dialogue:commitment-resolution": Row("commitment", None, WRITING),
    "dialogue:commitment-reopening": Row("commitment", None, WRITING),
    "dialogue:commitment-removal": Row("commitment", None, WRITING),
    "dialogue:observations": Row("strategy", may_read(Kind.OBSERVATION)),
    "dialogue:observation-new": Row("strategy", OBSERVING, OBSERVING),
    "dialogue:observation": Row("observation", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:observation-edit": Row("draft", WRITER, WRITER),
    "dialogue:observation-removal": Row("draft", None, WRITER),
    "dialogue:observation-withdrawal": Row("received", None, WRITER),
    "dialogue:observation-acceptance": Row("received", None, REVIEWING),
    "dialogue:observation-return": Row("received", None, REVIEWING),
    "dialogue:observation-decline": Row("received", None, REVIEWING),
    "dialogue:observation-registration": Row("received", REVIEWING, REVIEWING),
    "dialogue:event-attachments": Row("event", WRITING, WRITING),
    "dialogue:attachment": Row("attachment", READING),
    "dialogue:attachment observed": Row("observed_file", reads(Kind.OBSERVATION, "accepted")),
    "dialogue:attachment-removal": Row("attachment", None, WRITING),
}
FOR_EVERYBODY = {
    "strategy:access",
    "strategy:home",
    "strategy:sign-in",
    "strategy:sign-out",
    "strategy:language",
    "strategy:policy-reports",
    "strategy:acceptance",  # whoever has the link of an invitation
    "strategy:invitation-link",
    "reporting:report-check",
    "reporting:personal-data",
    "reporting:own-data",
    # The way in, and each person's own sign-in: tests/strategy/entry/ walks them.
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
    *("work_plan_version", "indicator", "disposal"),
    *("person", "contact_role", "invitation", "organisation", "deputyship"),
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


class World:
    """The cast signed in, and one of each thing: their own, a secret one, another strategy's."""

    def __init__(self) -> None:
        self.absent: dict[tuple[str, str, str], tuple[int, object]] = {}
        load_strategies()
        strategy, foreign = (Strategy.objects.get(slug=slug) for slug in (SLUG, FOREIGN_SLUG))
        cast = make_cast(strategy, foreign)
        self.clients = {role: signed_in(cast[role]) for role in SIGNED_IN if role in ROLES}
        self.clients |= {"deputy": signed_in(deputy_in(strategy)), "both": signed_in(with_two_roles(strategy))}
        self.clients[ANONYMOUS] = Client()
        make = Making(strategy, cast.officer, cast.head, cast.contact)
        self.own = Things(make, area="ii")
        self.secret = Things(make, ("i.3", "i.4"), "i", classification=SECRET)
        foreign_head = make_user("foreign-head", Role.HEAD, foreign)
        self.foreign = Things(Making(foreign, cast.outsider, foreign_head, cast.outsider))
        for name in sorted({row.of for row in ROWS.values()} - {"strategy", "everywhere"}):
            made = [self.own[name], self.foreign[name], *([self.secret[name]] if name in SECRET_THINGS else [])]
            assert all(made)

    def ask(self, role: str, method: str, name: str, path: str) -> Any:
        """One request; what it changes is undone, and what it leaves in the browser too."""
        client = self.clients[role]
        cookies = client.cookies.output()
        with transaction.atomic():
            response = client.generic(method, path) if method == "DELETE" else self.send(client, method, name, path)
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            client.cookies = SimpleCookie({"sessionid": client.cookies["sessionid"].value})
        return response

    def send(self, client: Client, method: str, name: str, path: str) -> Any:
        if method == "POST":
            return client.post(path, dict(ROWS[name].data))
        return client.get(path) if method == "GET" else client.head(path)

    def nothing(self, role: str, method: str, name: str, path: str) -> tuple[int, object]:
        """What is answered where there is nothing; asked once for each."""
        key = (role, method, path)
        if key not in self.absent:
            self.absent[key] = told(self.ask(role, method, name, path), path)
        return self.absent[key]

    def status(self, role: str, method: str, name: str, path: str) -> int:
        return int(self.ask(role, method, name, path).status_code)


def deputy_in(strategy: Strategy) -> User:
    """An officer who also stands in for the head, until a day."""
    deputy = make_user("deputy", Role.OFFICER, strategy)
    today = timezone.localdate()
    until = today + timedelta(14)
    head = Membership.objects.get(strategy=strategy, role=Role.HEAD)
    stands_in = Membership(user=deputy, strategy=strategy, role=Role.HEAD, deputy_for=head, since=today, until=until)
    stands_in.full_clean()
    stands_in.save()
    return deputy


def with_two_roles(strategy: Strategy) -> User:
    """A reader at the ministry who is also the contact of the agency that has written nothing."""
    both = make_user("both", Role.READER, strategy)
    agency = Organisation.objects.get(key="sida")
    Membership.objects.create(user=both, strategy=strategy, role=Role.CONTACT, organisation=agency, since="2020-01-01")
    return both


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module", autouse=True)
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In place of the one that each test has: files are made once here."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media_folder: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def address(name: str, make: Making, pk: int | None) -> str:
    row = ROWS[name]
    if row.of == "everywhere":
        return reverse(name)
    main = {"slug": make.strategy.slug} if pk is None else {"pk": pk}
    return reverse(route(name), kwargs=main | dict(row.more))


def of(name: str, things: Things) -> str:
    row = ROWS[name]
    return address(name, things.make, None if row.of in {"strategy", "everywhere"} else things[row.of])


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(map(route, ROWS)) | FOR_EVERYBODY


def test_every_kind_of_record_has_a_row_for_its_history() -> None:
    elsewhere = {"observation", "indicator", "measurement", "contribution", "posting", "activity"}
    assert set(HISTORIES) | elsewhere == set(KINDS)


def test_what_decides_is_known_of_every_thing() -> None:
    assert {row.of for row in THINGS.values()} == set(SEEN_AS)


@pytest.mark.parametrize("name", ROWS)
def test_every_cell(name: str, world: World) -> None:
    """Reading, writing and a method that no page has, by everybody: the answer that the table says, to each."""
    row, path = ROWS[name], of(name, world.own)
    found = {(method, role): world.status(role, method, name, path) for method in METHODS for role in SIGNED_IN}
    expected = {(method, role): expected_of(row, method, role) for method in METHODS for role in SIGNED_IN}

    assert {cell: status for cell, status in found.items() if status not in expected[cell]} == {}


METHODS = ("GET", "HEAD", "POST", "DELETE")


def expected_of(row: Row, method: str, role: str) -> set[int]:
    """What a page thinks of an empty form is another matter than whether it takes one."""
    taking = {"GET": row.get, "HEAD": row.get, "POST": row.post, "DELETE": None}[method]
    if taking is None:
        return {405}
    if role not in taking:
        return {404}
    if row.shows:
        return {200}
    return {302, 409, 422} if method == "POST" else {302 if row.redirects else 200}


@pytest.mark.once
@pytest.mark.parametrize("name", ROWS)
def test_without_signing_in_there_is_only_the_door(name: str, world: World) -> None:
    path = of(name, world.own)

    for method in ("GET", "POST"):
        response = world.ask(ANONYMOUS, method, name, path)
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"{reverse('strategy:sign-in')}?next={path}",
        )
    assert world.status(ANONYMOUS, "DELETE", name, path) == 405


@pytest.mark.once
@pytest.mark.parametrize("name", ROWS)
def test_another_strategys_is_as_if_it_did_not_exist(name: str, world: World) -> None:
    row, foreign = ROWS[name], of(name, world.foreign)
    missing = reverse(route(name), kwargs={"slug": "no-such"} | dict(row.more)) if row.of == "strategy" else None
    missing = missing or address(name, world.own.make, MISSING)

    strangers = set(SIGNED_IN) - {"outsider"} - (ADMINS & ((row.get or NOBODY) | (row.post or NOBODY)))
    strangers -= ADMINS if row.of in {"strategy", "goal"} else NOBODY  # they have the list of strategies before them
    if row.of != "everywhere":
        assert {role for role in strangers if not alike(world, role, name, foreign, missing)} == set()


@pytest.mark.once
@pytest.mark.parametrize("name", MARKED)
def test_the_secret_is_there_for_those_who_see_it_and_to_others_as_if_it_did_not_exist(name: str, world: World) -> None:
    row, secret, missing = ROWS[name], of(name, world.secret), address(name, world.own.make, MISSING)
    hidden = set(SIGNED_IN) - reads(*SEEN_AS[row.of], marking=SECRET)

    shown = {role: world.status(role, "GET", name, secret) for role in (row.get or set()) - hidden}
    assert {role: status for role, status in shown.items() if status != 200} == {}
    assert {role for role in hidden if not alike(world, role, name, secret, missing)} == set()


def alike(world: World, role: str, name: str, hidden: str, missing: str) -> bool:
    """Whether status and page are the same to the letter, but for the address itself, and say that there is nothing."""
    for method in ("GET", "POST"):
        status, page = told(world.ask(role, method, name, hidden), hidden)
        if status not in {404, 405} or (status, page) != world.nothing(role, method, name, missing):
            return False
    return True


def told(response: Any, path: str) -> tuple[int, object]:
    page = FORM_TOKEN.sub("", str(response.content.decode())).replace(path, "…")
    return response.status_code, (page, {**response.headers, "Content-Length": "", "X-Request-ID": ""})
