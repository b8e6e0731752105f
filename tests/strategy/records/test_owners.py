"""Who answers for a thing: who is offered, who begins as one, and where it is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from priorities.work_plan.models import Activity
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.services import begin_assessment
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.owners import possible_owners
from tests.conftest import SLUG, Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
EVENT = {
    "kind": "scpf",
    "level": "headquarters",
    "title": "Mötet",
    "starts_on": "2021-09-01",
    "classification": "working",
}


def names(model: Any, make: Making) -> list[str]:
    return [person.name for person in possible_owners(model, make.strategy)]


def test_those_who_may_write_or_review_a_thing_may_own_one(make: Making, cast: Cast) -> None:
    assert names(Event, make) == names(Commitment, make) == ["Colleague", "Delegation", "Officer"]
    assert names(Activity, make) == names(Assessment, make) == ["Colleague", "Officer"]
    assert names(type(make.observation()), make) == ["Colleague", "Officer"]
    cast.colleague.memberships.update(until=date(2021, 1, 1))
    assert names(Activity, make) == ["Officer"]


def test_whoever_plans_a_meeting_owns_it_and_may_give_it_away(make: Making, cast: Cast, browse: Browse) -> None:
    officer = browse(cast.officer)
    new = reverse("dialogue:event-new", args=[SLUG])
    form = officer.get(new)
    assert form.context["form"].initial["owner"] == cast.officer.pk
    officer.post(new, EVENT | {"owner": cast.delegation.pk})
    event = Event.objects.get()
    assert event.owner == cast.delegation
    assert f"<dd>{cast.delegation}</dd>" in officer.get(event.get_absolute_url()).text
    assert str(cast.delegation) in officer.get(reverse("reporting:history", args=["event", event.pk])).text
    answer: Any = officer.get(reverse("dialogue:events", args=[SLUG]), {"format": "csv"})
    file = b"".join(answer.streaming_content)
    assert "Ansvarig handläggare" in file.decode()
    assert str(cast.delegation) in file.decode()
    refused = officer.post(new, EVENT | {"owner": cast.head.pk})
    assert set(refused.context["form"].errors) == {"owner"}


def test_whoever_begins_a_judgement_or_a_line_answers_for_it(make: Making, cast: Cast, browse: Browse) -> None:
    begun = begin_assessment(year_round=make.round(), goal=make.goal(), by=cast.colleague)
    assert begun.answering_person == cast.colleague
    form = browse(cast.officer).get(reverse("priorities:activity-new", args=[SLUG]))
    assert form.context["form"].initial["owner"] == cast.officer.pk


def test_a_promise_goes_with_its_meeting(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(owner=cast.colleague)
    typed = {"text": "IOM lämnar en plan.", "goals": [make.goal().pk], "classification": "working"}
    theirs = {"whose": "counterpart", "counterpart": make.any_counterpart().pk, "owner": cast.officer.pk}
    url = reverse("dialogue:event-commitments", args=[event.pk])
    browse(cast.officer).post(url, typed | theirs)
    promise = Commitment.objects.get()
    assert (promise.owner, promise.answering_person) == (None, cast.colleague)
    assert f"<dd>{cast.colleague}</dd>" in browse(cast.reader).get(promise.get_absolute_url()).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(owner=cast.officer)

    cast.colleague.memberships.update(until=date(2021, 1, 1))
    assert promise.answering_person is None
    assert "<dd>ingen utsedd</dd>" in browse(cast.reader).get(promise.get_absolute_url()).text


def test_every_kind_tells_its_owner_on_its_page(make: Making, cast: Cast, browse: Browse) -> None:
    own: Any = {"owner": cast.colleague}
    things: list[Any] = [
        make.commitment(whose="sweden", **own),
        make.observation(**own),
        make.activity(**own),
        make.assessment(state="approved", **own),
    ]
    officer = browse(cast.officer)
    for thing in things:
        assert f"<dd>{cast.colleague}</dd>" in officer.get(thing.get_absolute_url()).text, noun_of(type(thing))
