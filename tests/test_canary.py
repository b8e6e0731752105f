"""Rule 3 of the domain: what a person may not see is absent everywhere. Unique words tell.

Everything is planted once; what a test adds is undone. What does not depend on the database runs on one of them.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pikepdf
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from dialogue.attachments.models import AttachmentQuerySet
from dialogue.commitments.models import CommitmentQuerySet
from dialogue.instructions.models import InstructionQuerySet
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal, AgendaItemQuerySet
from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.meetings.models.interventions import InterventionQuerySet
from dialogue.observations.additions import AdditionQuerySet
from dialogue.observations.models import ObservationQuerySet, ObservationStepQuerySet
from dialogue.requests.models import RequestQuerySet
from dialogue.requests.parts import AnswerPartQuerySet
from priorities.figures.models.funding import ContributionQuerySet
from priorities.figures.models.indicators import MeasurementQuerySet
from priorities.figures.models.postings import PostingQuerySet
from priorities.frameworks.models import CrosswalkQuerySet
from priorities.key_messages.models import KeyMessageQuerySet
from priorities.work_plan.models import ActivityQuerySet, ActivityUpdateQuerySet, WorkPlanLineQuerySet
from priorities.work_plan.proposals import WorkPlanProposalQuerySet
from reporting.assessments.models.evidence import EvidenceQuerySet
from reporting.assessments.models.judgements import AssessmentQuerySet, AssessmentStepQuerySet
from reporting.assessments.models.overall import OverallAssessmentQuerySet, OverallAssessmentStepQuerySet
from reporting.circulations.models import CirculationQuerySet
from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report, ReportQuerySet
from strategy.access import Audience
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.search.finding import Narrowing, visible_entries
from tests.canary import Planting, Word, crawl, found, seen_by, sent_wrongly
from tests.conftest import FOREIGN_SLUG, ROLES, SLUG, Cast, load_strategies, make_cast
from tests.effort import IN_PROOF
from tests.making import MOMENT, Making

pytestmark = pytest.mark.django_db  # each test's own writes are undone, within what the module has made


@pytest.fixture(scope="module", autouse=True)
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In place of the one that each test has: files are planted once here."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media_folder: Path) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_strategies()
        yield make_cast(Strategy.objects.get(slug=SLUG), Strategy.objects.get(slug=FOREIGN_SLUG))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def field(world: Cast) -> Planting:
    return Planting(making(world), world.other_contact)


def making(cast: Cast) -> Making:
    return Making(Strategy.objects.get(slug=SLUG), cast.officer, cast.head, cast.contact)


@pytest.fixture
def cast(world: Cast) -> Cast:
    return world


@pytest.fixture
def planted(field: Planting) -> Iterator[Planting]:
    """What a test plants besides is forgotten with it."""
    number = len(field.words)
    yield field
    del field.words[number:]


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# These two see nearly what an officer does, whose crawl is the next test's.
AT_LENGTH = [
    pytest.param(role, marks=pytest.mark.long) for role in ("head", "delegation", "other_contact", "admin", "outsider")
]


@pytest.mark.parametrize("role", ["reader", "contact", *AT_LENGTH])
def test_no_page_shows_what_its_reader_may_not_see(role: str, planted: Planting, cast: Cast) -> None:
    client = browser_of(cast[role])
    pages = dict(crawl(client, filters=IN_PROOF and role in {"reader", "other_contact"}))
    for action, status, page in [*sent_wrongly(client, pages.values())]:
        pages[f"{action} {status}"] = page
    met = {word: address for address, page in pages.items() for word in found(planted.words, page)}

    assert leaks(met, planted, role) == {}


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_found_by_words_that_its_reader_may_not_see(role: str, planted: Planting, cast: Cast) -> None:
    """All that the index has of what they may see: what they could ask for, and what a hit would show them."""
    strategies = Strategy.objects.filter(slug=SLUG)
    met: dict[Word, str] = {}
    for entry in visible_entries(cast[role], Narrowing(list(strategies))):
        met |= dict.fromkeys(found(planted.words, f"{entry.title} {entry.text} {entry.shown}"), str(entry))

    assert leaks(met, planted, role) == {}
    assert len(met) > 100 or role not in {"officer", "head", "delegation", "reader"}


def leaks(met: dict[Word, str], planted: Planting, role: str) -> dict[Word, str]:
    """Words met that the role may not see, each with an address."""
    hidden = set(planted.hidden_from(role))
    return {word: address for word, address in met.items() if word in hidden}


# Kept beside the record, and so far on no page that officers read.
ON_NO_PAGE = {
    "Assessment.registry_number",
    "Attachment.registry_number",
    "Attachment.secrecy_authority",
    "Counterpart.country",
    "Counterpart.name_en",
    "Crosswalk.registry_number",
    "Evidence.quote",
    "Intervention.registry_number",
    "OverallAssessment.registry_number",
}


@pytest.mark.long
def test_officers_find_what_readers_may_not(planted: Planting, cast: Cast) -> None:
    met = seen_by(browser_of(cast.officer), planted.words)

    unseen = {word.where for word in planted.shown_to("officer")} - {word.where for word in met}
    assert unseen <= ON_NO_PAGE
    assert leaks(met, planted, "officer") == {}


TAKEN_OUT = [
    (EventQuerySet, "reader"),
    (InterventionQuerySet, "reader"),
    (CommitmentQuerySet, "reader"),
    (AttachmentQuerySet, "reader"),
    (KeyMessageQuerySet, "contact"),
    (InstructionQuerySet, "reader"),
    (ObservationQuerySet, "other_contact"),
    (ObservationStepQuerySet, "reader"),
    (AdditionQuerySet, "reader"),
    (RequestQuerySet, "reader"),
    (AnswerPartQuerySet, "officer"),
    (ActivityQuerySet, "other_contact"),
    (MeasurementQuerySet, "reader"),
    (ContributionQuerySet, "reader"),
    (PostingQuerySet, "reader"),
    (CrosswalkQuerySet, "reader"),
    (AssessmentQuerySet, "reader"),
    (OverallAssessmentQuerySet, "reader"),
    (ReportQuerySet, "other_contact"),
    (CirculationQuerySet, "reader"),
    (AgendaItemQuerySet, "reader"),
    (ActivityUpdateQuerySet, "reader"),
    (WorkPlanProposalQuerySet, "contact"),
    (WorkPlanLineQuerySet, "reader"),
    (EvidenceQuerySet, "reader"),
    (AssessmentStepQuerySet, "reader"),
    (OverallAssessmentStepQuerySet, "reader"),
]
# Where taking the condition out gives a crawler nothing, since something else stands before it.
BEHIND = {
    "their page asks for the role first": {
        *("DisclosureRequestQuerySet", "DisclosureItemQuerySet", "DisclosureDecisionQuerySet", "MaskingQuerySet"),
        *("DisposalDecisionQuerySet", "AuditEntryQuerySet", "MembershipQuerySet", "InvitationQuerySet"),
        *("UserQuerySet", "OrganisationQuerySet", "RoundQuerySet"),
    },
    "reached by what they are a part of": {
        *("AgendaItemGoalQuerySet", "InstructionGoalQuerySet", "EventCounterpartQuerySet", "CounterpartQuerySet"),
        *("CirculationPartyQuerySet", "CirculatedPassageQuerySet", "CommentQuerySet"),
        *("ReportTextQuerySet", "ReportFileQuerySet", "AnswerQuerySet", "ReportHomeQuerySet", "PassageQuerySet"),
    },
    "without a marking: whoever is in the strategy reads them": {
        *("StrategyQuerySet", "TextQuerySet", "FocusAreaQuerySet", "GoalQuerySet"),
        *("IndicatorQuerySet", "WorkPlanVersionQuerySet", "FrameworkQuerySet", "FrameworkItemQuerySet"),
        "DecisionDraftQuerySet",
    },
    "sealed between two people, tried in tests/reporting/handover/": {"HandoverQuerySet"},
}


def test_every_condition_is_tried_or_stands_behind_another() -> None:
    managers = [model._default_manager.all() for model in apps.get_models()]
    asked = {type(rows).__name__ for rows in managers if hasattr(rows, "visible_to")}
    tried = {queryset.__name__ for queryset, _role in TAKEN_OUT}
    assert asked == tried | set().union(*BEHIND.values())


@pytest.mark.long
@pytest.mark.parametrize(("queryset", "role"), TAKEN_OUT, ids=lambda it: getattr(it, "__name__", it))
def test_the_crawl_can_fail(
    queryset: Any, role: str, planted: Planting, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the condition taken out of one queryset, words of what it holds are met."""
    hidden = planted.hidden_from(role)
    monkeypatch.setattr(queryset, "visible_to", lambda self, user: self.all())

    assert any(found(hidden, page) for _address, page in crawl(browser_of(cast[role])))


