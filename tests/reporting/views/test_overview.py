from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import Strategy, User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.views.volume import fill, queries


@pytest.fixture
def standing(strategy: Strategy) -> Strategy:
    """On a fixed day, so that late and next do not depend on when the tests are run."""
    strategy.demonstration_on = date(2021, 9, 1)
    strategy.save()
    return strategy


def overview(client: Client, strategy: Strategy, **query: int) -> str:
    response = client.get(reverse("reporting:overview", args=[strategy.slug]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_same_number_of_queries_with_one_and_thirty(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client, path = browse(officer), reverse("reporting:overview", args=[standing.slug])
    fill(make, 1)
    with_one = queries(client, path)
    fill(make, 29)

    assert queries(client, path) == with_one
    assert with_one <= 40


def test_figures_count_what_their_reader_may_see(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    for marking in ("open", "working", "secret"):
        event = make.event(classification=marking)
        make.commitment(event, due_on=date(2021, 8, 1))
        make.observation(state="accepted", classification=marking)
    figures = {
        name: browse(cast[name])
        .get(reverse("reporting:overview", args=[standing.slug]), {"year": 2021})
        .context["figures"]
        for name in ("officer", "reader")
    }

    assert (figures["officer"].meetings, figures["reader"].meetings) == (3, 2)
    assert (figures["officer"].late_commitments, figures["reader"].late_commitments) == (3, 2)
    assert (figures["officer"].observations, figures["reader"].observations) == (3, 2)


def test_begins_with_the_latest_year_judged(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client, path = browse(officer), reverse("reporting:overview", args=[standing.slug])
    assert client.get(path).context["year"] == 2020
    make.assessment(year=2021, state="approved")

    assert client.get(path).context["year"] == 2021
    assert client.get(path, {"year": "2022"}).context["year"] == 2022
    assert client.get(path, {"year": "1066"}).context["year"] == 2021
    assert client.get(path, {"year": "nonsense"}).context["year"] == 2021


def test_every_goal_stands_in_its_area(standing: Strategy, officer: User, browse: Callable[[User], Client]) -> None:
    response = browse(officer).get(reverse("reporting:overview", args=[standing.slug]))

    areas = [(area.code, len(rows)) for area, rows in response.context["areas"]]
    assert areas == [("i", 7), ("ii", 8), ("iii", 6)]


def test_what_waits_is_told_by_role(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    make.commitment(due_on=date(2021, 8, 1), text="Försenad sak.")
    make.observation(state="submitted")
    make.event(title="Oskrivet möte")
    make.assessment(state="proposed")
    told = {
        role: [task.text for task in browse(cast[role]).get(f"/strategies/{standing.slug}/").context["todo"]]
        for role in ("officer", "head", "delegation", "reader")
    }

    late, waiting = "Försenad sak.", "1 fältobservation väntar på granskning"
    unminuted, proposed = "Oskrivet möte är inte dokumenterat", "1 bedömning för 2021 väntar på godkännande"
    assert told == {
        "officer": [late, waiting, unminuted, proposed],
        "head": [late, proposed],
        "delegation": [late, unminuted],
        "reader": [late],
    }


def test_blind_spots_fall_away_when_a_goal_is_raised(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client, path = browse(officer), reverse("reporting:overview", args=[standing.slug])
    silent = {spot.goal.code for spot in client.get(path).context["blind_spots"]}
    assert len(silent) == 20
    assert "iii.2" not in silent  # Sweden's own

    make.intervention(make.event(starts_on=date(2021, 8, 30)), "i.3")

    assert {spot.goal.code for spot in client.get(path).context["blind_spots"]} == silent - {"i.3"}


def test_only_those_who_may_are_offered_to_plan_and_report(
    standing: Strategy, cast: Cast, browse: Callable[[User], Client]
) -> None:
    plan = reverse("dialogue:event-new", args=[standing.slug])
    report = reverse("reporting:report-new", args=[standing.slug])
    offered = {
        role: (plan in page, report in page)
        for role in ("officer", "head", "delegation", "reader")
        for page in [overview(browse(cast[role]), standing)]
    }

    assert offered == {
        "officer": (True, True),
        "head": (False, False),
        "delegation": (True, False),
        "reader": (False, False),
    }


def test_a_demonstration_says_so(standing: Strategy, officer: User, browse: Callable[[User], Client]) -> None:
    assert "demonstration" in overview(browse(officer), standing).lower()


def test_signing_in_leads_to_where_the_day_begins(
    standing: Strategy, cast: Cast, browse: Callable[[User], Client]
) -> None:
    starts = {role: browse(cast[role]).get("/") for role in ("officer", "reader", "contact", "admin")}

    assert starts["officer"].headers["Location"] == f"/strategies/{standing.slug}/"
    assert starts["reader"].headers["Location"] == f"/strategies/{standing.slug}/"
    assert starts["contact"].headers["Location"] == f"/strategies/{standing.slug}/observations/"
    assert starts["admin"].status_code == 200
