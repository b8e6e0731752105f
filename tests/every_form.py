"""Every form with a text that somebody types: where it stands, for whom, and filled in so that it is taken.

The forms are those that the pages of the URL table show, to whoever may open them and in the states that make further
forms appear.
"""

import pickle
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from http.cookies import SimpleCookie
from itertools import count
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from reporting.assessments.readings import note_reading
from reporting.reports.files import ReportFile
from strategy.access import Role
from strategy.administration.people.accounts import deactivate
from strategy.decision.models import Strategy
from tests.access_rows import ROWS, address
from tests.access_things import Things
from tests.conftest import FOREIGN_SLUG, SLUG, load_strategies, make_cast
from tests.effort import often
from tests.found_forms import Control, Form, forms_on
from tests.making import Making, make_user
from tests.strategy.accounts.entry.steps import with_password
from tests.test_access import signed_in

ROLES = ("officer", "head", "contact", "admin")
NEITHER = {"strategy", "everywhere"}  # a thing

# Those with a text that somebody types, by their addresses.
FORMS = {
    "dialogue": """addition-edit addition-new agenda-item agenda-items answer-entry answer-more answer-part-edit
        answer-part-new commitment-edit decision-draft
        decision-draft-new commitment-resolution counterpart-part event-commitments event-edit event-new
        event-new-counterparts event-next-session event-report-marking event-report-passages event-reports
        event-texts instruction-edit intervention
        interventions observation-acceptance observation-decline observation-edit observation-new
        observation-registration observation-return observation-withdrawal prepared-goal prepared-goals request-edit
        request-new""",
    "priorities": """activity-cancellation activity-completion activity-deadline activity-edit activity-new
        activity-day-requests activity-notes activity-reports
        contribution-edit contribution-new crosswalk-edit crosswalk-new framework-edit
        indicator-edit indicator-new key-message-new
        measurement-edit measurements posting-edit posting-new work-plan-adoption
        work-plan-proposal-edit work-plan-proposal-intake work-plan-proposal-new work-plan-proposal-refusal""",
    "reporting": """answer-carrying assessment assessment-decision circulation-comments circulation-edit
        circulation-of-instruction circulation-of-report circulation-of-round circulation-of-work-plan comment-answer
        disclosure-edit disclosure-item disclosure-new disclosure-outcome disclosure-words disposal-new evidence-list
        handover-new
        observation-carrying overall-assessment overall-assessment-decision overall-assessment-new registry report-new
        report-organisation-text report-return report-review report-review-new report-text
        round-decision""",
    "strategy": """contact-invitation-new deputies invitation-new kept-filter-new organisation organisation-new
        person-deactivation person-name person-reactivation strategy-basics""",
}
NAMES = [f"{app}:{word}" for app, words in FORMS.items() for word in words.split()]
EVERY_FORM = pytest.mark.parametrize("name", NAMES)


def forms_by_turns(first: int) -> pytest.MarkDecorator:
    """In the gate one of four; all in the proof."""
    step = often(gate=4, proof=1)
    return pytest.mark.parametrize("name", NAMES[first % step :: step])


QUERIES = {
    "reporting:disclosure-records": ["?kind=event&first=2020-01-01&last=2022-12-31"],
    "reporting:report-new": ["", "?kind=consultation", "?kind=briefing", "?kind=assessment"],
    "strategy:kept-filter-new": [f"?list=/strategies/{SLUG}/meetings/%3Fstate%3Dheld"],
    "reporting:report-review-new": ["?kind=yearly&year=2021&audience=external&language=sv"],
}
# What a form wants that its fields do not say.
PARTICULAR = {
    "dialogue:decision-draft": {"divided": [""]},  # of a text that stands there
    "dialogue:decision-draft-new": {"slug": ["verk-4"], "start": ["2031-01-01"], "end": ["2034-12-31"]},
    "dialogue:event-report-passages": {"spans": ["0-14"], "goal": ["i.3"], "became": ["message"]},
    "dialogue:intervention": {"lean": ["positive"]},
    "dialogue:interventions": {"lean": ["positive"]},
    "dialogue:prepared-goals": {  # of those that are not prepared yet
        "goals": ["9"],
        **{f"message-{goal}": [""] for goal in range(1, 22) if goal != 9},
    },
    "reporting:disclosure-outcome": {"outcome": ["part"], "provision": [""]},
    "reporting:report-new": {"evidence_until": [""]},
    **{
        f"reporting:{name}-decision": {"decision": ["returned"]}
        for name in ("assessment", "overall-assessment", "round")
    },
    **{
        f"reporting:circulation-of-{subject}": {"answer_by": [f"{timezone.localdate() + timedelta(days=14)}"]}
        for subject in ("instruction", "report", "round", "work-plan")
    },
    "priorities:crosswalk-new": {"goal": ["9"]},  # not tied yet
    "strategy:deputies": {"user": [""], "email": ["foreign-head@test.example"], "until": ["2026-12-24"]},
    "strategy:organisation-new": {"key": ["verk-4"]},
}
# Answered with a page and not led anywhere: a link that is seen once.
SHOWING = {"strategy:contact-invitation-new", "strategy:invitation-new"}


