from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.instructions.services import fingerprint
from dialogue.meetings.models.events import Event
from strategy.people.models import User
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def at(name: str, instruction: Instruction) -> str:
    return reverse(f"dialogue:{name}", args=[instruction.pk])


@pytest.fixture
def event(make: Making) -> Event:
    day = make.strategy.today()
    event = make.event(state="planned", title="SCPF 30", starts_on=day, ends_on=day)
    make.prepared_goal(make.agenda_item(event), "i.4", message="Fråga efter planen.")
    return event


def typed(page: Any, **texts: str) -> dict[str, Any]:
    """What a browser sends of the form, with these texts by goal."""
    forms = page.context["forms"]
    sent: dict[str, Any] = {
        "classification": forms.whole["classification"].value(),
        "version": forms.whole.instance.version,
    }
    for part in forms.parts:
        prefix = part.form.prefix
        text = texts.get(part.source.goal.code, part.form.instance.text)
        sent |= {f"{prefix}-text": text, f"{prefix}-version": part.form.instance.version}
    return sent


def test_from_the_meeting_to_the_delegation(make: Making, event: Event, cast: Cast, browse: Browse) -> None:
    officer, delegation = browse(cast.officer), browse(cast.delegation)
    assert "Gör ett utkast" in officer.get(event.get_absolute_url()).text
    response = officer.post(reverse("dialogue:event-instructions", args=[event.pk]))
    instruction = Instruction.objects.get()
    assert response["Location"] == at("instruction-edit", instruction)
    page = officer.get(response["Location"])
    assert "Fråga efter planen." in page.text

    content = typed(page, **{"i.4": "Säg att **planen** dröjer."}) | {"opening": "Håll det kort."}
    assert officer.post(response["Location"], content)["Location"] == at("instruction", instruction)
    for client in (delegation, browse(cast.contact), browse(cast.reader)):
        assert client.get(at("instruction", instruction)).status_code == 404
    assert "instruktion" not in delegation.get(event.get_absolute_url()).text.lower()

    sending = officer.get(at("instruction-sending", instruction))
    for words in ("En utlandsmyndighet är en annan myndighet", "Delegation, FN-representationen i Genève", "planen"):
        assert words in sending.text
    seen = {"seen": sending.context["form"]["seen"].value()}
    assert officer.post(at("instruction-sending", instruction), seen).status_code == 422
    officer.post(at("instruction-sending", instruction), seen | {"confirmed": "on"})

    told = delegation.get(at("instruction", instruction))
    assert "Säg att <strong>planen</strong> dröjer." in told.text
    assert at("instruction", instruction) in delegation.get(event.get_absolute_url()).text
    assert "Instruktion till SCPF 30" in delegation.get(f"/strategies/{make.strategy.slug}/").text
    assert "En instruktion är skickad till er" in delegation.get(reverse("strategy:notices")).text
    assert browse(cast.reader).get(at("instruction", instruction)).status_code == 200
    for name in ("instruction", "instruction-file"):
        assert browse(cast.contact).get(at(name, instruction)).status_code == 404
    assert at("instruction", instruction) not in browse(cast.contact).get(make.goal("i.4").get_absolute_url()).text


def test_two_who_write_on_different_goals_lose_nothing(make: Making, cast: Cast, browse: Browse) -> None:
    instruction = make.instruction(goals=("i.1", "i.2"), text="Som det var.")
    page = browse(cast.officer).get(at("instruction-edit", instruction))
    part = InstructionGoal.objects.get(goal__code="i.1")
    part.text = "Kollegans."
    save_record(record=part, by=cast.colleague)

    content = typed(page, **{"i.1": "Mitt om i.1.", "i.2": "Mitt om i.2."})
    refused = browse(cast.officer).post(at("instruction-edit", instruction), content)
    assert refused.status_code == 409
    for words in ("Kollegans.", "Mitt om i.1.", "Mitt om i.2."):
        assert words in refused.text
    assert InstructionGoal.objects.get(goal__code="i.2").text == "Som det var."


