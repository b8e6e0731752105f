from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.instructions.services import (
    add_goal,
    change_part,
    circulate_instruction,
    draft_instruction,
    fingerprint,
    remove_part,
    send_instruction,
)
from dialogue.instructions.sources import silent_goals
from dialogue.meetings.models.events import Event
from dialogue.meetings.services import cancel_event, change_event
from strategy.notices.models import Notice
from strategy.people.models import User
from strategy.records.kinds import registered_kinds
from strategy.records.log.models import AuditEntry
from strategy.records.markings import ELSEWHERE
from strategy.records.refusals import TransitionRefused
from strategy.records.services import restore_from_bin
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(make: Making) -> Event:
    """The SCPF, with two goals prepared; on one of them much has been said."""
    counterpart = make.counterpart("IOM:s vice generaldirektör")
    event = make.event(state="planned", title="SCPF 30", starts_on=date(2022, 6, 20))
    make.event_counterpart(event, counterpart=counterpart)
    item = make.agenda_item(event)
    make.prepared_goal(item, "i.4", message="Fråga efter planen.")
    make.prepared_goal(item, "i.1")
    make.key_message("i.4", say="Rapporter i tid.", say_not="- Mer pengar.")
    before = make.event(title="SCPF 29", starts_on=date(2021, 6, 28))
    make.intervention(before, "i.4", response="Vi **lovar** en plan.", counterpart=counterpart)
    secret = make.event(title="Hemligt", starts_on=date(2021, 10, 1), classification="secret")
    make.intervention(secret, "i.4", response="Hemligt svar.")
    make.commitment(secret, ["i.4"], text="Hemligt löfte.")
    make.commitment(before, ["i.4"], text="En plan lämnas.", due_on=date(2021, 12, 31), counterpart=counterpart)
    make.commitment(before, ["i.4"], state="fulfilled", resolution="Gjort.", resolved_on=date(2021, 8, 1))
    coordination = make.event(kind="nordic_coordination", title="Norden")
    make.intervention(coordination, "i.4", response="Norden svarar.")
    return event


def texts(instruction: Instruction) -> dict[str, str]:
    parts = InstructionGoal.objects.present().filter(instruction=instruction)
    return {part.goal.code: part.text for part in parts.select_related("goal")}


DRAFTED = """Rapporter i tid.

Fråga efter planen.

**Säg inte:**
- Mer pengar.

**Senaste svar:**
- IOM:s vice generaldirektör, SCPF 29, 28 juni 2021: Vi lovar en plan.

**Öppna utfästelser:**
- En plan lämnas. (IOM:s vice generaldirektör, senast 31 december 2021)"""


def test_it_is_drafted_goal_by_goal_and_holds_nothing_more_secret_than_itself(event: Event, cast: Cast) -> None:
    instruction = draft_instruction(event=event, by=cast.officer)
    assert texts(instruction) == {"i.4": DRAFTED, "i.1": ""}
    assert (instruction.state, instruction.number, instruction.effective_classification) == ("draft", 1, "working")


def test_to_a_secret_meeting_it_is_secret_and_draws_on_what_is(make: Making, event: Event, cast: Cast) -> None:
    event = make.event(state="planned", classification="secret")
    make.prepared_goal(make.agenda_item(event), "i.4")
    instruction = draft_instruction(event=event, by=cast.officer)
    assert instruction.is_secret
    assert "Hemligt svar." in texts(instruction)["i.4"]
    assert not Instruction.objects.visible_to(cast.reader).exists()


def test_where_what_is_secret_stays_elsewhere_a_draft_to_a_secret_meeting_holds_nothing(
    make: Making, cast: Cast, settings: Settings
) -> None:
    settings.SECRET_CONTENT = "reference"
    instruction = draft_instruction(event=make.event(state="planned", classification="secret"), by=cast.officer)
    assert texts(instruction) == {"ii.1": ELSEWHERE}


def test_without_prepared_goals_it_begins_from_the_key_messages(make: Making, cast: Cast) -> None:
    instruction = draft_instruction(event=make.event(state="planned"), by=cast.officer)
    assert [*texts(instruction)] == ["ii.1"]


def test_silent_goals_are_those_of_the_overview(make: Making, event: Event, officer: User) -> None:
    silent = {silence.goal.code for silence in silent_goals(event, officer)}
    assert "i.3" in silent
    assert "iii.2" not in silent  # Sweden's own


def test_one_is_under_way_at_a_time_and_only_to_what_lies_ahead(make: Making, event: Event, officer: User) -> None:
    draft_instruction(event=event, by=officer)
    with pytest.raises(Exception, match="som inte är skickad"):
        draft_instruction(event=event, by=officer)
    with pytest.raises(TransitionRefused, match="medan mötet är planerat"):
        draft_instruction(event=make.event(), by=officer)


def sent(event: Event, by: User) -> Instruction:
    instruction = draft_instruction(event=event, by=by)
    circulate_instruction(instruction=instruction, by=by)
    send_instruction(instruction=instruction, by=by, seen=fingerprint(instruction))
    return instruction


def test_sending_reaches_the_delegation_the_log_and_the_registrar(event: Event, cast: Cast) -> None:
    instruction = sent(event, cast.officer)
    assert (instruction.sent_by, instruction.sent_to) == (cast.officer, "FN-representationen i Genève")
    notices = Notice.objects.filter(kind="instructed")
    assert [(notice.user, notice.key) for notice in notices] == [(cast.delegation, instruction.pk)]
    noted = AuditEntry.objects.filter(object_id=instruction.pk, verb__in=["reviewed", "released"]).order_by("pk")
    assert [(entry.verb, entry.by) for entry in noted] == [("reviewed", cast.officer), ("released", cast.officer)]
    assert noted[1].details == {"organisations": ["fn-representationen-geneve"]}
    waiting = registered_kinds()["instruction"].unregistered(cast.officer, event.strategy)
    assert [*waiting] == [instruction]
    assert Instruction.objects.visible_to(cast.delegation).get() == instruction


