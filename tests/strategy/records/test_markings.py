"""What a marking asks for: a reason to lower it, and, by setting, that secret content stays elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dialogue.attachments.models import Attachment
from dialogue.attachments.services import attach
from dialogue.files.uploads import admit
from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.services import add_agenda_item, change_event, log_intervention, prepare_goals
from priorities.work_plan.services import add_note
from reporting.archive.versions import History
from reporting.reports.models import ReportText
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.markings import ELSEWHERE, children_of, content_fields, may_be_reference
from strategy.records.models import Record, SecrecyProvision
from strategy.records.services import move_to_bin, save_record
from tests.conftest import Cast
from tests.making import DAY, Making

WHERE = "Sekretessmarkerat innehåll förvaras i departementets eget system och inte här."
AUTHORITY = "Justitiedepartementet"


def ground_provision() -> int:
    return SecrecyProvision.objects.get(reference="OSL 15:1").pk


@pytest.fixture
def reference(settings: Settings) -> None:
    settings.SECRET_CONTENT = "reference"


# ------------------------------------------------------------------ lowering


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        ("secret", "working", True),
        ("secret", "open", True),
        ("working", "open", True),
        ("open", "open", False),
        ("open", "working", False),
        ("working", "secret", False),
        ("secret", "secret", False),
    ],
)
def test_lowering_a_marking_asks_why(before: str, after: str, asks: bool, cast: Cast, make: Making) -> None:
    event = make.event(classification=before)
    event.classification = after
    if after == "secret":
        event.secrecy_provision_id, event.secrecy_marked_on, event.secrecy_authority = (
            ground_provision(),
            DAY,
            AUTHORITY,
        )
    if not asks:
        save_record(record=event, by=cast.officer)
        assert event.history.latest().history_change_reason is None
        return

    with pytest.raises(ValidationError) as refused:
        save_record(record=event, by=cast.officer)
    assert refused.value.message_dict == {"lowering_reason": ["Skriv varför markeringen sänks."]}


def test_the_reason_stands_in_the_history_of_that_version_alone(cast: Cast, make: Making) -> None:
    event = make.event(classification="working")
    event.classification, event.lowering_reason = "open", "  Protokollet är offentliggjort.  "
    change_event(event=event, by=cast.colleague, expected_version=1)
    event.title = "SCPF:s möte i juni 2021"
    change_event(event=event, by=cast.officer, expected_version=2)

    told = History(event, cast.head)
    versions = told.versions(list(told.rows()), None)

    assert [(version.number, version.who, version.reason) for version in versions] == [
        (3, "Officer", ""),
        (2, "Colleague", "Protokollet är offentliggjort."),
        (1, "Officer", ""),
    ]
    lowered = next(change for change in versions[1].changes if change.label == "Markering")
    assert (lowered.before, lowered.after) == ("arbetsmaterial", "offentlig")


def form_of(event: Event, **typed: Any) -> dict[str, Any]:
    shown = {"kind": "scpf", "level": "headquarters", "title": event.title, "starts_on": "2021-06-28"}
    return {**shown, "classification": event.classification, "version": event.version, **typed}


def test_the_form_asks_beside_the_field_and_keeps_what_was_typed(officer: User, make: Making) -> None:
    client, event = Client(), make.event(classification="working")
    client.force_login(officer)
    address = reverse("dialogue:event-edit", args=[event.pk])
    assert "Varför markeringen sänks" in client.get(address).content.decode()

    refused = client.post(address, form_of(event, classification="open", title="Ny rubrik"))
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"lowering_reason": ["Skriv varför markeringen sänks."]}
    assert 'value="Ny rubrik"' in refused.content.decode()

    client.post(address, form_of(event, classification="open", lowering_reason="Mötet är över."))
    event.refresh_from_db()
    assert (event.classification, event.history.latest().history_change_reason) == ("open", "Mötet är över.")
    page = client.get(reverse("reporting:history", args=["event", event.pk])).content.decode()
    assert 'Varför markeringen sänktes:</strong> <div class="typed"><p>Mötet är över.</p></div>' in page


def test_what_is_open_cannot_be_lowered_and_is_not_asked(officer: User, make: Making) -> None:
    client, event = Client(), make.event(classification="open")
    client.force_login(officer)

    assert "lowering_reason" not in client.get(reverse("dialogue:event-edit", args=[event.pk])).content.decode()


@pytest.mark.parametrize("missing", ["secrecy_provision", "secrecy_marked_on", "secrecy_authority"])
def test_a_secret_marking_asks_for_each_part_of_its_ground(missing: str, officer: User, make: Making) -> None:
    client, event = Client(), make.event()
    client.force_login(officer)
    ground = {
        "secrecy_provision": ground_provision(),
        "secrecy_marked_on": "2021-06-28",
        "secrecy_authority": AUTHORITY,
    }

    answer = client.post(
        reverse("dialogue:event-edit", args=[event.pk]),
        form_of(event, classification="secret", **{name: value for name, value in ground.items() if name != missing}),
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {missing: ["Behövs för en sekretessmarkering."]}
    assert '<fieldset class="marking-ground fields" data-open>' in answer.content.decode()


def test_sharing_says_what_it_makes_of_the_thing(officer: User, make: Making) -> None:
    client = Client()
    client.force_login(officer)

    page = client.get(reverse("dialogue:event-edit", args=[make.event().pk])).content.decode()

    assert "Att dela med en annan myndighet gör handlingen till en allmän handling." in page


# ------------------------------------------------------------------ SECRET_CONTENT=reference


def refusal_of(field: str, raised: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(raised.value.message_dict[field][0])


def test_stored_is_what_holds_where_nothing_else_is_said(settings: Settings, make: Making) -> None:
    assert settings.SECRET_CONTENT == "stored"
    assert make.event(classification="secret", summary="Om läget.").summary == "Om läget."


def test_a_reference_holds_title_ground_and_registry_number(reference: None, make: Making) -> None:
    event = make.event(classification="secret", registry_number="Ju2021/01234", place="", participants="")

    assert (event.title, event.registry_number, event.summary) == ("SCPF:s möte i juni", "Ju2021/01234", "")
    with pytest.raises(ValidationError) as refused:
        make.event(classification="secret", summary="Om läget.")
    assert refusal_of("summary", refused) == f"{WHERE} Flytta texten dit och töm fältet."


def test_what_hangs_on_it_holds_no_more(reference: None, cast: Cast, make: Making) -> None:
    event = make.event(classification="secret")
    item = AgendaItem(strategy=make.strategy, event=event, title="Budgeten")
    add_agenda_item(item=item, by=cast.officer)
    said = Intervention(strategy=make.strategy, event=event, goal=make.goal(), classification="open")
    log_intervention(intervention=said, by=cast.officer)
    assert said.message == ELSEWHERE

    with pytest.raises(ValidationError) as refused:
        make.intervention(event, "i.2", classification="open")
    assert set(refused.value.message_dict) == {"message"}
    with pytest.raises(ValidationError) as refused:
        prepare_goals(item=item, messages={make.goal(): "Säg detta."}, by=cast.officer)
    assert set(refused.value.message_dict) == {"message"}
    with pytest.raises(ValidationError) as refused:
        attach(file=admit(ContentFile(b"underlag", "underlag.txt")), to=event, by=cast.officer)
    assert refusal_of("file", refused) == f"{WHERE} Filer till det som är sekretessmarkerat tas inte emot."
    assert not Attachment.objects.exists()


def test_words_beside_it_are_refused_too(reference: None, cast: Cast, make: Making) -> None:
    activity = make.activity(classification="secret")

    with pytest.raises(ValidationError) as refused:
        add_note(activity=activity, happened_on=DAY, text="Läget är oförändrat.", by=cast.officer)
    assert refusal_of("text", refused) == f"{WHERE} Skriv i stället: ”{ELSEWHERE}”"
    add_note(activity=activity, happened_on=DAY, text=ELSEWHERE, by=cast.officer)


def test_what_tells_of_something_secret_elsewhere_is_refused_too(reference: None, make: Making) -> None:
    secret = make.intervention(make.event(classification="secret"), message=ELSEWHERE, response="")
    report = make.report(state="draft", audience="internal-secret")
    text = ReportText(strategy=make.strategy, report=report, key="summary", text="Om läget.")
    for write, field in (
        (lambda: make.evidence(make.assessment(), intervention=secret, quote="Ordagrant."), "quote"),
        (lambda: make.save(text), "text"),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert set(refused.value.message_dict) == {field}
    make.evidence(make.assessment("i.2"), intervention=secret)
    make.disclosure_item(secret.event, reason="Kan skada relationen.")  # a decision's reason is no content


def test_an_amount_cannot_be_a_reference(reference: None, make: Making) -> None:
    with pytest.raises(ValidationError) as refused:
        make.contribution(classification="secret")
    assert refusal_of("classification", refused) == f"{WHERE} Uppgiften kan inte skrivas in här om den är hemlig."


def test_marking_what_has_content_says_that_it_moves_out_first_and_offers_to_empty_it(
    reference: None, officer: User, make: Making
) -> None:
    event = make.event(place="Genève", summary="Om läget.")
    client = Client()
    client.force_login(officer)
    address = reverse("dialogue:event-edit", args=[event.pk])
    ground = {
        "secrecy_provision": ground_provision(),
        "secrecy_marked_on": "2021-06-28",
        "secrecy_authority": AUTHORITY,
    }
    typed = form_of(event, classification="secret", place="Genève", participants="Enhetschefen", **ground)

    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"__all__", "place", "participants"}
    assert refused.context["form"].non_field_errors() == [f"Sammanfattning: {WHERE} Flytta texten dit och töm fältet."]
    assert "Enhetschefen" in page
    assert "töm fälten här" in page
    assert "finns kvar i historiken tills ett gallringsbeslut tar bort det" in page

    assert client.post(address, typed | {"moved_out": "on"}).status_code == 302
    event.refresh_from_db()
    assert (event.classification, event.place, event.participants) == ("secret", "", ELSEWHERE)
    assert (event.summary, event.title) == (ELSEWHERE, "SCPF:s möte i juni")
    assert [row.summary for row in event.history.order_by("version")] == ["Om läget.", ELSEWHERE]
    for name in ("dialogue:event", "dialogue:event-edit"):
        assert client.get(reverse(name, args=[event.pk])).status_code == 200


def test_nothing_is_emptied_that_is_not_secret(reference: None, officer: User, make: Making) -> None:
    event = make.event(place="Genève")
    client = Client()
    client.force_login(officer)

    client.post(reverse("dialogue:event-edit", args=[event.pk]), form_of(event, place="Genève", moved_out="on"))

    event.refresh_from_db()
    assert event.place == "Genève"


def test_what_hangs_on_it_moves_out_first(reference: None, cast: Cast, make: Making) -> None:
    event = make.event()
    make.intervention(event, message="Sverige framförde sin oro.")
    event.classification = "secret"
    event.secrecy_provision_id, event.secrecy_marked_on, event.secrecy_authority = (
        ground_provision(),
        DAY,
        AUTHORITY,
    )

    with pytest.raises(ValidationError) as refused:
        change_event(event=event, by=cast.officer, expected_version=1)

    assert "Flytta ut innehållet i det som hör till först: " in refusal_of("classification", refused)


def test_forms_about_it_ask_for_no_content(reference: None, officer: User, make: Making) -> None:
    """A message that must stand may be left empty, and then says where the words are."""
    event = make.event(classification="secret")
    client = Client()
    client.force_login(officer)
    typed = {"goal": make.goal().pk, "carried_by": "sweden", "lean": "none", "classification": "working", "message": ""}

    answer = client.post(reverse("dialogue:interventions", args=[event.pk]), typed)

    assert answer.status_code == 302
    assert Intervention.objects.get(event=event).message == ELSEWHERE


def test_what_is_in_the_bin_can_lie_there(settings: Settings, cast: Cast, make: Making) -> None:
    """What was stored before the setting changed can still be thrown away."""
    event = make.event(classification="secret", summary="Om läget.")
    settings.SECRET_CONTENT = "reference"

    move_to_bin(record=event, by=cast.officer, expected_version=1)

    assert event.removed_at is not None


@pytest.mark.long
def test_the_demonstration_and_its_report_hold_no_secret_content(
    reference: None, strategy: Strategy, tmp_path: Path
) -> None:
    call_command("load_demo")
    secret = Event.objects.filter(classification="secret")
    assert secret
    assert {report.text for report in ReportHome.objects.filter(event__in=secret)} <= {ELSEWHERE}
    assert {said.message for said in Intervention.objects.filter(effective_classification="secret")} == {ELSEWHERE}

    file = tmp_path / "report.json"
    wish = {"strategy": "iom-2020-2022", "kind": "yearly", "year": 2021, "audience": "internal-secret"}
    call_command("make_report", **wish, format="json", output=file)

    assert ELSEWHERE in file.read_text(encoding="utf-8")


def test_every_text_is_content_unless_a_reference_holds_it() -> None:
    assert [field.name for field in content_fields(Event)] == [
        *("place", "country", "participants", "summary"),
    ]
    assert {model.__name__ for model, _path in children_of(Event)} == {
        *("EventCounterpart", "AgendaItem", "AgendaItemGoal", "Intervention", "Commitment", "Attachment", "ReportHome"),
        "Instruction",
    }
    impossible = {model.__name__ for model in Record.__subclasses__() if not may_be_reference(model)}
    assert impossible & {"Event", "Intervention", "Observation", "Activity", "Assessment"} == set()
    assert impossible >= {"Contribution", "Measurement", "Posting"}
