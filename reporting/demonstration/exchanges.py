"""What went between Stockholm, the delegation and the agencies: instructions, requests and answers, a report home taken
apart. Each as it was sent, without the notices of its days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.reports_home.models import Passage
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart, RequestReading
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from reporting.circulations.subjects import Shared
from reporting.demonstration.days import noon
from strategy.records.services import advance

if TYPE_CHECKING:
    from reporting.demonstration.loading import Demonstration

Table = dict[str, Any]
DELEGATION = "fn-representationen-geneve"


def load_exchanges(demonstration: Demonstration, tables: Table) -> None:
    for table in tables["passage"]:
        load_passage(demonstration, table)
    for table in tables["instruction"]:
        load_instruction(demonstration, table)
    for table in tables["request"]:
        load_request(demonstration, table)
    for table in tables["circulation"]:
        load_circulation(demonstration, table)


def load_passage(demonstration: Demonstration, table: Table) -> None:
    report = demonstration.events[table["event"]].reports_home.get()
    start = report.text.index(table["words"])
    Passage.objects.create(
        strategy=demonstration.strategy,
        report_home=report,
        start=start,
        end=start + len(table["words"]),
        became=table["became"],
        intervention=demonstration.interventions[table["intervention"]],
    )


def load_instruction(demonstration: Demonstration, table: Table) -> None:
    """Sealed by the database once it is sent: its goals come first."""
    event, sent_on = demonstration.events[table["event"]], table.get("sent_on")
    instruction = Instruction(event=event, opening=table["opening"], registry_number=table.get("registry_number", ""))
    demonstration.marked(instruction, table, sent_on or event.starts_on)
    demonstration.create(instruction)
    for row in table["goal"]:
        goal = demonstration.goals[row["goal"]]
        demonstration.create(InstructionGoal(instruction=instruction, goal=goal, text=row["text"]))
    if sent_on:
        officer, to = demonstration.officer, demonstration.organisations[DELEGATION].name
        sent = {"sent_by": officer, "sent_at": noon(sent_on), "sent_to": to}
        advance(record=instruction, to=Instruction.State.SENT, by=officer, **sent)


def load_request(demonstration: Demonstration, table: Table) -> None:
    names = ("title", "background", "questions", "answer_by", "state")
    request = Request(
        **{name: table[name] for name in names},
        event=demonstration.events[table["event"]],
        registry_number=table.get("registry_number", ""),
        sent_at=noon(table["sent_on"]),
    )
    demonstration.marked(request, table, table["sent_on"])
    demonstration.create(request)
    request.organisations.set(demonstration.organisations[row["organisation"]] for row in table["answer"])
    for row in table["answer"]:
        load_answer(demonstration, request, row)
    if table["state"] == Request.State.CLOSED:
        at = noon(table["answer_by"])
        RequestReading.objects.create(by=demonstration.officer, request=request, at=at)


def load_answer(demonstration: Demonstration, request: Request, table: Table) -> None:
    organisation = demonstration.organisations[table["organisation"]]
    answer = Answer(
        request=request,
        organisation=organisation,
        answer_by=table.get("answer_by", request.answer_by),
        state=table.get("state", Answer.State.ANSWERED),
    )
    demonstration.create(answer)
    for row in table.get("part", []):
        kind = row.get("kind", AnswerPart.PartKind.ANSWER)
        is_ours = kind == AnswerPart.PartKind.MORE
        author = demonstration.officer if is_ours else demonstration.people[organisation.key]
        part = AnswerPart(
            answer=answer,
            organisation=organisation,
            author=author,
            kind=kind,
            text=row.get("text", ""),
            observation=demonstration.named("observations", row.get("observation", "")),
            state=AnswerPart.State.SENT,
            sent_at=noon(row["on"]),
        )
        demonstration.marked(part, row, row["on"], organisation.name)
        demonstration.create(part, author)


def load_circulation(demonstration: Demonstration, table: Table) -> None:
    """Of the work plan: what the edition holds of it now, as it was shared then."""
    strategy, names = demonstration.strategy, ("subject", "title", "audience", "message", "answer_by", "state")
    circulation = Circulation(
        **{name: table[name] for name in names},
        registry_number=table["registry_number"],
        shared_at=noon(table["shared_on"]),
    )
    demonstration.create(circulation)
    passages = Shared(Circulation.Subject(table["subject"]), strategy).copy(table["audience"])
    for passage in passages:
        passage.circulation = circulation
    CirculatedPassage.objects.bulk_create(passages)
    for row in table["party"]:
        organisation = demonstration.organisations[row["organisation"]]
        party = CirculationParty.objects.create(strategy=strategy, circulation=circulation, organisation=organisation)
        for said in row.get("comment", []):
            load_comment(demonstration, party, said)


def load_comment(demonstration: Demonstration, party: CirculationParty, table: Table) -> None:
    assert party.organisation
    author, answered = demonstration.people[party.organisation.key], table.get("answered_on")
    comment = Comment(
        circulation=party.circulation,
        party=party,
        passage=party.circulation.passages.filter(heading=table["passage"]).get() if table.get("passage") else None,
        author=author,
        organisation=party.organisation,
        text=table.get("text", ""),
        registry_number=party.circulation.registry_number,
        said_at=noon(table["on"]),
        outcome=table.get("outcome", ""),
        answer=table.get("answer", ""),
        answered_by=demonstration.officer if answered else None,
        answered_at=noon(answered) if answered else None,
    )
    demonstration.create(comment, author)
