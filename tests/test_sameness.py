"""Rule 3 of the domain, asked without words: whatever is hidden changes nothing of what is shown."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from strategy.people.models import User
from tests.canary import crawl
from tests.conftest import Cast
from tests.effort import IN_PROOF
from tests.making import Making

OWN = "/account/"  # pages with a secret made anew each time, for setting up a second factor


@pytest.mark.parametrize(
    "role", ["reader", *(pytest.param(role, marks=pytest.mark.long) for role in ("other_contact", "admin"))]
)
def test_pages_are_the_same_to_the_letter_whatever_there_is_that_their_reader_may_not_see(
    role: str, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    """Counts, charts, choices, order, pages, headers: nothing of them tells that there is more."""
    something_to_see(make, cast)
    one, other = browse(cast[role]), browse(cast[role])  # what a crawl chooses is kept in its session
    before = {address: constant(page) for address, page in crawl(one, filters=IN_PROOF)}
    something_hidden(make)
    after = {address: constant(page) for address, page in crawl(other, filters=IN_PROOF)}

    assert len(before) > 20
    assert set(after) ^ set(before) == set()
    assert [address for address, page in before.items() if after[address] != page and not address.startswith(OWN)] == []


def constant(page: str) -> str:
    """Without what is new in every answer: tokens, the keys of empty forms and the request's own number."""
    return re.sub(r'value="\w{64}"|value="[0-9a-f-]{36}"|csrftoken=\w+|X-Request-ID: \w+', "", page)


def something_to_see(make: Making, cast: Cast) -> None:
    event = make.event(classification="open", country="Libyen")
    make.event_counterpart(event)
    make.intervention(event, classification="open")
    make.commitment(event, classification="open")
    make.observation(cast.other_contact, state="accepted", classification="open")
    make.activity(participants=["sida"], classification="open")
    make.measurement(make.indicator(), classification="open")
    make.contribution(classification="open")
    make.posting(classification="open")
    assessment = make.assessment("i.2", state="approved", classification="open")
    make.evidence(assessment)
    make.overall(state="approved", classification="open")
    make.report(state="released", edition_number=50)


def something_hidden(make: Making) -> None:
    """What none of them sees, and more of it than of all else."""
    make.observation(state="submitted", classification="open", country="Niger", title="Osedd")
    make.observation(state="draft", classification="open", title="Osedd")
    make.assessment("i.1", classification="open", year=2020)
    make.assessment("i.2", classification="open", year=2021, happened="Osedd")
    make.assessment("i.3", state="approved", classification="secret", development="forward", attainment="attained")
    make.overall(2020, classification="open")
    make.overall(2022, state="approved", classification="secret")
    make.report(state="approved", edition_number=51)
    counterpart = make.any_counterpart()
    for number in range(3):
        event = make.event(classification="secret", country="Tchad", kind="mopan", level="country", title="Osedd")
        make.event_counterpart(event)
        make.intervention(event, "iii.1", lean="negative", response="Nej.", counterpart=counterpart)
        make.intervention(event, "i.1", lean="negative", response="Nej.")
        make.commitment(event, goals=["iii.1", "i.1"])
        make.attachment(event)
        make.contribution(classification="secret", year=2021, kind="project")
        make.posting(classification="secret", year=2022, sent_by=make.organisation("msb"))
        make.measurement(classification="secret", indicator=make.indicator_at_hand(), year=2010 + number)
        make.activity(classification="secret", responsible=make.organisation("scb"), state="done")
