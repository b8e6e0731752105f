"""Several strategies: begun side by side, each by its own roles, and none added up."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from strategy.access import Role
from strategy.people.models import Membership, User
from tests.conftest import FOREIGN_SLUG, SLUG, Cast
from tests.making import Making

Browse = Callable[[User], Client]


def give_part(user: User, make: Making, role: Role) -> None:
    Membership.objects.create(user=user, strategy=make.strategy, role=role, since=date(2020, 1, 1))


def test_whoever_has_one_begins_there_and_sees_no_way_to_others(cast: Cast, browse: Browse) -> None:
    assert browse(cast.officer).get("/").headers["Location"] == f"/strategies/{SLUG}/"
    assert "Byt strategi" not in browse(cast.officer).get(f"/strategies/{SLUG}/").text


def test_whoever_has_several_begins_side_by_side_and_changes_by_the_name(
    make: Making, make_foreign: Making, cast: Cast, browse: Browse
) -> None:
    give_part(cast.officer, make_foreign, Role.READER)
    make.event(state="held")
    make_foreign.event(state="held", classification="secret")

    client = browse(cast.officer)
    assert client.get("/").headers["Location"] == "/portfolio/"
    response = client.get("/portfolio/")

    meetings = {each.strategy.slug: each.figures.meetings for each in response.context["standings"] if each.figures}
    assert meetings[FOREIGN_SLUG] == 0  # the secret one is not counted for a reader
    for slug in (SLUG, FOREIGN_SLUG):
        assert f'href="/strategies/{slug}/"' in client.get(f"/strategies/{SLUG}/goals/").text


def test_a_strategy_where_one_is_a_contact_shows_no_figures_of_its_dialogue(
    make: Making, make_foreign: Making, cast: Cast, browse: Browse
) -> None:
    give_part(cast.contact, make_foreign, Role.READER)
    make.event(state="held")

    standings = {each.strategy.slug: each for each in browse(cast.contact).get("/portfolio/").context["standings"]}

    assert standings[SLUG].figures is None
    assert standings[SLUG].url == f"/strategies/{SLUG}/observations/"
    assert standings[FOREIGN_SLUG].figures is not None
