from collections.abc import Callable

import pytest
from django.test import Client

from strategy.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.views.volume import fill, queries


@pytest.mark.parametrize("role", ["officer", "contact"])
def test_same_number_of_queries_with_one_and_thirty(
    role: str, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    client, path = browse(cast[role]), make.goal().get_absolute_url()
    fill(make, 1)
    with_one = queries(client, path)
    fill(make, 29)

    assert queries(client, path) == with_one


def test_put_together_from_what_its_reader_may_see(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    event = make.event()
    make.intervention(event, message="Det Sverige sade.")
    make.commitment(event, text="Det IOM lovade.")
    make.observation(text="Det kontakten såg.", state="accepted")
    make.assessment(state="approved", happened="Det som bedömdes.")
    goal = make.goal()
    words = ("Det Sverige sade.", "Det IOM lovade.", "Det kontakten såg.", "Det som bedömdes.")
    everything, own, nothing = (True,) * 4, (False, False, True, False), (False,) * 4
    expected = {
        "officer": everything,
        "head": everything,
        "delegation": everything,
        "reader": everything,
        "contact": own,
        "other_contact": nothing,
        "admin": nothing,
    }

    for role, told in expected.items():
        page = browse(cast[role]).get(goal.get_absolute_url()).content.decode()
        assert goal.text in page
        assert f"#{goal.paragraph.anchor}" in page
        assert tuple(word in page for word in words) == told, role


def test_the_judgement_in_force_is_shown_with_its_evidence(
    make: Making, reader: User, browse: Callable[[User], Client]
) -> None:
    assessment = make.assessment(state="approved", happened="Läget är bättre [1] men hotat [2].")
    make.evidence(assessment, document="En hemlig källa", number=3)
    make.evidence(assessment, intervention=make.intervention(classification="secret"), number=1)
    make.evidence(assessment, document="Årsrapporten", number=2)

    response = browse(reader).get(make.goal().get_absolute_url())
    page = response.content.decode()

    assert [(label, piece.document) for label, piece in response.context["evidence"]] == [
        (1, "Årsrapporten"),
        (2, "En hemlig källa"),
    ]
    assert "Läget är bättre men hotat" in page  # the mark of what is secret has vanished without a trace
    assert '<a href="#evidence-1"' in page


def test_the_timeline_is_paged(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    fill(make, 10)
    client, path = browse(officer), make.goal().get_absolute_url()

    first, second = client.get(path).context["page"], client.get(path, {"page": 2}).context["page"]

    assert (first.paginator.count, len(first), len(second)) == (
        42,
        25,
        17,
    )  # with this year's judgement and the baseline
    days = [entry.day for entry in [*first, *second]]
    assert days == sorted(days, reverse=True)


def test_goals_lead_to_the_one_before_and_after(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    client = browse(officer)
    around = {
        code: (context["before"] and context["before"].code, context["after"] and context["after"].code)
        for code in ("i.1", "ii.1", "iii.6")
        for context in [client.get(make.goal(code).get_absolute_url()).context]
    }

    assert around == {"i.1": (None, "i.2"), "ii.1": ("i.7", "ii.2"), "iii.6": ("iii.5", None)}


def test_the_list_of_goals_holds_every_wording(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    for role in ("officer", "contact", "admin"):
        page = browse(cast[role]).get(f"/strategies/{make.strategy.slug}/goals/").content.decode()
        assert all(goal.text in page for goal in make.strategy.goals.all())