def test_what_is_typed_in_one_that_was_sent_meanwhile_is_shown_again(make: Making, cast: Cast, browse: Browse) -> None:
    instruction = make.instruction()
    page = browse(cast.officer).get(at("instruction-edit", instruction))
    instruction.state, instruction.sent_by, instruction.sent_to = "sent", cast.colleague, "Genève"
    instruction.sent_at = instruction.created_at
    save_record(record=instruction, by=cast.colleague)
    refused = browse(cast.officer).post(at("instruction-edit", instruction), typed(page, **{"i.1": "Mitt."}))
    assert refused.status_code == 422
    assert "är skickad och ändras inte" in refused.text
    assert "Mitt." in refused.text
    assert browse(cast.officer).get(at("instruction-edit", instruction))["Location"] == at("instruction", instruction)


def test_goals_are_taken_in_and_out_with_what_is_written(make: Making, cast: Cast, browse: Browse) -> None:
    make.key_message("i.3", say="Tala om riskerna.")
    instruction = make.instruction()
    page = browse(cast.officer).get(at("instruction-edit", instruction))
    assert "i.3 Utvärdering, resultatstyrning, riskhantering och internkontroll (aldrig)" in page.text
    content = typed(page, **{"i.1": "Nytt."}) | {"silent": [make.goal("i.3").pk], "added": [make.goal("iii.2").pk]}
    response = browse(cast.officer).post(at("instruction-edit", instruction), content)
    assert response["Location"].startswith(at("instruction-edit", instruction))
    parts = InstructionGoal.objects.visible_to(cast.officer).in_order()
    assert [(part.goal.code, part.text) for part in parts] == [
        ("i.1", "Nytt."),
        ("i.3", "Tala om riskerna."),
        ("iii.2", ""),
    ]
    page = browse(cast.officer).get(at("instruction-edit", instruction))
    browse(cast.officer).post(
        at("instruction-edit", instruction), typed(page) | {f"goal-{make.goal('i.1').pk}-is_removed": "on"}
    )
    assert [part.goal.code for part in InstructionGoal.objects.visible_to(cast.officer).in_order()] == ["i.3", "iii.2"]


def test_as_word_it_has_headings_lists_and_language(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(state="planned", title="SCPF 30", place="Genève", starts_on=date(2022, 6, 20))
    instruction = make.instruction(event, ("i.1", "i.4"), "Ett *ord*.\n\n- ett\n- två", state="sent")
    response: Any = browse(cast.delegation).get(at("instruction-file", instruction), headers={"Accept-Language": "en"})
    assert response["Content-Disposition"].endswith('version 1.docx"')
    document = Document(BytesIO(b"".join(response.streaming_content)))
    told = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]  # type: ignore[union-attr]
    goal = [("Normal", "Ett ord."), ("List Bullet", "ett"), ("List Bullet", "två")]
    assert told == [
        ("Title", "Instruktion: SCPF 30"),
        ("Normal", "SCPF, 20 juni 2022, Genève"),
        ("Normal", "Version 1, skickad 28 juni 2021 av Officer till FN-representationen i Genève"),
        ("Normal", "Arbetsmaterial"),
        ("Heading 1", "Inledning"),
        ("Normal", "Sverige talar tidigt."),
        ("Heading 1", str(make.goal("i.1"))),
        *goal,
        ("Heading 1", str(make.goal("i.4"))),
        *goal,
    ]
    assert document.core_properties.language == "sv-SE"


def test_sending_twice_leads_to_what_was_sent(make: Making, cast: Cast, browse: Browse) -> None:
    instruction = make.instruction()
    content = {"seen": fingerprint(instruction), "confirmed": "on"}
    for _time in range(2):
        assert browse(cast.officer).post(at("instruction-sending", instruction), content)["Location"] == at(
            "instruction", instruction
        )
