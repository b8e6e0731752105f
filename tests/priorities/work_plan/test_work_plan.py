from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from priorities.work_plan.models import WorkPlanVersion
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.log.models import AuditEntry, Verb
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]

TODAY = date(2022, 2, 15)


@pytest.fixture
def strategy(strategy: Strategy) -> Strategy:
    """Standing on one day, so that what is late stays late and what is not does not become it."""
    strategy.demonstration_on = TODAY
    strategy.save()
    return strategy


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("priorities:work-plan", args=[strategy.slug])


@pytest.fixture
def plan(make: Making) -> None:
    sida = make.organisation("sida")
    make.activity(title="Sist", due_on=date(2022, 4, 30))
    make.activity(title="Sen", due_on=date(2022, 1, 31), responsible=sida)
    make.activity(title="Snart", due_on=date(2022, 3, 1))
    make.activity(title="Sidas", due_on=date(2022, 3, 31), responsible=sida)
    make.activity(title="Klar", due_on=date(2021, 3, 31), state="done", ended_on=date(2021, 3, 1))
    make.activity(title="Senast klar", due_on=date(2021, 3, 31), state="done", ended_on=date(2022, 2, 1))


def shown(client: Client, url: str) -> list[tuple[str, list[str]]]:
    groups = client.get(url).context["groups"]
    return [(group.label, [str(activity) for activity in group.activities]) for group in groups]


def test_late_first_then_month_by_month(plan: None, officer: User, browse: Browse, url: str) -> None:
    assert shown(browse(officer), url) == [
        ("Försenade", ["Sen"]),
        ("Mars 2022", ["Snart", "Sidas"]),
        ("April 2022", ["Sist"]),
        ("Avslutade 2022", ["Senast klar"]),
        ("Avslutade 2021", ["Klar"]),
    ]


def test_late_first_then_party_by_party(plan: None, officer: User, browse: Browse, url: str) -> None:
    assert shown(browse(officer), f"{url}?by=party") == [
        ("Försenade", ["Sen"]),
        ("Justitiedepartementet", ["Snart", "Sist", "Klar", "Senast klar"]),
        ("Styrelsen för internationellt utvecklingssamarbete", ["Sidas"]),
    ]


def test_figures_count_the_whole_plan_and_lead_to_each_part(plan: None, head: User, browse: Browse, url: str) -> None:
    client = browse(head)
    figures = client.get(url, {"responsible": "0"}).context["figures"]
    assert [(figure.value, figure.text) for figure in figures] == [
        (1, "försenad"),
        (4, "kvar att göra"),
        (0, "flyttade"),
        (2, "klara"),
    ]
    assert [client.get(url + figure.url).context["page"].paginator.count for figure in figures] == [1, 4, 0, 2]


def test_moved_line_says_how_often_from_when_and_why(make: Making, head: User, browse: Browse, url: str) -> None:
    activity = make.activity(title="Flyttad", due_on=date(2022, 3, 31))
    make.activity_update(activity, kind="move", from_due_on=date(2021, 9, 30), happened_on=date(2021, 9, 1))
    assert "Flyttad en gång, från 30 sep 2021" in browse(head).get(url).text
    make.activity_update(
        activity, kind="move", from_due_on=date(2021, 12, 31), happened_on=date(2021, 12, 1), text="Resan ställdes in."
    )
    make.activity_update(make.activity(state="done"), kind="move", text="Spelar ingen roll längre.")
    page = browse(head).get(url)
    assert "Flyttad 2 gånger, först från 30 sep 2021" in page.text
    assert [move.text for move in page.context["moves"]] == ["Resan ställdes in.", "Arbetet pågår."]


@pytest.mark.parametrize("role", ["reader", "contact"])
def test_secret_line_is_absent_from_list_figures_choices_and_moves(
    make: Making, cast: Cast, browse: Browse, url: str, role: str
) -> None:
    agency = make.organisation("migrationsverket")
    make.activity(title="Syns", responsible=agency, due_on=date(2022, 3, 31))
    secret = make.activity(
        title="Kvarnsten",
        responsible=make.organisation("scb"),
        participants=["migrationsverket"],
        due_on=date(2022, 1, 31),
        classification=Classification.SECRET,
    )
    make.activity_update(secret, kind="move", text="Hemligt skäl.")
    page = browse(cast[role]).get(url)
    assert [figure.value for figure in page.context["figures"]] == [0, 1, 0, 0]
    for word in ("Kvarnsten", "Hemligt skäl.", "Statistiska centralbyrån"):
        assert word not in page.text
        assert word in browse(cast.head).get(url).text
    assert browse(cast[role]).get(secret.get_absolute_url()).status_code == 404


