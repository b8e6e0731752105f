"""Who is told of which step, by the services that take it; and of a bounced letter."""

import io
import sys
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dialogue.observations import services as observations
from dialogue.observations.models import Observation
from reporting.assessments.services import propose
from reporting.reports.rendering import note_step
from reporting.reports.services import return_report
from strategy.notices.models import Letter, Notice
from strategy.notices.services import tell_what_is_due
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making, read_and_decide

pytestmark = pytest.mark.django_db


def told(user: User) -> list[str]:
    """The kinds of what somebody was told, in order; and forgets it."""
    kinds = list(Notice.objects.of(user).order_by("pk").values_list("kind", flat=True))
    Notice.objects.of(user).delete()
    return kinds


def test_each_step_of_an_observation_is_told_to_the_other_side(make: Making, cast: Cast) -> None:
    observation = make.observation(cast.contact, state="draft")
    observations.take_step(observation, to=Observation.State.SUBMITTED, by=cast.contact)
    assert (told(cast.officer), told(cast.colleague)) == (["received"], ["received"])
    observations.return_observation(observation=observation, reason="Var?", by=cast.officer)
    observations.take_step(observation, to=Observation.State.SUBMITTED, by=cast.contact)
    observations.accept_observation(observation=observation, goals=[make.goal("i.1")], by=cast.officer)
    assert told(cast.contact) == ["returned", "answered"]
    assert (told(cast.officer), told(cast.head), told(cast.other_contact)) == (["received"], [], [])
    assert told(cast.colleague) == []  # the answer goes to whoever asked


def test_an_answer_goes_to_all_officers_when_whoever_asked_has_left(make: Making, cast: Cast) -> None:
    observation = make.observation(cast.contact, state="submitted")
    observations.return_observation(observation=observation, reason="Var?", by=cast.officer)
    cast.officer.memberships.update(until=date(2021, 1, 1))
    observations.take_step(observation, to=Observation.State.SUBMITTED, by=cast.contact)
    assert (told(cast.officer), told(cast.colleague)) == ([], ["received"])


def test_days_are_told_to_the_owner_once_and_to_all_officers_when_the_role_has_ended(make: Making, cast: Cast) -> None:
    """A promise's owner is that of its meeting; what nobody owns is everybody's from the start."""
    today = make.strategy.today()
    event = make.event(owner=cast.colleague)
    make.commitment(event, due_on=today)
    make.commitment(whose="sweden", due_on=today, owner=cast.colleague)
    make.activity(due_on=today - timedelta(days=1), owner=cast.colleague)
    make.commitment(due_on=today)
    tell_what_is_due()
    tell_what_is_due()
    assert (told(cast.officer), sorted(told(cast.colleague))) == (["due"], ["due", "due", "due", "late"])
    cast.colleague.memberships.update(until=date(2021, 1, 1))
    tell_what_is_due()
    assert sorted(told(cast.officer)) == ["due", "due", "due", "late"]
    assert told(cast.colleague) == []


def test_a_round_that_waits_is_told_once_a_day_and_its_writers_what_became_of_it(make: Making, cast: Cast) -> None:
    first, second = (make.assessment(goal, by=cast.officer, owner=cast.officer) for goal in ("i.1", "i.2"))
    for assessment in (first, second):
        propose(assessment=assessment, by=cast.officer)
    assert told(cast.head) == ["proposed"]
    read_and_decide(year_round=first.round, judgements=[first], by=cast.head, decision="returned", reason="Mer")
    read_and_decide(year_round=first.round, judgements=[second], by=cast.head, decision="approved")
    assert (told(cast.officer), told(cast.colleague), told(cast.head)) == (["sent_back", "approved"], [], [])


def test_a_judgement_comes_back_to_its_owner_or_to_all_officers(make: Making, cast: Cast) -> None:
    owned, unowned = make.assessment("i.1", by=cast.officer, owner=cast.colleague), make.assessment("i.2")
    for assessment in (owned, unowned):
        propose(assessment=assessment, by=cast.officer)
    read_and_decide(year_round=owned.round, judgements=[owned], by=cast.head, decision="returned", reason="Mer")
    assert (told(cast.officer), told(cast.colleague)) == ([], ["sent_back"])
    read_and_decide(year_round=owned.round, judgements=[unowned], by=cast.head, decision="returned", reason="Mer")
    assert (told(cast.officer), told(cast.colleague)) == (["sent_back"], ["sent_back"])


def test_a_report_that_waits_is_told_to_the_head_and_the_decision_to_its_maker(make: Making, cast: Cast) -> None:
    report = make.report(state="draft")
    note_step(report, "rendering", cast.officer)
    assert (told(cast.head), told(cast.officer)) == (["proposed"], [])
    return_report(report=report, by=cast.head, reason="Kortare.", expected_version=report.version)
    assert (told(cast.head), told(cast.officer), told(cast.colleague)) == ([], ["sent_back"], [])
    report.state = "approved"
    note_step(report, "draft", cast.head)
    assert (told(cast.head), told(cast.officer)) == ([], ["approved"])


# As RFC 3464 has it.
BOUNCE = """From: MAILER-DAEMON@mail.example
To: verka@localhost
Message-ID: <studsen@mail.example>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain

Your message could not be delivered.

--=_x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; kontakt@example
Action: ACTION
Status: 5.1.1

--=_x
Content-Type: text/rfc822-headers

To: kontakt@example
Message-ID: LETTER
Subject: Verka: 1 besked

--=_x--
"""


@pytest.mark.parametrize(
    ("message_id", "action", "refusal"),
    [("<brev@verka>", "failed", ""), ("<brev@verka>", "delayed", "ingen studs"), ("<annat@x>", "failed", "Inget av")],
)
def test_a_bounce_marks_its_letter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, message_id: str, action: str, refusal: str
) -> None:
    told_of = {"user": cast.contact, "frequency": "at_once", "made_at": timezone.now()}
    letter = Letter.objects.create(message_id="<brev@verka>", state="sent", **told_of)
    mail = BOUNCE.replace("ACTION", action).replace("LETTER", message_id)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail.encode())))
    if refusal:
        with pytest.raises(CommandError, match=refusal):
            call_command("read_bounce")
    else:
        call_command("read_bounce", stdout=io.StringIO())
    letter.refresh_from_db()
    assert letter.state == ("sent" if refusal else "bounced")