def test_an_error_says_nothing_of_what_went_wrong(
    planted: Planting, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """403, 404, 405 and 500 as they look in production."""
    hidden = planted.hidden_from("reader")
    secret = Event.objects.filter(effective_classification="secret").first()
    assert secret is not None
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(cast.reader)

    def break_down(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(secret.title)

    pages = [strict.get(secret.get_absolute_url()), strict.delete(secret.get_absolute_url())]
    pages.append(strict.post(secret.get_absolute_url(), {"title": "Nu"}))
    monkeypatch.setattr("dialogue.meetings.views.events.by_year", break_down)
    pages.append(strict.get(reverse("dialogue:events", args=[SLUG])))

    assert [page.status_code for page in pages] == [404, 405, 403, 500]
    assert {word for page in pages for word in found(hidden, page.content.decode() + str(page.headers))} == set()


# ------------------------------------------------------------------ reports


def snapshot_of(make: Making, audience: str) -> str:
    report = make.report(audience=audience, edition_number=Report.objects.count() + 1)
    return canonical(contents(report, MOMENT))


EDITIONS = [
    ("yearly", Audience.INTERNAL),
    ("yearly", Audience.AGENCIES),
    ("yearly", Audience.EXTERNAL),
    ("consultation", Audience.INTERNAL),
    ("consultation", Audience.AGENCIES),
    ("briefing", Audience.INTERNAL),
    ("briefing", Audience.INTERNAL_SECRET),
    ("assessment", Audience.INTERNAL),
    ("assessment", Audience.EXTERNAL),
    ("short yearly", Audience.INTERNAL),
    ("short yearly", Audience.AGENCIES),
    ("short yearly", Audience.EXTERNAL),
    ("short assessment", Audience.INTERNAL),
    ("short assessment", Audience.EXTERNAL),
]
SLOW = {
    ("yearly", Audience.INTERNAL),
    ("yearly", Audience.AGENCIES),
    ("assessment", Audience.INTERNAL),
}  # as PDF; their snapshots are looked through as JSON
FILES = [
    pytest.param(*edition, form, marks=[pytest.mark.long] if form == "pdf" and edition in SLOW else [])
    for edition in EDITIONS
    for form in ("json", "pdf")
]


@pytest.fixture
def consultation(planted: Planting) -> Event:
    """A meeting after all that is planted, with words of its own that only the internal edition may hold."""
    texts = planted.texts(Event, "working")
    return planted.make.event(kind="organisation_consultation", starts_on=date(2022, 2, 10), **texts)


@pytest.fixture
def session(planted: Planting) -> Event:
    """Planned, with words of its own, and a goal prepared for it of which everything is planted."""
    make = planted.make
    event = make.event(state="planned", starts_on=date(2022, 2, 10), **planted.texts(Event, "working"))
    item = make.agenda_item(event, **planted.texts(AgendaItem, "working"))
    make.prepared_goal(item, **planted.texts(AgendaItemGoal, "working"))
    return event


# Of what is open, what an edition must hold: a briefing tells the latest alone, the short form few things of many.
HELD = {
    "briefing": {"Commitment.text", "KeyMessage.say"},
    "assessment": {"Crosswalk.why", "Framework.source", "FrameworkItem.code"},
    "short yearly": set(),
    "short assessment": set(),
}
# What one kind alone prints of what stays inside.
SAID_IN = {"briefing": {"KeyMessage"}, "assessment": {"Framework", "FrameworkItem", "Crosswalk"}}


@pytest.mark.parametrize(("kind", "audience", "form"), FILES)
def test_no_edition_holds_what_it_may_not(
    kind: str, audience: str, form: str, planted: Planting, consultation: Event, session: Event, tmp_path: Path
) -> None:
    """The JSON with all parts of Word and workbook, or everything in the PDF: its text, metadata, bookmarks and
    alternative texts.
    """
    barred = planted.barred_from(audience, SAID_IN.get(kind, ()))
    meetings = {"consultation": consultation, "briefing": session}
    named: dict[str, Any] = {"event": meetings[kind].pk} if kind in meetings else {"year": 2021}
    file = tmp_path / f"report.{form}"
    wish = {"strategy": planted.make.strategy.slug, "kind": kind.split()[-1], "audience": audience, "format": form}
    wish |= {"form": "short"} if kind.startswith("short") else {}
    call_command("make_report", output=file, **wish, **named)
    texts = [everything_in(file)] if form == "pdf" else [file.read_text(encoding="utf-8"), *packages_made_beside()]
    for text in texts:
        assert found(barred, text) == set()
        assert places(found(planted.words, text), "open") >= HELD.get(kind, {"Event.title", "Observation.text"})


@pytest.mark.parametrize("key", ["migrationsverket", "sida"])
def test_an_own_copy_holds_what_its_agency_wrote_and_no_others(
    key: str, planted: Planting, consultation: Event, tmp_path: Path
) -> None:
    """What each agency may see by the access table, and nothing of the other one's."""
    file, role = tmp_path / "report.json", {"migrationsverket": "contact", "sida": "other_contact"}[key]
    wish = {"strategy": planted.make.strategy.slug, "kind": "consultation", "audience": "agencies", "format": "json"}
    call_command("make_report", output=file, event=consultation.pk, organisation=key, **wish)
    met = found(planted.words, file.read_text(encoding="utf-8"))
    strange = {word for word in met if word.marking != "open" and not word.may_be_seen_by(role)}
    assert {word for word in strange if not word.is_public_text} == set()
    own = {word for word in met if word.owner == role and word.state == "accepted"}
    assert {word.marking for word in own if word.where == "Observation.text"} == {"open", "working", "secret"}


def test_editions_hold_what_they_may(planted: Planting) -> None:
    external = found(planted.words, snapshot_of(planted.make, Audience.EXTERNAL))
    internal = found(planted.words, snapshot_of(planted.make, Audience.INTERNAL))

    told = {"Event.title", "Intervention.message", "Intervention.response", "Commitment.text", "Observation.text"}
    assert places(external, "open") >= told
    assert places(external, "working") == {"Assessment.public_text", "OverallAssessment.public_text"} & places(
        planted.words, "working"
    )
    assert places(internal, "open") >= told | {"Assessment.happened", "Assessment.contribution"}
    assert places(internal, "working") >= told | {"Assessment.happened", "Assessment.next_steps"}


def places(words: Any, marking: str) -> set[str]:
    return {word.where for word in words if word.marking == marking}


def test_the_look_into_editions_can_fail(planted: Planting, monkeypatch: pytest.MonkeyPatch) -> None:
    barred = planted.barred_from(Audience.EXTERNAL)
    assert found(barred, snapshot_of(planted.make, Audience.EXTERNAL)) == set()
    monkeypatch.setattr(EventQuerySet, "visible_in", lambda self, edition: self.present())

    leaked = found(barred, snapshot_of(planted.make, Audience.EXTERNAL))

    assert {word.where for word in leaked} >= {"Event.title", "Event.place"}


def test_words_are_found_broken_and_encoded() -> None:
    word = Word("zqå0001öz", "Event.title", "secret")

    for text in (
        *("zqå00\n01öz", "zqå0-\n001öz", "zq\u00adå0001öz", "z q å 0 0 0 1 ö z", "ZQÅ0001ÖZ"),
        *(quote(word.text), f"filename*=UTF-8''{quote(word.text)}.txt", "zq%C3%A50001%C3%B6z"),
        *(escape(word.text), "zq&aring;0001&ouml;z", "zq&#229;0001&#xF6;z", json.dumps(word.text)),
        *(base64.b64encode(f"{before}{word.text} mer".encode()).decode() for before in ("", "x", "xy")),
    ):
        assert found([word], text) == {word}, text
    assert found([word], "zqå0002öz") == set()


def packages_made_beside() -> Iterator[str]:
    """All that the Word file and the workbook of the newest report hold; pictures as they are."""
    for made in Report.objects.latest("pk").files.filter(format__in=["docx", "xlsx"]):
        with made.file.open("rb") as file, ZipFile(file) as package:
            yield "\n".join(package.read(name).decode("utf-8", errors="replace") for name in package.namelist())


def everything_in(file: Path) -> str:
    """Every string and every stream of a PDF, uncompressed, beside its pages' text."""
    with pikepdf.open(file) as pdf:
        parts = [part for obj in pdf.objects for part in strings_in(obj)]
    return "\n".join([*parts, page_text(file)])


def page_text(file: Path) -> str:
    """As a reader gets it who copies the pages' text; the gate tells where there is no pdftotext."""
    if shutil.which("pdftotext") is None:
        return ""
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def strings_in(obj: Any) -> Iterator[str]:
    """What stands in one object; those it refers to have their own turn."""
    match obj:
        case pikepdf.String() | pikepdf.Name():
            yield str(obj)
        case pikepdf.Array():
            yield from strings_among(obj)
        case pikepdf.Stream():
            yield from strings_among(obj.stream_dict.values())
            yield obj.read_bytes().decode("utf-8", errors="replace")
        case pikepdf.Dictionary():
            yield from strings_among(obj.values())


def strings_among(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        if not getattr(child, "is_indirect", False):
            yield from strings_in(child)
