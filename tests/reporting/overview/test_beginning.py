"""A strategy in which nothing has happened yet begins with three steps, instead of what nobody has raised."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import FOREIGN_SLUG, Cast
from tests.making import Making

OVERVIEW, BASICS = f"/strategies/{FOREIGN_SLUG}/", f"/strategies/{FOREIGN_SLUG}/basics/"
Browse = Callable[[User], Client]


def test_three_steps_until_something_happens(make_foreign: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.outsider)
    response = client.get(OVERVIEW)
    assert [step.is_done for step in response.context["beginning"]] == [False, False, False]
    assert "aldrig framfört" not in response.text

    make_foreign.assessment(year=make_foreign.strategy.baseline_year, state="approved")
    assert [step.is_done for step in client.get(OVERVIEW).context["beginning"]] == [False, True, False]

    day = make_foreign.strategy.today() + timedelta(days=9)
    make_foreign.event(state="planned", starts_on=day, ends_on=day)
    assert client.get(OVERVIEW).context["beginning"] == []


def test_the_first_step_names_it(make_foreign: Making, cast: Cast, browse: Browse) -> None:
    sent = {"short_name": "Biblioteket", "responsible_unit": "Enheten för böcker", "blind_spot_months": 4}
    assert browse(cast.outsider).post(BASICS, sent).headers["Location"] == OVERVIEW
    named = Strategy.objects.get(slug=FOREIGN_SLUG)
    assert (named.short_name, named.responsible_unit, named.blind_spot_months) == ("Biblioteket", *[*sent.values()][1:])
    refused = browse(cast.outsider).post(BASICS, sent | {"short_name": ""})
    assert refused.status_code == 422
    assert "Enheten för böcker" in refused.text
