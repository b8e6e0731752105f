import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider


@pytest.fixture
def standing(strategy: Strategy) -> Strategy:
    """On a fixed day, so that late and next do not depend on when the tests are run."""
    strategy.demonstration_on = date(2021, 9, 1)
    strategy.save()
    return strategy


def overview(client: Client, strategy: Strategy, **query: str | int) -> str:
    response = client.get(reverse("reporting:overview", args=[strategy.slug]), query)
    assert response.status_code == 200
    return response.content.decode()


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
        role: [task.text for task in browse(cast[role]).get(f"/strategies/{standing.slug}/").context["waits"].own]
        for role in ("officer", "head", "delegation", "reader")
    }

    late, waiting = "Försenad sak.", "1 fältobservation väntar på granskning"
    unminuted, proposed = "Oskrivet möte är inte dokumenterat", "1 bedömning för 2021 väntar på godkännande"
    assert told == {
        "officer": [late, waiting, unminuted, "21 mål är inte bedömda för 2020", "1 handling saknar diarienummer"],
        "head": [proposed],
        "delegation": [],
        "reader": [],
    }


def test_mine_and_everybodys_are_a_link_apart_and_the_choice_is_kept(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    make.event(title="Kollegans", owner=cast.colleague)
    client, path = browse(cast.officer), f"/strategies/{standing.slug}/"
    words = "Kollegans är inte dokumenterat"
    mine = client.get(path, {"year": "2020"})
    assert words not in mine.text
    assert 'href="?year=2020&amp;waits=all"' in mine.text
    assert words in client.get(path, {"year": "2020", "waits": "all"}).text
    assert words in client.get(path).text
    assert words not in client.get(path, {"waits": "own"}).text
    assert words not in client.get(path, {"waits": "?"}).text


def test_a_contacts_first_page_begins_with_what_waits(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    make.observation(title="Återsänd", state="returned")
    page = browse(cast.contact).get("/", follow=True).text
    assert page.index("Väntar på dig") < page.index("Komplettera: Återsänd") < page.index('id="list"')


def test_blind_spots_fall_away_when_a_goal_is_raised(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client, path = browse(officer), reverse("reporting:overview", args=[standing.slug])
    make.intervention(make.event(starts_on=date(2021, 8, 30)), "iii.2")  # something has begun
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


# ------------------------------------------------------------------ as of an earlier day


def test_the_same_page_as_it_stood_on_an_earlier_day(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    make.event(starts_on=date(2021, 3, 1))
    make.event(starts_on=date(2021, 7, 1), title="Mötet i juli")
    make.commitment(make.event(starts_on=date(2021, 3, 1)), due_on=date(2021, 5, 1), text="Sen den dagen.")
    make.assessment(year=2020, state="approved", approved_at=datetime(2021, 2, 1, tzinfo=UTC))
    make.overall(2020, state="approved", approved_at=datetime(2021, 7, 1, tzinfo=UTC))

    response = browse(officer).get(f"/strategies/{standing.slug}/", {"on": "2021-06-01"})
    page, context = response.content.decode(), response.context

    assert "Så såg det ut den 1 juni 2021" in page
    assert (context["year"], context["overall"]) == (2020, None)
    assert [task.text for task in context["waits"].coming] == ["Mötet i juli"]
    assert [task.text for task in context["waits"].own] == ["Sen den dagen."]
    assert "Försenat den dagen" in page
    assert f'<a href="/strategies/{standing.slug}/">Tillbaka till i dag</a>' in page
    assert "?on=2021-06-01&amp;year=2021" in page or "?on=2021-06-01&year=2021" in page
    first = context["areas"][0][1][0]
    assert (first.goal.code, first.judged.round.year) == ("i.1", 2020)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2019-12-31", "Strategin började 1 januari 2020. Välj den dagen eller en senare."),
        ("2021-09-02", "Dagen har inte varit än. Välj dagens datum eller ett tidigare."),
        ("2021-02-30", "Den dagen finns inte i almanackan. Skriv den som 2021-03-07 eller 7 mars 2021."),
        ("i går", "Skriv dagen som 2021-03-07 eller 7 mars 2021."),
        ("9999-12-31", "Dagen ska ligga nära strategins tid: 2018–2024."),
    ],
)
def test_a_day_that_cannot_be_shown_gets_a_sentence_and_todays_page(
    day: str, sentence: str, standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    make.event(title="Oskrivet möte")

    for path in (f"/strategies/{standing.slug}/", make.goal().get_absolute_url()):
        response = browse(officer).get(path, {"on": day})
        page = response.content.decode()
        assert response.status_code == 200
        assert sentence in page
        assert "Sidan visar läget i dag." in page
        assert "Så såg det ut" not in page
    assert "Oskrivet möte är inte dokumenterat" in overview(browse(officer), standing, on=day)


def test_today_and_nothing_are_todays_page(standing: Strategy, officer: User, browse: Callable[[User], Client]) -> None:
    for day in ("2021-09-01", ""):
        assert browse(officer).get(f"/strategies/{standing.slug}/", {"on": day}).context["as_of"].earlier is None


# ------------------------------------------------------------------ money


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ["100\u00a0mnkr", "lätt öronmärkt kärnstöd 2021"]),
        ({"kind": "core", "amount": 12_500_000}, ["12,5\u00a0mnkr", "kärnstöd 2021"]),
    ],
)
def test_core_support_stands_among_the_figures(
    given: dict[str, Any],
    told: list[str],
    standing: Strategy,
    make: Making,
    officer: User,
    browse: Callable[[User], Client],
) -> None:
    wider.contribution(make, goals=[], **given)
    page = overview(browse(officer), standing, year=2021)
    assert all(words in page for words in told)


