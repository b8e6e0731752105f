from collections.abc import Callable
from datetime import date

from django.test import Client

from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider
from tests.reporting.overview.volume import fill

PLAIN = "ii.7"  # the decision has no figures of its own for this goal


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

    assert [(piece.number, piece.document) for piece in response.context["standing"].evidence] == [
        (2, "Årsrapporten"),
        (3, "En hemlig källa"),
    ]
    assert "Läget är bättre men hotat" in page  # the mark of what is secret has vanished without a trace
    assert '<a class="note" id="reference-2" href="#evidence-2">[2]</a>' in page
    assert 'href="#reference-2"' in page
    assert 'href="#reference-3"' not in page  # nothing refers to it


def test_the_timeline_is_paged(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    fill(make, 10, PLAIN)
    client, path = browse(officer), make.goal(PLAIN).get_absolute_url()

    first, second = (client.get(path, {"year": 2021, "page": page}).context["timeline"].page for page in (1, 2))

    assert (first.paginator.count, len(first), len(second)) == (41, 25, 16)  # with the year's judgement
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


def test_one_timeline_of_everything(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    make.intervention(make.event(starts_on=date(2021, 1, 5)), PLAIN)
    make.commitment(make.event(starts_on=date(2021, 2, 5)), [PLAIN])
    make.observation(goals=[PLAIN], state="accepted", observed_on=date(2021, 3, 5))
    wider.measurement(make, name="Konfliktanalyser", goals=[PLAIN], measured_on=date(2021, 4, 5))
    wider.contribution(make, goals=[PLAIN], paid_on=date(2021, 5, 5))
    wider.activity(make, goals=[PLAIN], state="done", ended_on=date(2021, 6, 5), outcome="Inlägget hölls.")
    wider.activity(make, goals=[PLAIN], due_on=date(2021, 7, 5))
    make.assessment(PLAIN, state="approved")
    wider.measurement(make, name="Av annat mål", goals=["i.2"])
    wider.contribution(make, goals=["i.2"])
    wider.contribution(make, goals=[PLAIN], stage="budgeted", paid_on=None)

    client, path = browse(officer), make.goal(PLAIN).get_absolute_url()
    response = client.get(path)

    assert [(entry.day, entry.kind) for entry in response.context["timeline"].page] == [
        (date(2021, 7, 5), "activity"),
        (date(2021, 6, 28), "assessment"),
        (date(2021, 6, 5), "activity"),
        (date(2021, 5, 5), "contribution"),
        (date(2021, 4, 5), "measurement"),
        (date(2021, 3, 5), "observation"),
        (date(2021, 2, 5), "commitment"),
        (date(2021, 1, 5), "intervention"),
    ]
    baseline = client.get(path, {"year": 2020}).context["timeline"].page
    assert [(entry.day, entry.kind) for entry in baseline] == [(date(2020, 1, 1), "assessment")]
    page = response.content.decode()
    for words in (
        "mer än 13\u00a0000 personer",
        "100\u00a0000\u00a0000 kr",
        "Inlägget hölls.",
        "Lätt öronmärkt kärnstöd 2021",
    ):
        assert words in page


def test_a_reader_meets_no_secret_figure_money_or_activity(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    secret = {"classification": "secret"}
    judged = make.assessment(state="approved", happened="Läget [1] [2] [3].")
    make.evidence(judged, measurement=wider.measurement(make, source="zqhemlig mätning", note="zq", **secret))
    make.evidence(judged, contribution=wider.contribution(make, purpose="zqhemligt bidrag", **secret))
    make.evidence(judged, activity=wider.activity(make, title="zqhemlig aktivitet", **secret))

    for path in (make.goal().get_absolute_url(), make.goal().get_absolute_url() + "?on=2021-12-31"):
        assert "zq" not in browse(cast.reader).get(path).content.decode()
    assert "zqhemlig aktivitet" in browse(cast.officer).get(make.goal().get_absolute_url()).content.decode()


def test_an_earlier_day_is_plainly_marked_with_one_way_back(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    make.intervention(make.event(starts_on=date(2021, 6, 28)), message="Sagt i juni.")
    client, path = browse(officer), make.goal().get_absolute_url()

    earlier = client.get(path, {"on": "2021-06-27"}).content.decode()

    assert "Så såg det ut den 27 juni 2021" in earlier
    assert f'<a href="{path}">Tillbaka till i dag</a>' in earlier
    assert f"{make.goal('i.2').get_absolute_url()}?on=2021-06-27" in earlier
    assert "Sagt i juni." not in earlier
    today = client.get(path).content.decode()
    assert "Sagt i juni." in today
    assert "Så såg det ut" not in today


def test_the_pages_of_an_earlier_days_timeline_are_of_that_day(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    for _each in range(26):
        make.intervention(make.event(starts_on=date(2021, 3, 1)))
    page = browse(officer).get(make.goal().get_absolute_url(), {"on": "2021-06-01"}).content.decode()

    assert "?on=2021-06-01&amp;year=2021&amp;page=2#timeline" in page