def test_what_was_not_read_is_not_sent(event: Event, cast: Cast) -> None:
    instruction = draft_instruction(event=event, by=cast.officer)
    seen = fingerprint(instruction)
    part = InstructionGoal.objects.get(instruction=instruction, goal__code="i.1")
    part.text = "Nytt."
    change_part(record=part, by=cast.colleague, expected_version=part.version)
    with pytest.raises(TransitionRefused, match="har ändrats sedan"):
        send_instruction(instruction=instruction, by=cast.officer, seen=seen)


def test_nothing_is_sent_that_is_empty_or_to_nobody(make: Making, make_foreign: Making, cast: Cast) -> None:
    empty = make.instruction(opening="", text="")
    with pytest.raises(TransitionRefused, match="tom"):
        send_instruction(instruction=empty, by=cast.officer, seen=fingerprint(empty))
    foreign = make_foreign.instruction()
    with pytest.raises(TransitionRefused, match="når ingen"):
        send_instruction(instruction=foreign, by=cast.outsider, seen=fingerprint(foreign))
    called_off = make.instruction(make.event(state="planned", title="Inställt"))
    cancel_event(event=called_off.event, by=cast.officer)
    with pytest.raises(TransitionRefused, match="medan mötet är planerat"):
        send_instruction(instruction=called_off, by=cast.officer, seen=fingerprint(called_off))


def test_a_change_after_that_is_a_new_version_and_the_sent_one_stands(event: Event, cast: Cast) -> None:
    first = sent(event, cast.officer)
    second = draft_instruction(event=event, by=cast.officer)
    assert (second.number, texts(second)) == (2, texts(first))
    part = InstructionGoal.objects.get(instruction=second, goal__code="i.1")
    part.text = "Nytt."
    change_part(record=part, by=cast.officer, expected_version=part.version)
    assert texts(first)["i.1"] == ""
    assert Instruction.objects.visible_to(cast.delegation).in_force().get() == first
    send_instruction(instruction=second, by=cast.officer, seen=fingerprint(second))
    assert Instruction.objects.visible_to(cast.delegation).in_force().get() == second
    assert Notice.objects.filter(kind="instructed").count() == 2


def test_the_services_do_not_touch_what_is_sent(make: Making, event: Event, cast: Cast) -> None:
    instruction = sent(event, cast.officer)
    part = InstructionGoal.objects.filter(instruction=instruction)[0]
    attempts: list[Any] = [
        lambda: change_part(record=part, by=cast.officer, expected_version=part.version),
        lambda: remove_part(record=instruction, by=cast.officer, expected_version=instruction.version),
        lambda: add_goal(instruction=instruction, goal=make.goal("i.3"), by=cast.officer),
        lambda: circulate_instruction(instruction=instruction, by=cast.officer),
    ]
    for attempt in attempts:
        with pytest.raises(TransitionRefused, match="är skickad och ändras inte"):
            attempt()


@pytest.mark.both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dialogue_instruction SET opening = 'Något annat' WHERE id = %s",
        "UPDATE dialogue_instruction SET state = 'draft', sent_by_id = NULL, sent_at = NULL, sent_to = ''"
        " WHERE id = %s",
        "DELETE FROM dialogue_instruction WHERE id = %s",
        "UPDATE dialogue_instructiongoal SET text = 'Något annat' WHERE instruction_id = %s",
        "UPDATE dialogue_instructiongoal SET removed_at = updated_at WHERE instruction_id = %s",
        "DELETE FROM dialogue_instructiongoal WHERE instruction_id = %s",
        "INSERT INTO dialogue_instructiongoal"
        " (strategy_id, created_at, updated_at, version, instruction_id, goal_id, text)"
        " SELECT strategy_id, created_at, updated_at, 1, instruction_id, goal_id + 1, 'Till'"
        " FROM dialogue_instructiongoal WHERE instruction_id = %s",
    ],
)
def test_nor_does_the_database(make: Making, statement: str) -> None:
    instruction = make.instruction(state="sent")
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [instruction.pk])


def test_a_stricter_marking_of_the_meeting_reaches_what_was_sent(make: Making, event: Event, cast: Cast) -> None:
    instruction = sent(event, cast.officer)
    assert Instruction.objects.visible_to(cast.reader).exists()
    marked = make.event(classification="secret")
    event.classification, event.secrecy_provision = "secret", marked.secrecy_provision
    event.secrecy_marked_on, event.secrecy_authority = marked.secrecy_marked_on, marked.secrecy_authority
    change_event(event=event, by=cast.officer, expected_version=event.version)
    assert not Instruction.objects.visible_to(cast.reader).exists()
    assert Instruction.objects.visible_to(cast.delegation).get().pk == instruction.pk


def test_a_draft_comes_back_from_the_bin_while_it_may_be_sent(event: Event, cast: Cast) -> None:
    instruction = draft_instruction(event=event, by=cast.officer)
    remove_part(record=instruction, by=cast.officer, expected_version=instruction.version)
    assert not InstructionGoal.objects.visible_to(cast.officer).exists()
    again = draft_instruction(event=event, by=cast.officer)
    assert again.number == 1
    with pytest.raises(Exception, match="som inte är skickad"):
        restore_from_bin(record=instruction, by=cast.officer)