def test_core_support_of_both_kinds_says_how_much_is_lightly_earmarked(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    wider.contribution(make, goals=[], amount=60_000_000)
    wider.contribution(make, goals=[], amount=40_000_000, kind="core")
    page = overview(browse(officer), standing, year=2021)
    assert "kärnstöd 2021, varav 60\u00a0mnkr lätt öronmärkt" in page


def test_one_of_each_is_told_in_the_singular(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    event = make.event()
    make.event(state="planned", starts_on=date(2021, 10, 1))
    make.commitment(event)
    make.observation(state="accepted")
    words = " ".join(overview(browse(officer), standing, year=2021).split())
    for told in (">möte, 1 planerat<", ">öppen utfästelse<", ">fältobservation från 1 organisation<"):
        assert told in words


# ------------------------------------------------------------------ what moved, and from where


def test_what_moved_is_told_with_its_reason_the_falls_first(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    make.assessment("i.2", state="approved", development="forward", happened="IOM har enats, t.ex. om mallen [1]. Mer.")
    make.assessment("i.4", state="approved", development="backward", happened="Rapporterna kom *sent*. Igen.")
    make.assessment("i.5", state="approved", development="unchanged", happened="Inget hände.")
    make.assessment("i.6", state="proposed", development="forward", happened="Inte än beslutat.")
    words = told_to_have_moved(browse(officer), standing)

    assert words.index("Bakåt i.4") < words.index("Framåt i.2")
    assert "Rapporterna kom sent. " in words
    assert "IOM har enats, t.ex. om mallen. " in words
    assert "3 av 21 mål är bedömda." in words
    assert not [told for told in ("Mer.", "Igen.", "Inget hände", "Inte än beslutat") if told in words]


def test_a_year_in_which_nothing_moved_or_nothing_is_judged_says_so(
    standing: Strategy, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client = browse(officer)
    assert "Inget mål är bedömt för 2021 än." in told_to_have_moved(client, standing)
    assert "Inget mål var bedömt för 2021 den dagen." in told_to_have_moved(client, standing, on="2021-06-01")
    make.assessment(state="approved", development="unchanged")

    assert "Inget av de mål som är bedömda har gått framåt eller bakåt." in told_to_have_moved(client, standing)


def test_a_reader_is_not_told_of_a_secret_fall(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    make.assessment("i.2", state="approved", development="backward", classification="secret", happened="Dolt ras.")
    make.assessment("i.3", state="approved", development="forward", happened="Öppet steg.")

    assert "Dolt ras." in told_to_have_moved(browse(cast.officer), standing)
    words = told_to_have_moved(browse(cast.reader), standing)
    assert "Öppet steg." in words
    assert "i.2" not in words
    assert "1 av 21 mål är bedömda." in words


def told_to_have_moved(client: Client, strategy: Strategy, **query: str) -> str:
    page = overview(client, strategy, year=2021, **query)
    band = page[page.index('aria-labelledby="moved"') : page.index("<table")]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", "", band, flags=re.DOTALL).split())


def test_last_years_level_stands_beside_this_years(
    standing: Strategy, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    make.assessment("i.2", year=2020, state="approved", attainment="substantial")
    make.assessment("i.2", year=2021, state="approved", attainment="partial")
    make.assessment("i.3", year=2020, state="approved", attainment="attained", classification="secret")
    levels = {
        role: [
            (line.goal.code, line.judged and line.judged.attainment, line.before and line.before.attainment)
            for line in response.context["areas"][0][1][1:3]
        ]
        for role in ("officer", "reader")
        for response in [browse(cast[role]).get(f"/strategies/{standing.slug}/", {"year": 2021})]
    }

    assert levels["officer"] == [("i.2", "partial", "substantial"), ("i.3", None, "attained")]
    assert levels["reader"] == [("i.2", "partial", "substantial"), ("i.3", None, None)]
    page = overview(browse(cast.reader), standing, year=2021)
    assert 'data-level="partial" data-before="substantial"' in page
    assert "(året före: God)" in page
    assert "(året före: Uppnått)" not in page