class Variants(Things):
    """One of each thing, and of some another in each further state that has forms of its own."""

    def __init__(self, make: Making) -> None:
        super().__init__(make, area="ii")
        self.all = [getattr(self, name) for name in sorted({row.of for row in ROWS.values()} - NEITHER)]
        file = {"file": ContentFile(b"%PDF", "file.pdf"), "size": 4, "pages": 1, "sha256": "0" * 64}
        snapshot = make.snapshot(self.draft_report, content='{"summary": {"text": "Ett gott år."}}')
        ReportFile.objects.create(report=self.draft_report, snapshot=snapshot, format="pdf", **file)
        self.all += self.in_other_states()

    def in_other_states(self) -> Iterator[Any]:
        make, asked = self.make, self.make.disclosure_request(registry_number="Ju2021/00001")
        make.disclosure_item(self.observation, asked, outcome="whole")
        proposed = (make.assessment("i.5", 2020, state="proposed"), make.overall(2020, "iii", state="proposed"))
        for judgement in proposed:
            note_reading(judgement=judgement, by=make.head)
        yield from proposed
        planned, held = make.event(state="planned"), make.event()
        make.agenda_item(planned, title="Övriga frågor")
        make.prepared_goal(make.agenda_item(planned), "i.3")
        item = make.agenda_item(held)
        make.prepared_goal(item, "i.3")
        make.prepared_goal(item, "i.4", not_raised=True)
        yield from (asked, planned, held, make.event(state="cancelled"))
        yield make.activity(state="done")
        yield make.commitment(state="fulfilled", resolution="Den är uppfylld.", resolved_on="2021-06-28")
        yield make.report(state="failed", year=2022)
        yield make.report(state="queued", audience="external")
        yield from (make.request(), make.request(state="closed"))
        yield from (make.circulation(), make.circulation(state="closed"))
        make_user("at-the-agency", Role.CONTACT, make.strategy, make.organisation("migrationsverket"))
        closed = make_user("closed", Role.CONTACT, make.strategy, make.organisation("sida"))
        deactivate(user=closed, reason="Har slutat.", by=make.head)
        yield closed

    def like(self, name: str) -> list[int]:
        """Every thing of the same kind."""
        kind = type(getattr(self, name))
        return list(dict.fromkeys(thing.pk for thing in self.all if type(thing) is kind))


@dataclass(frozen=True)
class Filled:
    """A form as somebody who may has it before them, and what they send."""

    role: str
    page: str
    form: Form
    sent: dict[str, list[str]]

    @property
    def texts(self) -> dict[str, str]:
        texts = (name for name, control in self.form.controls.items() if control.is_text)
        return {name: self.sent[name][0] for name in texts if any(self.sent[name])}

    def but(self, **fields: str) -> "Filled":
        return replace(self, sent=self.sent | {name: [value] for name, value in fields.items()})

    def otherwise(self) -> "Filled":
        """With another text in each field."""
        return self.but(**{name: re.sub("verk|foreign", "hus", text, count=1) for name, text in self.texts.items()})

    def send(self, client: Client, **more: Any) -> Any:
        return client.post(self.form.address, self.sent, **more)

    def lost(self, response: Any) -> list[str]:
        """The texts that do not stand on the page, line by line."""
        page = unescape(response.text)
        return [name for name, text in self.texts.items() if not all(line in page for line in text.split("\r\n"))]