def test_contact_sees_the_lines_of_the_own_organisation_alone(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    make.activity(title="Svarar för", responsible=make.organisation("migrationsverket"))
    make.activity(title="Deltar i", participants=["migrationsverket", "sida"])
    make.activity(title="Sidas", responsible=make.organisation("sida"))
    version = make.work_plan_version(note="Ny tyngdpunkt.")
    client = browse(cast.contact)
    page = client.get(url)
    assert {activity.title for activity in page.context["page"]} == {"Svarar för", "Deltar i"}
    assert "Ny aktivitet" not in page.text
    assert "Antagna arbetsplaner" not in page.text
    assert client.get(version.get_absolute_url()).status_code == 404
    assert url in client.get(reverse("reporting:goals", args=[make.strategy.slug])).text


def test_empty_plan_says_what_belongs_there(cast: Cast, browse: Browse, url: str) -> None:
    assert "Inga aktiviteter än" in browse(cast.officer).get(url).text
    assert "Inga rader för er än" in browse(cast.contact).get(url).text
    assert "Inga aktiviteter motsvarar filtret" in browse(cast.officer).get(url, {"state": "late"}).text


def test_list_is_paginated_and_keeps_filter_and_order(make: Making, officer: User, browse: Browse, url: str) -> None:
    for number in range(26):
        make.activity(title=f"Rad {number}")
    page = browse(officer).get(url, {"by": "party", "state": "waiting"})
    assert len(page.context["page"]) == 25
    assert 'href="?by=party&amp;state=waiting&amp;page=2"' in page.text


def test_htmx_gets_the_list_alone(plan: None, officer: User, browse: Browse, url: str) -> None:
    page = browse(officer).get(url, headers={"HX-Request": "true"})
    assert page.text.lstrip().startswith('<div class="stack" id="list">')


# ------------------------------------------------------------------ adopting, and what has been adopted


@pytest.fixture
def adoption(strategy: Strategy) -> str:
    return reverse("priorities:work-plan-adoption", args=[strategy.slug])


def seen(client: Client, adoption: str) -> str:
    return str(client.get(adoption).context["form"].initial["seen"])


def test_head_adopts_what_they_have_read(make: Making, head: User, browse: Browse, adoption: str) -> None:
    make.activity()
    client = browse(head)
    typed = {"seen": seen(client, adoption), "note": "Den första.", "registry_number": "Ju2022/1"}
    response = client.post(adoption, typed)
    version = WorkPlanVersion.objects.get()
    assert response["Location"] == version.get_absolute_url()
    assert (version.number, version.note, version.registry_number) == (1, "Den första.", "Ju2022/1")
    assert (version.adopted_by, version.adopted_on) == (head, TODAY)


def test_plan_that_changed_meanwhile_is_shown_again_with_what_was_typed(
    make: Making, head: User, browse: Browse, adoption: str
) -> None:
    make.activity(title="Först")
    client = browse(head)
    before = seen(client, adoption)
    make.activity(title="Kom emellan")
    response = client.post(adoption, {"seen": before, "note": "Den första."})
    assert response.status_code == 422
    assert "har ändrats sedan du öppnade sidan" in response.text
    assert "Den första." in response.text
    assert WorkPlanVersion.objects.count() == 0
    assert client.post(adoption, {"seen": response.context["form"].data["seen"]}).status_code == 302


def test_obstacle_takes_the_place_of_the_form(make: Making, head: User, browse: Browse, adoption: str) -> None:
    client = browse(head)
    assert "Det finns inga aktiviteter att anta." in client.get(adoption).text
    make.activity()
    client.post(adoption, {"seen": seen(client, adoption)})
    page = client.get(adoption)
    assert "Inget har ändrats sedan Arbetsplan, version 1." in page.text
    assert 'name="seen"' not in page.text


def test_only_heads_are_offered_to_adopt(make: Making, cast: Cast, browse: Browse, url: str, adoption: str) -> None:
    make.activity()
    for role in ("officer", "head", "delegation", "reader"):
        assert (adoption in browse(cast[role]).get(url).text) == (role == "head")


def test_version_shows_its_lines_and_what_it_changed(make: Making, cast: Cast, browse: Browse) -> None:
    kept = make.activity(title="Kvar")
    gone = make.activity(title="Borttagen rad", due_on=date(2022, 1, 1))
    make.work_plan_version(kept, gone)
    version = make.work_plan_version(make.activity(title="Ny rad"), note="Ny tyngdpunkt.", registry_number="Ju2021/7")
    make.work_plan_line(version, kept, due_on=date(2022, 6, 30), title="Kvar")
    page = browse(cast.reader).get(version.get_absolute_url())
    for words in ("Arbetsplan, version 2", "Ny tyngdpunkt.", "Ju2021/7", "31 dec 2021 → 30 jun 2022"):
        assert words in folded(page.text)
    changes = page.context["changes"]
    assert [line.title for line in changes.new] == ["Ny rad"]
    assert [line.title for line in changes.gone] == ["Borttagen rad"]
    assert {line.title for line in page.context["page"]} == {"Ny rad", "Kvar"}


def test_line_is_shown_at_the_stricter_of_then_and_now(make: Making, cast: Cast, browse: Browse) -> None:
    was_secret, is_secret = make.activity(title="Var hemlig"), make.activity(title="Är hemlig", classification="secret")
    version = make.work_plan_version()
    make.work_plan_line(version, was_secret, effective_classification="secret")
    make.work_plan_line(version, is_secret, effective_classification="open")
    later = make.work_plan_version(was_secret)
    for one, lines in ((version, 2), (later, 1)):
        assert len(browse(cast.head).get(one.get_absolute_url()).context["page"]) == lines
    page = browse(cast.reader).get(version.get_absolute_url())
    assert len(page.context["page"]) == 0
    page = browse(cast.reader).get(later.get_absolute_url())
    assert not page.context["changes"]


def test_what_adopting_changes_stands_page_by_page(make: Making, head: User, browse: Browse, adoption: str) -> None:
    make.activity(title="Förut")
    client = browse(head)
    client.post(adoption, {"seen": seen(client, adoption)})
    for number in range(60):
        make.activity(title=f"Ny {number}", classification="secret" if number else "working")

    pages = [client.get(adoption, {"page": number}).context["changes"].new for number in (1, 2)]
    assert [len(new) for new in pages] == [50, 10]
    assert {line.title for new in pages for line in new} == {f"Ny {number}" for number in range(60)}
    looks = AuditEntry.objects.filter(verb=Verb.LISTED, by=head, details__page="priorities:work-plan-adoption")
    assert sorted(look.details["count"] for look in looks) == [10, 49]
