"""What somebody new needs for tomorrow's meeting, of what they may see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from strategy.people.models import User
from tests.conftest import SLUG, Cast
from tests.making import Making

ADDRESS = f"/strategies/{SLUG}/newcomer/"


def test_the_next_meeting_with_what_is_to_be_said_and_what_they_have_promised(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    day = make.strategy.today() + timedelta(days=1)
    event = make.event(title="Samtal i morgon", state="planned", starts_on=day, ends_on=day)
    make.prepared_goal(make.agenda_item(event), "i.3", message="Fråga om budgeten.")
    met = make.event_counterpart(event).counterpart
    make.commitment(counterpart=met, text="IOM sänder en plan.")
    make.event(title="Förra mötet", summary="Allt sades.")

    page = browse(cast.colleague).get(ADDRESS).text

    for words in ("Samtal i morgon", "Fråga om budgeten.", "IOM sänder en plan.", "Förra mötet", "Allt sades."):
        assert words in page


@pytest.mark.parametrize(("name", "sees"), [("officer", True), ("delegation", True), ("reader", False)])
def test_what_is_secret_is_there_for_those_who_see_it(
    name: str, sees: bool, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    day = make.strategy.today() + timedelta(days=1)
    event = make.event(title="Kvicksilver", state="planned", starts_on=day, ends_on=day, classification="secret")
    make.prepared_goal(make.agenda_item(event), "i.3", message="Ingen vet.")
    make.event(title="Gurkmeja", classification="secret")

    page = browse(cast[name]).get(ADDRESS).text

    assert ("Kvicksilver" in page, "Ingen vet." in page, "Gurkmeja" in page) == (sees, sees, sees)
    assert ("other_contact@test.example" in page) == (name == "officer")