def filled(form: Form, particular: dict[str, list[str]]) -> dict[str, list[str]]:
    """What stands in it stays, but for texts: each is new, and like no other."""
    numbers = count(1)
    typed = {name: plausible(control, form.fields[name], numbers) for name, control in form.controls.items()}
    return typed | particular


def plausible(control: Control, there: list[str], numbers: "count[int]") -> list[str]:
    if control.is_text:
        word = f"verk{next(numbers)}"
        text = {"email": f"{word}@test.example", "textarea": f"Läget i {word}.\r\n\r\nÅtertagandet."}
        return [text.get(control.kind, f"Åtgärd-{word}")[: control.maxlength or None]]
    if any(there) or control.kind in {"hidden", "file", "button"}:
        return there
    if control.kind in {"day", "number"}:
        return ["2021-06-28" if control.kind == "day" else "2021"]
    if control.kind == "checkbox" and not control.required and len(control.choices) < 2:
        return []
    return [choice for choice in control.choices if choice][:1]


class World:
    def __init__(self) -> None:
        load_strategies()
        strategy, foreign = (Strategy.objects.get(slug=slug) for slug in (SLUG, FOREIGN_SLUG))
        self.cast = make_cast(strategy, foreign)
        make_user("foreign-head", Role.HEAD, foreign)
        self.things = Variants(Making(strategy, self.cast.officer, self.cast.head, self.cast.contact))
        for role in (*ROLES, "reader"):
            with_password(self.cast[role])
        self.clients = {role: signed_in(self.cast[role]) for role in ROLES}
        self.templates: set[str] = set()
        self.shown: dict[str, list[tuple[str, str, Form]]] = {}
        self.filled: dict[str, Filled] = {}
        for path, role in self.pages():
            for form in self.forms_on(path, role):
                self.shown.setdefault(form.route, []).append((role, path, form))

    def pages(self) -> Iterator[tuple[str, str]]:
        for name, row in ROWS.items():
            things = [None] if row.of in NEITHER else self.things.like(row.of)
            for role in [role for role in ROLES if role in (row.get or ())]:
                for pk in things:
                    for query in QUERIES.get(name, [""]):
                        yield address(name, self.things.make, pk) + query, role

    def forms_on(self, path: str, role: str) -> list[Form]:
        with self.undone(role) as client:
            response: Any = client.get(path)
        if response.status_code != 200 or response.streaming:
            return []
        self.templates |= {template.name for template in response.templates}
        return [form for form in forms_on(path, response.text) if form.method == "post"]

    def fill(self, name: str) -> Filled:
        """The form there, where it has most fields, that is taken as it is filled in."""
        if name not in self.filled:
            shown = sorted(self.shown[name], key=lambda one: -len(one[2].controls))
            tried = (Filled(role, page, form, filled(form, PARTICULAR.get(name, {}))) for role, page, form in shown)
            self.filled[name] = next(one for one in tried if self.is_taken(one, 200 if name in SHOWING else 302))
        return self.filled[name]

    def is_taken(self, form: Filled, status: int) -> bool:
        with self.undone(form.role) as client:
            return bool(form.send(client).status_code == status)

    @contextmanager
    def undone(self, role: str) -> Iterator[Client]:
        client = self.clients[role]
        session = client.cookies["sessionid"].value
        try:
            with transaction.atomic():
                yield client
                transaction.set_rollback(True)
        finally:
            client.cookies = SimpleCookie({"sessionid": session})
            client.handler.enforce_csrf_checks = False


def make_everything() -> None:
    """In the database of this process, for good. Says on stdout, pickled, how each form is filled in; and by role the
    address of e-mail and the session of whoever it is.
    """
    setup_test_environment()
    world = World()
    people = {
        role: (world.cast[role].email, client.cookies["sessionid"].value) for role, client in world.clients.items()
    }
    sys.stdout.buffer.write(pickle.dumps(({name: world.fill(name) for name in NAMES}, people)))
