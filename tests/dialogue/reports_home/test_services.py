from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.reports_home.models import Passage
from dialogue.reports_home.reading import Span
from dialogue.reports_home.services import (
    Excerpt,
    receive_report_home,
    take_out_answer,
    take_out_message,
    take_out_promise,
)
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from tests.making import DAY, Making

pytestmark = pytest.mark.django_db
TEXT = "Sverige frågade om planen. Chefen sade ja. Givaren sade nej. En plan kommer i oktober."
ASKED, YES, NO, PROMISED = Span(0, 26), Span(27, 42), Span(43, 60), Span(61, 86)


def excerpt(report: ReportHome, make: Making, *spans: Span, **fields: object) -> Excerpt:
    return Excerpt(report=report, spans=spans, goal=make.goal("i.3"), **fields)  # type: ignore[arg-type]


def test_a_report_is_taken_apart_and_each_thing_keeps_its_passage(make: Making, officer: User) -> None:
    event = make.event()
    item = make.agenda_item(event)
    silent = make.prepared_goal(item, "i.3", not_raised=True)
    report = make.report_home(event, TEXT)
    chief, donor = make.counterpart("Chefen"), make.counterpart("Givaren")

    said = take_out_message(excerpt=excerpt(report, make, ASKED), by=officer)
    answered = take_out_answer(excerpt=excerpt(report, make, YES, counterpart=chief), lean="positive", by=officer)
    other = take_out_answer(excerpt=excerpt(report, make, NO, counterpart=donor), lean="negative", by=officer)
    more = take_out_answer(excerpt=excerpt(report, make, PROMISED, counterpart=chief), lean="positive", by=officer)
    due = date(2021, 10, 1)
    promise = take_out_promise(excerpt=excerpt(report, make, PROMISED, counterpart=chief), due_on=due, by=officer)

    assert said.pk == answered.pk == more.pk != other.pk
    more.refresh_from_db()
    assert more.message == "Sverige frågade om planen."
    assert more.response == "Chefen sade ja.\n\nEn plan kommer i oktober."
    assert (more.counterpart, more.lean, more.agenda_item) == (chief, "positive", item)
    assert (other.message, other.response, other.counterpart) == (more.message, "Givaren sade nej.", donor)
    assert (promise.text, promise.due_on, promise.counterpart) == ("En plan kommer i oktober.", due, chief)
    assert [goal.code for goal in promise.goals.all()] == ["i.3"]
    silent.refresh_from_db()
    assert not silent.not_raised
    assert [(one.start, one.end, one.became, one.label) for one in Passage.objects.visible_to(officer).in_text()] == [
        (0, 26, "message", "i.3 budskap"),
        (27, 42, "response", "i.3 svar"),
        (43, 60, "response", "i.3 svar"),
        (61, 86, "response", "i.3 svar"),
        (61, 86, "commitment", "i.3 utfästelse"),
    ]


def test_an_answer_belongs_to_a_message(make: Making, officer: User) -> None:
    """To one that was prepared, where none is marked; to nothing, nothing is answered."""
    event = make.event()
    report = make.report_home(event, TEXT)
    with pytest.raises(TransitionRefused, match=r"Markera först vad Sverige framförde om i\.3"):
        take_out_answer(excerpt=excerpt(report, make, YES), lean="positive", by=officer)
    make.prepared_goal(make.agenda_item(event), "i.3", message="Be om en plan.")
    answered = take_out_answer(excerpt=excerpt(report, make, YES), lean="positive", by=officer)
    assert (answered.message, answered.response) == ("Be om en plan.", "Chefen sade ja.")


def test_nothing_is_taken_out_before_the_meeting_nor_promised_by_nobody(make: Making, officer: User) -> None:
    planned = make.report_home(make.event(state="planned"), TEXT)
    with pytest.raises(TransitionRefused):
        take_out_message(excerpt=excerpt(planned, make, ASKED), by=officer)
    held = make.report_home(make.event(), TEXT)
    with pytest.raises(ValidationError):
        take_out_promise(excerpt=excerpt(held, make, PROMISED), due_on=None, by=officer)
    assert not Passage.objects.exists()


def test_what_is_taken_out_of_a_secret_report_is_secret(make: Making, officer: User, reader: User) -> None:
    ground = {"secrecy_provision": SecrecyProvision.objects.first(), "secrecy_marked_on": DAY}
    event = make.event()
    report = make.report_home(event, TEXT, classification="secret", secrecy_authority="Ju", **ground)
    said = take_out_message(excerpt=excerpt(report, make, ASKED), by=officer)
    assert said.effective_classification == "secret"
    open_one = make.intervention(event, "i.3")
    open_one.refresh_from_db()
    take_out_answer(excerpt=excerpt(report, make, YES), lean="positive", by=officer)
    assert not Intervention.objects.visible_to(reader).exclude(response="").exists()
    assert not Passage.objects.visible_to(reader).exists()
    assert not ReportHome.objects.visible_to(reader).exists()


@pytest.mark.both
def test_a_correction_is_a_new_version_and_no_text_changes(make: Making, officer: User) -> None:
    event = make.event()
    versions = [ReportHome(strategy=event.strategy, event=event, text=text) for text in ("Först.", "Rättat.")]
    for version in versions:
        receive_report_home(report=version, file=None, by=officer)
    assert [(one.number, one.text) for one in ReportHome.objects.visible_to(officer).of_event(event)] == [
        (2, "Rättat."),
        (1, "Först."),
    ]
    for changes in ({"text": "Annat."}, {"text": ""}, {"number": 3}):
        with pytest.raises(IntegrityError, match="report_home_sealed"), transaction.atomic():
            ReportHome._base_manager.filter(pk=versions[0].pk).update(**changes)
    ReportHome._base_manager.filter(pk=versions[0].pk).update(classification="open")
