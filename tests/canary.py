"""Unique words planted in every text of records of every kind, marking and state, and how they are looked for."""

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import unquote_plus, urljoin, urlsplit
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.decisions.models import DecisionDraft
from dialogue.instructions.models import Instruction
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.requests.models import Request
from dialogue.requests.parts import AnswerPart
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.key_messages.models import KeyMessage
from priorities.work_plan.models import Activity, WorkPlanVersion
from priorities.work_plan.proposals import WorkPlanProposal
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation
from reporting.disclosures.models import DisclosureRequest, Masking
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report, ReportText
from reporting.reports.outgoing import ReportRelease
from strategy.access import Kind
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.services import move_to_bin, save_record
from tests.access_table import (
    CROSSWALK,
    DIALOGUE,
    INSTRUCTIONS,
    JUDGEMENT_STATES,
    JUDGEMENTS,
    KEY_MESSAGES,
    LEAVING,
    MARKINGS,
    OBSERVATIONS,
    REPORTS,
    SECRET,
    SUBMITTED_STATES,
    Thing,
    sees,
)
from tests.making import MOMENT, Making
from tests.making_disclosures import passage

# Not written by anybody: made from other fields or from a file's content.
DERIVED = {"sort_key", "sha256", "content_type", "file", "thumbnail"}
BREAKS = re.compile(r"[\s\u00ad\u200b-]+")
CODED = re.compile(r"\\u([0-9a-fA-F]{4})")  # as JSON and JavaScript write what is not ASCII
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
PLANTED = re.compile(r"zqå(\d{4})öz")
ASKED_OTHERWISE = re.compile(r"(?:^|&)(?:sort=|format=csv|show=)")
LINKS = re.compile(r'(?:href|hx-get)="([^"]+)"')
# To the month or the year beside: a calendar goes on for ever, and every month with something in it is a link besides.
STEPS = re.compile(r'<a [^>]*rel="(?:prev|next)"\s+href="[^"]*(?:month=|/calendar/\d)[^>]*>')
FILTERS = re.compile(r'<form[^>]*method="get"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
SELECTS = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTIONS = re.compile(r'<option[^>]*value="([^"]+)"')
FORMS = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
MOST_PAGES = 2000
# What no edition of a report prints, however it is marked; but a briefing what is to be said, and an assessment ties.
ASKED_FOR = {"DisclosureRequest", "DisclosureItem", "Masking", "EditionReview"}
SAID_INSIDE = {"AssessmentStep", "OverallAssessmentStep", "ObservationStep", "Attachment", "Request", "AnswerPart"} | {
    *("DecisionDraft", "KeyMessage", "Instruction", "InstructionGoal", "WorkPlanProposal"),
    *("Framework", "FrameworkItem", "Crosswalk"),
    *("Circulation", "CirculatedPassage", "Comment"),
}
STAYS_INSIDE = SAID_INSIDE | ASKED_FOR


@dataclass(frozen=True)
class Word:
    text: str
    where: str  # model and field
    marking: str
    state: str = ""
    owner: str = ""  # the contact who wrote the observation
    answering: str = ""  # the contact whose organisation has a part in the activity
    past: str = ""  # "before": in a version that has been changed since; "removed": in the bin

    def may_be_seen_by(self, role: str) -> bool:
        """By the access table; words of dialogue have no state. What is past is seen where history and bin are."""
        if self.past and not self.owner and role not in {"officer", "colleague", "head"}:
            return False
        kind = self.where.partition(".")[0]
        if kind in ASKED_FOR:
            return role in LEAVING
        if kind == "DecisionDraft":
            return sees(role, Kind.DECISION_DRAFT, Thing())
        if kind == "KeyMessage":
            return self.marking in KEY_MESSAGES[role]
        if kind in {"Framework", "FrameworkItem"}:
            return sees(role, Kind.FRAMEWORK, Thing())
        if kind == "Crosswalk":
            return self.marking in CROSSWALK[role]
        if kind in {"Instruction", "InstructionGoal"}:
            return (self.state, self.marking) in INSTRUCTIONS[role]
        if kind == "Request":
            own = role in {"contact", "other_contact"}
            return sees(role, Kind.REQUEST, Thing(self.state, self.marking, own=own))
        if kind == "WorkPlanProposal":
            own = role == self.owner
            return sees(role, Kind.WORK_PLAN_PROPOSAL, Thing(marking=self.marking, own=own, written=own))
        if kind in {"Circulation", "CirculatedPassage", "Comment"}:
            return role in {"officer", "colleague", "head", "contact"}
        if kind == "AnswerPart" or self.state == "sent":
            own = role == self.owner
            return sees(role, Kind.ANSWER_PART, Thing(self.state, self.marking, own=own, written=own))
        if kind in {"Observation", "Addition", "ObservationStep"} or self.owner:
            owners = {"contact": "other_contact", "other_contact": "contact"}
            as_role = owners.get(role, role) if self.owner == "other_contact" else role
            if kind == "ObservationStep" and role in {"delegation", "reader"}:
                return False
            return (self.state, self.marking) in OBSERVATIONS[as_role]
        if kind in {"Report", "ReportText", "ReportFile"}:
            return self.state in REPORTS[role] or role == self.answering
        if kind in {"AssessmentStep", "OverallAssessmentStep"}:
            return role in {"officer", "colleague", "head"}
        if kind in {"Assessment", "Evidence", "OverallAssessment"}:
            return (self.state, self.marking) in JUDGEMENTS[role]
        if kind in {"Activity", "ActivityUpdate"} and role == self.answering:
            return self.marking != SECRET
        return self.marking in DIALOGUE[role]

    @property
    def is_public_text(self) -> bool:
        """Written for every reader, whatever the marking of the rest, unless that is secret."""
        return self.where.endswith(".public_text") and self.state == "approved" and self.marking != SECRET


def text_fields(model: type[models.Model]) -> list[str]:
    """Every field that holds words of somebody's own: a field added later is planted too."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in DERIVED
    ]


class Planting:
    """All the records, and every word in them."""

    def __init__(self, make: Making, other_contact: User) -> None:
        self.make = make
        self.writers = {"contact": make.contact, "other_contact": other_contact}
        self.words: list[Word] = []
        for marking in MARKINGS:
            self.dialogue(marking)
            self.past(marking)
            self.key_message(marking)
            for state in ("draft", "sent"):
                self.instruction(state, marking)
            self.asked(marking)
            self.proposed(marking)
            self.shared(marking)
        for owner in self.writers:
            self.draft_that_was_sent(owner)
        self.work_plan()
        self.figures()
        self.yardsticks()
        make.decision_draft(**self.texts(DecisionDraft, "working"))
        self.reports()
        for state, marking in product(sorted(SUBMITTED_STATES | {"draft"}), MARKINGS):
            self.observation(state, marking, "contact")
            self.observation(state, marking, "other_contact")
        codes = iter(make.strategy.goals.values_list("code", flat=True))
        for state, marking in product(sorted(JUDGEMENT_STATES), MARKINGS):
            self.judgement(next(codes), state, marking)
        for year, marking in zip((2020, 2021, 2022), MARKINGS, strict=True):
            self.overall(year, "", marking)
            self.overall(year, "i", marking)
            self.overall(2021, {"open": "i", "working": "ii", "secret": "iii"}[marking], marking, state="draft")

    def word(self, where: str, marking: str, **more: str) -> str:
        """Short and of one piece, so that no cut tears it, with letters that every encoding writes in its own way."""
        word = Word(f"zqå{len(self.words):04d}öz", where, marking, **more)
        self.words.append(word)
        return word.text

    def texts(self, model: type[models.Model], marking: str, **more: str) -> dict[str, Any]:
        return {name: self.word(f"{model.__name__}.{name}", marking, **more) for name in text_fields(model)}

    def shared(self, marking: str) -> None:
        """To the Migration Agency, whose contact comments on it and is answered. What is shared is never secret."""
        copy = "working" if marking == SECRET else marking
        circulation = self.make.circulation(
            **self.texts(Circulation, copy), passage=self.texts(CirculatedPassage, copy), classification=copy
        )
        answered = {"answered_by": self.make.officer, "answered_at": MOMENT, "outcome": "taken"}
        self.make.comment(circulation, **self.texts(Comment, marking), classification=marking, **answered)

    def dialogue(self, marking: str) -> None:
        """Under a meeting with the marking, everything is marked open of its own: the meeting's is what counts."""
        make = self.make
        marked: dict[str, Any] = {"classification": marking}
        counterpart = make.counterpart(**self.texts(Counterpart, marking))
        event = make.event(**self.texts(Event, marking), **marked)
        make.event_counterpart(event, counterpart=counterpart, **self.texts(EventCounterpart, marking))
        item = make.agenda_item(event, **self.texts(AgendaItem, marking))
        make.prepared_goal(item, **self.texts(AgendaItemGoal, marking))
        make.intervention(event, lean="positive", **self.texts(Intervention, marking), classification="open")
        make.commitment(event, **self.texts(Commitment, marking), counterpart=counterpart, classification="open")
        make.commitment(**self.texts(Commitment, marking), counterpart=counterpart, **marked)
        self.attach(event, marking, "open")
        if marking == SECRET:
            self.asked_for(event)
        planned = {"state": "planned", "starts_on": make.strategy.today(), "ends_on": make.strategy.today()}
        make.event(**self.texts(Event, marking), **planned, **marked)
        if marking != "open":
            opened = make.event(classification="open")
            make.intervention(opened, lean="positive", **self.texts(Intervention, marking), **marked)
            make.commitment(opened, **self.texts(Commitment, marking), counterpart=counterpart, **marked)
            self.attach(opened, marking, marking)

    def key_message(self, marking: str) -> None:
        """One in force, and one that has been superseded by it."""
        for _version in range(2):
            goal = {"open": "i.1", "working": "i.2", "secret": "i.3"}[marking]
            self.make.key_message(goal, **self.texts(KeyMessage, marking), classification=marking)

    def instruction(self, state: str, marking: str) -> None:
        """To an open meeting: the instruction's own marking counts."""
        names = {*text_fields(Instruction)} - ({"sent_to"} if state == "draft" else set())
        texts = {name: self.word(f"Instruction.{name}", marking, state=state) for name in sorted(names)}
        text = self.word("InstructionGoal.text", marking, state=state)
        event = self.make.event(state="planned", classification="open")
        self.make.instruction(event, text=text, state=state, classification=marking, **texts)

    def work_plan(self) -> None:
        """Lines that two agencies have a part in, one by answering and one by joining, in a plan that is adopted."""
        version = self.make.work_plan_version(**self.texts(WorkPlanVersion, "working"))
        for marking, state in product(MARKINGS, ["planned", "done", "dropped"]):
            for answering, part in (
                ("contact", {"responsible": self.make.organisation("migrationsverket")}),
                ("other_contact", {"participants": ["sida"]}),
                ("", {}),
            ):
                more = {"answering": answering}
                texts = self.texts(Activity, marking, **more)
                activity = self.make.activity(**texts, **part, state=state, classification=marking)
                text = self.word("ActivityUpdate.text", marking, **more)
                self.make.activity_update(activity, kind="move", text=text)
                title = self.word("WorkPlanLine.title", marking)
                self.make.work_plan_line(version, activity, title=title, goals=self.word("WorkPlanLine.goals", marking))

    def proposed(self, marking: str) -> None:
        """By both contacts, in each state that has words of its own."""
        for (owner, writer), state in product(self.writers.items(), ("proposed", "declined")):
            names = {*text_fields(WorkPlanProposal)} - ({"reason"} if state == "proposed" else set())
            words = {name: self.word(f"WorkPlanProposal.{name}", marking, owner=owner) for name in sorted(names)}
            agency = writer.memberships.get().organisation
            self.make.proposal(
                None,
                **words,
                author=writer,
                organisation=agency,
                responsible=agency,
                state=state,
                classification=marking,
            )

    def figures(self) -> None:
        """An indicator has no marking, and so is read wherever dialogue is; what is measured has one."""
        make = self.make
        indicator = make.indicator(**self.texts(Indicator, "open"))
        for year, marking in zip((2019, 2020, 2021), MARKINGS, strict=True):
            make.measurement(indicator, year=year, **self.texts(Measurement, marking), classification=marking)
            make.contribution(**self.texts(Contribution, marking), year=year, classification=marking)
            make.posting(**self.texts(Posting, marking), year=year, classification=marking)

    def yardsticks(self) -> None:
        """A framework is public; what is said of its ties to our goals is marked."""
        make = self.make
        framework = make.framework(**self.texts(Framework, "open"))
        item = make.framework_item(framework, **self.texts(FrameworkItem, "open"))
        for goal, marking in zip(("i.1", "i.2", "i.3"), MARKINGS, strict=True):
            make.crosswalk(item, goal, **self.texts(Crosswalk, marking), classification=marking)

    def attach(
        self, to: Event | Observation | Addition | AnswerPart, marking: str, classification: str, **more: str
    ) -> None:
        """A mail with a word in it as well, one in its name, and those that are shown of it."""
        word = self.word("Attachment.file", marking, **more)
        content = ContentFile(word.encode(), f"{word}.eml")
        told = {"content_type": "message/rfc822", "classification": classification}
        self.make.attachment(to, **self.texts(Attachment, marking, **more), **told, file=content)

    def reports(self) -> None:
        """One that is not released, one that is, and one that was released to an agency."""
        for number, (state, answering) in enumerate(
            [("draft", ""), ("released", ""), ("released", "contact")], start=7
        ):
            more = {"state": state, "answering": answering}
            report = self.make.report(
                state=state,
                year=2022,  # apart from the editions that are made of what is planted
                edition_number=number,
                audience="agencies" if answering else "internal",
                **self.texts(Report, "working", **more),
            )
            self.make.save(
                ReportText(
                    strategy=self.make.strategy,
                    report=report,
                    key="summary",
                    text=self.word("ReportText.text", "working", **more),
                )
            )
            content = self.word("ReportFile.file", "working", **more)
            snapshot = Snapshot.objects.create(
                report=report, taken_at=MOMENT, content='{"schema":"report-2"}', sha256="0" * 64
            )
            file = ContentFile(content.encode(), f"{content}.json")
            ReportFile.objects.create(
                report=report, snapshot=snapshot, format="json", file=file, size=9, sha256="1" * 64
            )
            if answering:
                agency = self.make.organisation("migrationsverket")
                ReportRelease.objects.create(
                    strategy=self.make.strategy, report=report, organisation=agency, by=self.make.officer, at=MOMENT
                )

    def past(self, marking: str) -> None:
        """An open meeting that was marked otherwise and said something else before, and what was removed from it."""
        make = self.make
        event = make.event(**self.texts(Event, marking, past="before"), classification=marking)
        for name in text_fields(Event):
            setattr(event, name, "Nu")
        event.classification = "open"
        event.secrecy_provision, event.secrecy_marked_on, event.secrecy_authority = None, None, ""
        event.lowering_reason = self.word("Event.lowering_reason", marking, past="before")
        save_record(record=event, by=make.officer)
        removed = {"past": "removed"}
        item = make.agenda_item(event, **self.texts(AgendaItem, marking, **removed))
        said = self.texts(Intervention, marking, **removed)
        promised = self.texts(Commitment, marking, **removed)
        for record in (
            item,
            make.intervention(event, lean="positive", **said, classification=marking),
            make.commitment(event, **promised, classification=marking),
        ):
            move_to_bin(record=record, by=make.officer, expected_version=record.version)

    def draft_that_was_sent(self, owner: str) -> None:
        """What stood in it before it was sent is its writer's alone."""
        more = {"state": "draft", "owner": owner, "past": "before"}
        draft = self.make.observation(
            self.writers[owner], **self.texts(Observation, "working", **more), classification="working", state="draft"
        )
        for name in text_fields(Observation):
            setattr(draft, name, "Nu")
        save_record(record=draft, by=self.writers[owner])
        draft.state = "submitted"
        save_record(record=draft, by=self.writers[owner])

    def observation(self, state: str, marking: str, owner: str) -> None:
        make, more = self.make, {"state": state, "owner": owner}
        observation = make.observation(
            self.writers[owner],
            **self.texts(Observation, marking, **more),
            classification=marking,
            state=state,
        )
        self.attach(observation, marking, "open", **more)
        if state != "draft":
            for piece in ("draft", "sent"):
                shown = more if piece == "sent" else more | {"state": "draft"}
                texts = self.texts(Addition, marking, **shown)
                added = make.addition(observation, **texts, state=piece, classification="open")
                self.attach(added, marking, "open", **shown)
        if (state, marking) == ("accepted", "working"):
            make.addition(observation, **self.texts(Addition, SECRET, **more), classification=SECRET)
        make.observation_step(observation, state, reason=self.word("ObservationStep.reason", marking, **more))

    def asked(self, marking: str) -> None:
        """One that is not sent, and one that both agencies have answered and are writing more to."""
        make = self.make
        for state in ("draft", "open"):
            request = make.request(state=state, **self.texts(Request, marking, state=state), classification=marking)
        for (owner, writer), state in product(self.writers.items(), ("draft", "sent")):
            more = {"state": state, "owner": owner}
            answer = request.answers.get(organisation=writer.memberships.get().organisation)
            texts = self.texts(AnswerPart, marking, **more)
            part = make.answer_part(answer, by=writer, state=state, **texts, classification="open")
            self.attach(part, marking, "open", **more)

    def judgement(self, goal: str, state: str, marking: str) -> None:
        make = self.make
        assessment = make.assessment(
            goal,
            **self.texts(Assessment, marking, state=state),
            classification=marking,
            state=state,
        )
        make.evidence(assessment, **self.texts(Evidence, marking, state=state))
        if state == "approved" and marking == "open":
            self.cite_hidden(assessment)
        make.assessment_step(assessment, state, reason=self.word("AssessmentStep.reason", marking, state=state))

    def cite_hidden(self, assessment: Assessment) -> None:
        """An open assessment that rests on what others may not see."""
        rests_on: list[dict[str, Any]] = [
            *({"intervention": found} for found in Intervention.objects.all()),
            *({"commitment": found} for found in Commitment.objects.all()),
            *({"observation": found} for found in Observation.objects.all()),
        ]
        for piece in rests_on:
            self.make.evidence(assessment, **piece)

    def overall(self, year: int, area: str, marking: str, state: str = "approved") -> None:
        texts = self.texts(OverallAssessment, marking, state=state)
        judgement = self.make.overall(year, area, **texts, classification=marking, state=state)
        reason = self.word("OverallAssessmentStep.reason", marking, state=state)
        self.make.overall_step(judgement, state, reason=reason)

    def asked_for(self, event: Event) -> None:
        """A request for what somebody said in secret, and a review before something left."""
        make = self.make
        asked = make.disclosure_request(**self.texts(DisclosureRequest, "open"))
        item = make.disclosure_item(
            event,
            asked,
            outcome="refused",
            provision=SecrecyProvision.objects.get(reference="OSL 15:1"),
            reason=self.word("DisclosureItem.reason", "open"),
        )
        make.masking(item, passages=[passage(event, "title")], reason=self.word("Masking.reason", "open"))
        make.masking(request=asked, **self.texts(Masking, "open"))
        report = make.report(audience="external", state="draft", year=make.strategy.start.year, edition_number=9)
        make.review(report, note=self.word("EditionReview.note", "open"))

    def hidden_from(self, role: str) -> list[Word]:
        return [word for word in self.words if not word.may_be_seen_by(role)]

    def shown_to(self, role: str) -> list[Word]:
        return [word for word in self.words if word.may_be_seen_by(role)]

    def barred_from(self, audience: str, besides: Collection[str] = ()) -> list[Word]:
        """What an edition may not hold: by marking, and whatever has not been settled. `besides` it may print, too."""
        allowed = {"external": {"open"}, "agencies": {"open"}, "internal": {"open", "working"}}.get(audience, MARKINGS)
        return [
            word
            for word in self.words
            if not word.is_public_text
            and (
                word.marking not in allowed
                or word.state not in {"", "approved", "accepted"}
                or word.past
                or word.where.partition(".")[0] in STAYS_INSIDE.difference(besides)
            )
        ]


def found(words: Iterable[Word], text: str) -> set[Word]:
    """Those of the words that occur, also broken, hyphenated or encoded."""
    numbers = {int(number) for reading in readings(text) for number in PLANTED.findall(reading)}
    return {word for word in words if int(word.text[3:7]) in numbers}


def readings(text: str) -> Iterator[str]:
    """The text without what breaks its words, with every escape undone, and what its base64 says."""
    plain = CODED.sub(lambda code: chr(int(code[1], 16)), unquote_plus(unescape(text)))
    yield BREAKS.sub("", plain).casefold()
    for run in BASE64.findall(text):
        try:
            decoded = base64.b64decode(run + "=" * (-len(run) % 4), altchars=b"-_" if set(run) & {"-", "_"} else None)
        except binascii.Error:
            continue
        yield decoded.decode(errors="replace").casefold()


def crawl(client: Client, *, filters: bool = False) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the first one, with its address; query strings count as pages.

    Every list is taken as a workbook once, in its own order: a CSV and another order hold the same
    (`tests/strategy/records/test_lists.py`). A timeline is read year by year: narrowed to a subject, it holds less.
    With `filters`, also what each filter shows for the first and the last of its choices.
    """
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code == 200, f"{address} is linked to and answers {response.status_code}"
        yield address, body(response)
        if "text/html" not in response.headers["Content-Type"]:
            continue
        here = response.redirect_chain[-1][0] if response.redirect_chain else address
        page = STEPS.sub("", response.content.decode())
        for link in [*LINKS.findall(page), *(choices(page) if filters else ())]:
            target = urlsplit(urljoin(here, unescape(link)))
            following = target._replace(fragment="").geturl()
            once = f"{target.path} as a file" if "format=" in target.query else following
            skipped = target.netloc or target.path.startswith("/static/") or ASKED_OTHERWISE.search(target.query)
            if once not in seen and not skipped:
                seen.add(once)
                waiting.append(following)
        assert len(seen) < MOST_PAGES, "the crawl does not end"


def choices(page: str) -> Iterator[str]:
    for action, form in FILTERS.findall(page):
        for name, options in SELECTS.findall(form):
            values = OPTIONS.findall(options)
            yield from (f"{action}?{name}={value}" for value in {*values[:1], *values[-1:]})


def sent_wrongly(client: Client, pages: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """What every form on these pages answers to nothing at all, and to a version that is not the latest."""
    for action in sorted({unescape(action) for page in pages for action in FORMS.findall(page)} - {"/sign-out/"}):
        for typed in ({}, {"version": "0", "title": "Nu", "text": "Nu"}):
            with transaction.atomic():
                response = client.post(action, typed)
                transaction.set_rollback(True)
            yield action, response.status_code, body(response)


def body(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as package:
            content = b"".join(package.read(name) for name in package.namelist())
    return content.decode(errors="replace") + "\n".join(f"{name}: {value}" for name, value in response.headers.items())


def seen_by(client: Client, words: Iterable[Word], *, filters: bool = False) -> dict[Word, str]:
    """The words met while crawling, each with an address where it stood."""
    met: dict[Word, str] = {}
    for address, page in crawl(client, filters=filters):
        for word in found(words, page):
            met.setdefault(word, address)
    return met
