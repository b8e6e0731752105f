from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from tests.conftest import Cast
from tests.making import DAY, Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def test_a_counterparts_page_tells_where_it_stands_and_what_it_promised(
    make: Making, cast: Cast, browse: Browse
) -> None:
    japan = make.counterpart("Japan", party="donor")
    met = make.event(title="Samtalet")
    coming = make.event(title="Nästa samtal", state="planned", starts_on=date(2099, 1, 1))
    for event in (met, coming):
        make.event_counterpart(event, counterpart=japan)
    make.intervention(met, "i.1", counterpart=japan, response="Vi tvekar.", lean="noncommittal")
    make.intervention(met, "i.2", counterpart=make.counterpart("Kanada"), response="Nej.", lean="negative")
    make.commitment(met, text="En lista.", counterpart=japan, due_on=date(2021, 7, 1))
    how = "Planen kom."
    make.commitment(met, text="En plan.", counterpart=japan, state="fulfilled", resolved_on=DAY, resolution=how)
    page = browse(cast.reader).get(japan.get_absolute_url())
    dealings = page.context["dealings"]
    assert [(one.goal.code, [said.response for said in one.said]) for one in dealings.positions] == [
        ("i.1", ["Vi tvekar."])
    ]
    assert [promise.text for promise in dealings.promises] == ["En lista.", "En plan."]
    assert "1 infriade, 0 delvis, 0 ej infriade, 1 öppna, 1 försenade" in page.text
    assert (dealings.next_meeting, dealings.latest_meetings) == (coming, [met])


def test_whom_one_may_not_know_of_is_not_there(make: Making, cast: Cast, browse: Browse) -> None:
    ground = {"secrecy_provision": SecrecyProvision.objects.first(), "secrecy_marked_on": DAY}
    event = make.event(classification="secret", secrecy_authority="Ju", **ground)
    hidden, unmet, spoken = make.counterpart("Dold"), make.counterpart("Ny"), make.counterpart("Hörd")
    make.event_counterpart(event, counterpart=hidden)
    make.commitment(event, counterpart=hidden)
    make.intervention(make.event(), counterpart=spoken)
    found = {
        (role, str(one)): browse(cast[role]).get(one.get_absolute_url()).status_code
        for role in ("officer", "reader", "contact")
        for one in (hidden, unmet, spoken)
    }
    assert {key for key, status in found.items() if status == 200} == {
        *(("officer", "Dold"), ("officer", "Hörd"), ("reader", "Hörd")),
    }
