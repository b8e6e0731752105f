"""What is taken over from an answer or an observation: a copy with its source, whose marking an officer confirms."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from dialogue.instructions.models import InstructionGoal
from dialogue.instructions.sources import sources
from dialogue.requests.parts import AnswerPart
from reporting.carrying.services import carry_over
from reporting.carrying.sources import observations, of_answer, of_observation, targets
from reporting.reports.models import Report, ReportText
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]
TEXT = "Samordningen fungerar bättre än i fjol."
QUOTED = f"{TEXT}\n(Källa: Migrationsverket, svar på ”Frågor inför samrådet”, 1 februari 2022, Ju2022/00009)"


@pytest.fixture
def answer(make: Making) -> AnswerPart:
    thread = make.request().answers.get(organisation__key="migrationsverket")
    return make.answer_part(thread, text=TEXT, received_on=date(2022, 2, 1), registry_number="Ju2022/00009")


@pytest.fixture
def goal(make: Making) -> InstructionGoal:
    """Of an instruction that is being written."""
    make.instruction(make.event(state="planned"), text="Säg så här.")
    return InstructionGoal.objects.get()


def test_a_passage_stands_in_the_instruction_with_its_source(
    answer: AnswerPart, goal: InstructionGoal, cast: Cast
) -> None:
    carry_over(source=of_answer(answer), passage=TEXT, into=goal, marking="working", by=cast.officer)
    goal.refresh_from_db()
    assert goal.text == f"Säg så här.\n\n{QUOTED}"
    entry = AuditEntry.objects.get(verb="carried")
    told = {"marking": "working", "before": "working", "into": f"instruction-goal {goal.pk}"}
    assert (entry.by, entry.object_id, entry.details) == (cast.officer, answer.pk, told)
    assert AnswerPart.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("audience", "taken"),
    [
        ("external", {"open"}),
        ("agencies", {"open", "working"}),
        ("internal", {"open", "working"}),
        ("internal-secret", {"open", "working", "secret"}),
    ],
)
def test_a_copy_stands_in_no_edition_that_may_not_hold_its_marking(
    audience: str, taken: set[str], answer: AnswerPart, make: Making, cast: Cast
) -> None:
    report = make.report(state="draft", audience=audience)
    for marking in {"open", "working", "secret"} - taken:
        with pytest.raises(ValidationError, match="får inte stå där"):
            carry_over(source=of_answer(answer), passage=TEXT, into=report, marking=marking, by=cast.officer)
    assert not ReportText.objects.exists()


def test_an_instruction_holds_nothing_more_secret_than_itself(
    answer: AnswerPart, goal: InstructionGoal, cast: Cast
) -> None:
    with pytest.raises(ValidationError, match="sekretessmarkerad"):
        carry_over(source=of_answer(answer), passage=TEXT, into=goal, marking="secret", by=cast.officer)


def test_a_report_gets_it_after_what_is_drafted_and_is_made_anew(answer: AnswerPart, make: Making, cast: Cast) -> None:
    report = make.report(state="draft")
    make.snapshot(report, content='{"summary":{"text":"Året gick framåt."}}')
    carry_over(source=of_answer(answer), passage=TEXT, into=report, marking="open", by=cast.officer)
    assert ReportText.objects.get(key="summary").text == f"Året gick framåt.\n\n{QUOTED}"
    report.refresh_from_db()
    assert report.state == "queued"
    with pytest.raises(TransitionRefused):
        carry_over(source=of_answer(answer), passage=TEXT, into=report, marking="open", by=cast.officer)


def test_what_is_under_way_is_offered_and_nothing_else(goal: InstructionGoal, make: Making, cast: Cast) -> None:
    report = make.report(state="draft")
    make.report(state="released", edition_number=2)
    make.instruction(make.event(state="planned"), state="sent", text="Sagt.")
    offered = dict(targets(cast.officer, make.strategy.pk))
    assert offered == {f"goal-{goal.pk}": goal, f"report-{report.pk}": report}
    assert dict(targets(cast.contact, make.strategy.pk)) == {}


def test_an_observation_is_taken_over_when_it_is_accepted_with_what_was_added(make: Making, cast: Cast) -> None:
    make.observation()
    seen = make.observation(state="accepted", text="Kön är lång.")
    make.addition(seen, text="Fyra dygn.")
    source = of_observation(observations(cast.officer).get())
    assert ("Kön är lång." in source.text, "Fyra dygn." in source.text) == (True, True)
    assert source.whence.startswith("Migrationsverket, fältobservation, ")


# ------------------------------------------------------------------ pages


def typed(into: Any, **fields: str) -> dict[str, Any]:
    key = f"report-{into.pk}" if isinstance(into, Report) else f"goal-{into.pk}"
    return {"passage": TEXT, "into": key, "marking": "working", "confirmed": "on"} | fields


def test_an_officer_confirms_the_marking_on_the_page(
    answer: AnswerPart, goal: InstructionGoal, make: Making, cast: Cast, browse: Browse
) -> None:
    client = browse(cast.officer)
    address = reverse("reporting:answer-carrying", args=[answer.pk])
    assert address in client.get(answer.get_absolute_url()).text
    page = client.get(f"{address}?to=goal-{goal.pk}")
    form = page.context["form"]
    assert (form["into"].value(), form["marking"].value()) == (f"goal-{goal.pk}", "working")
    assert TEXT in page.text
    unconfirmed = client.post(address, typed(goal, confirmed=""))
    assert "Bekräfta att du har prövat det." in unconfirmed.text
    refused = client.post(address, typed(make.report(state="draft", audience="external")))
    assert (refused.status_code, "får inte stå där" in refused.text) == (422, True)
    done = client.post(address, typed(goal))
    assert done["Location"] == f"{goal.instruction.get_edit_url()}#goal-{goal.goal_id}"


def test_the_instructions_sources_show_what_agencies_have_said_on_the_goal(
    goal: InstructionGoal, make: Making, cast: Cast, browse: Browse
) -> None:
    """By the observation's goals, and by the codes in answer or questions; ii.1 is no i.1."""
    code, event = goal.goal.code, goal.instruction.event
    asked = make.request(["migrationsverket"], questions="Hur går det?").answers.get()
    named = make.answer_part(asked, text=f"På {code} går det framåt.")
    make.answer_part(asked, text=f"På i{code} står det still, och på {code}9 också.")
    about = make.request(["sida"], questions=f"Hur går det med {code}?").answers.get()
    by_question = make.answer_part(about, by=cast.other_contact, text="Bra.")
    seen = make.observation(state="accepted", goals=[code])
    make.observation(goals=[code])
    found = sources(event, [goal.goal], cast.officer)[0].heard
    assert {one.record for one in found} == {named, by_question, seen}
    page = browse(cast.officer).get(goal.instruction.get_edit_url()).text
    assert f"{reverse('reporting:answer-carrying', args=[named.pk])}?to=goal-{goal.pk}" in page
