"""The page of a disposal decision: an officer puts it up and reads the list, a head confirms, the rest is a job."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.archive.disposal.models import DisposalDecision
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making
from tests.reporting.archive.disposal.test_disposal import remove

Browse = Callable[[User], Client]


def url(name: str, decision: DisposalDecision) -> str:
    return reverse(f"reporting:{name}", args=[decision.pk])


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def decision(make: Making) -> DisposalDecision:
    remove(make, make.event(title="Borttaget möte"), make.counterpart("Borttagen motpart"))
    return make.disposal()


def test_an_officer_puts_it_up_reads_the_list_and_a_head_confirms(make: Making, cast: Cast, browse: Browse) -> None:
    remove(make, make.event(title="Borttaget möte"))
    today = timezone.localdate().isoformat()
    typed = {
        "name": "Gallring 2030",
        "registry_number": "Ju2030/1",
        "decided_on": today,
        "kind": "bin",
        "older_than": today,
    }
    officer, head = browse(cast.officer), browse(cast.head)

    page: Any = officer.post(reverse("reporting:disposal-new", args=[make.strategy.slug]), typed, follow=True)
    decision = DisposalDecision.objects.get()

    assert page.context["counts"] == [("möte", 1)]
    assert [item.name for item in page.context["items"]] == ["Borttaget möte"]
    assert "Gallra</button>" not in page.text
    assert officer.post(url("disposal-confirmation", decision), {"confirmed": "on"}).status_code == 404
    assert "Gallra</button>" in folded(head.get(url("disposal", decision)).text)
    assert head.post(url("disposal-confirmation", decision), {}).status_code == 422

    after: Any = head.post(url("disposal-confirmation", decision), {"confirmed": "on"}, follow=True)

    assert messages(after) == ["Gallringen har börjat."]
    jobs.execute(Job.objects.get(kind="disposal").pk)
    done = officer.get(url("disposal", decision))
    assert [(label, part["count"]) for label, part in done.context["removed"]] == [("möte", 1)]
    assert "Borttaget möte" not in done.text


def test_a_head_who_put_it_up_is_told_to_let_somebody_else(make: Making, cast: Cast, browse: Browse) -> None:
    decision = make.disposal(by=cast.head)
    client = browse(cast.head)
    assert "Någon annan behöver bekräfta det" in client.get(url("disposal", decision)).text
    refused = client.post(url("disposal-confirmation", decision), {"confirmed": "on"}, follow=True)
    assert messages(refused) == ["Du lade själv upp beslutet. Någon annan behöver bekräfta det."]


def test_what_stays_is_told_with_why(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(title="Borttaget möte")
    make.evidence(make.assessment(), intervention=make.intervention(event))
    remove(make, event)
    page = browse(cast.officer).get(url("disposal", make.disposal()))
    assert [(item.name, item.because_of) for item in page.context["kept"]] == [("Borttaget möte", "underlag")]


def test_an_administrator_sees_counts_alone(
    decision: DisposalDecision, make: Making, cast: Cast, browse: Browse
) -> None:
    listing = reverse("reporting:disposals", args=[make.strategy.slug])
    browse(cast.head).post(url("disposal-confirmation", decision), {"confirmed": "on"})
    jobs.execute(Job.objects.get(kind="disposal").pk)
    client = browse(cast.admin)

    page = client.get(listing)

    assert page.context["counts"] == [("möte", 1), ("motpart", 1)]
    assert decision.name not in page.text
    assert client.get(url("disposal", decision)).status_code == 404


def test_it_may_be_withdrawn_before_it_begins(decision: DisposalDecision, cast: Cast, browse: Browse) -> None:
    response = browse(cast.colleague).post(url("disposal-withdrawal", decision), follow=True)
    assert messages(response) == ["Beslutet är återtaget. Inget har tagits bort."]
    decision.refresh_from_db()
    assert decision.state == "withdrawn"


def test_a_job_that_failed_is_taken_up_again(decision: DisposalDecision, cast: Cast, browse: Browse) -> None:
    client = browse(cast.head)
    client.post(url("disposal-confirmation", decision), {"confirmed": "on"})
    Job.objects.filter(kind="disposal").update(state="failed", failure="Disken är full.")
    page = client.get(url("disposal", decision))
    assert "Disken är full." in page.text
    again = client.post(url("disposal-confirmation", decision), follow=True)
    assert messages(again) == ["Gallringen fortsätter."]
    jobs.execute(Job.objects.get(kind="disposal", state="queued").pk)
    decision.refresh_from_db()
    assert decision.state == "done"


@pytest.mark.long
def test_the_list_takes_as_many_questions_for_thirty_as_for_one(make: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    event = make.event()
    decision = make.disposal()

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("disposal", decision)).status_code == 200
        return len(captured)

    remove(make, make.intervention(event))
    questions()
    few = questions()
    for _number in range(29):
        remove(make, make.intervention(event))

    assert questions() == few
    assert len(client.get(url("disposal", decision)).context["items"]) == 25


@pytest.mark.long
def test_the_list_of_decisions_takes_as_many_questions_for_thirty_as_for_one(
    make: Making, cast: Cast, browse: Browse
) -> None:
    client, listing = browse(cast.head), reverse("reporting:disposals", args=[make.strategy.slug])

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(listing).status_code == 200
        return len(captured)

    make.disposal()
    questions()
    few = questions()
    for _number in range(24):
        make.disposal()
    assert questions() == few
