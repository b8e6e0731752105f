"""Frameworks and the crosswalk as pages: both ways, for each what they may see."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.frameworks.services import remove_framework, remove_item
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import restore_from_bin
from tests.conftest import SLUG, Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
CROSSWALK = f"/strategies/{SLUG}/crosswalk/"


@pytest.fixture
def tied(make: Making) -> dict[str, Crosswalk]:
    """10.7 is tied to two goals, 8.8 to one of them, secretly."""
    framework = make.framework()
    orderly = make.framework_item(framework, "10.7", name_en="Orderly migration")
    labour = make.framework_item(framework, "8.8")
    return {
        "late": make.crosswalk(orderly, "ii.5", why="Genom **uppdraget**."),
        "early": make.crosswalk(orderly, "i.1", why="Genom styrningen.", classification="open"),
        "secret": make.crosswalk(labour, "i.1", why="Hemligt skäl.", classification="secret"),
    }


def test_an_officer_ties_a_goal_to_an_item_and_says_why(make: Making, officer: User, browse: Browse) -> None:
    item = make.framework_item()
    page = browse(officer).get(f"{CROSSWALK}new/?goal={make.goal('i.3').pk}&item={item.pk}")
    form = page.context["form"]
    assert (form["goal"].value(), form["item"].value()) == (str(make.goal("i.3").pk), str(item.pk))
    assert "Agenda 2030, 2015" in page.text

    typed = {"goal": make.goal("i.3").pk, "item": item.pk, "why": "", "classification": "working"}
    refused = browse(officer).post(f"{CROSSWALK}new/", typed)
    assert refused.status_code == 422
    assert "Skriv varför målet och punkten hör ihop." in refused.text

    response = browse(officer).post(f"{CROSSWALK}new/", typed | {"why": "Båda gäller tid."})
    made = Crosswalk.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.goal.code, made.item, made.why, made.created_by) == ("i.3", item, "Båda gäller tid.", officer)
    again = browse(officer).post(f"{CROSSWALK}new/", typed | {"why": "En gång till."})
    assert "Målet och punkten är redan kopplade till varandra." in again.text


def test_a_tie_that_is_there_is_explained_anew(make: Making, officer: User, browse: Browse) -> None:
    found = make.crosswalk()
    address = reverse("priorities:crosswalk-edit", args=[found.pk])
    page = browse(officer).get(address)
    assert set(page.context["form"].fields) & {"goal", "item"} == set()

    typed = {"version": 1, "why": "Bättre sagt.", "classification": "working"}
    assert browse(officer).post(address, typed).status_code == 302
    found.refresh_from_db()
    assert (found.why, found.version) == ("Bättre sagt.", 2)
    assert browse(officer).post(address, typed | {"why": "Sent."}).status_code == 409


def test_both_ways_on_one_page(tied: dict[str, Crosswalk], officer: User, browse: Browse) -> None:
    def groups(query: str) -> list[tuple[str, list[Crosswalk]]]:
        found = browse(officer).get(f"{CROSSWALK}?{query}").context["groups"]
        return [(getattr(thing, "code", ""), ties) for thing, ties in found]

    late, early, secret = tied["late"], tied["early"], tied["secret"]
    assert groups("") == [("i.1", [early, secret]), ("ii.5", [late])]
    assert groups("by=item") == [("10.7", [early, late]), ("8.8", [secret])]
    assert groups(f"goal={late.goal_id}") == [("ii.5", [late])]
    assert groups("sort=-goal") == [("", [late, secret, early])]


def test_what_is_secret_is_neither_shown_nor_counted(tied: dict[str, Crosswalk], cast: Cast, browse: Browse) -> None:
    for role, seen in (("officer", 3), ("head", 3), ("delegation", 3), ("reader", 2)):
        client = browse(cast[role])
        page = client.get(CROSSWALK)
        assert page.context["page"].paginator.count == seen, role
        assert ("Hemligt skäl." in page.text) == (seen == 3), role
        assert (">8.8<" in page.text) == (seen == 3), role
        framework = client.get(Framework.objects.get().get_absolute_url())
        assert [len(item.visible_ties) for item in framework.context["page"]] == [2, seen - 2], role
    assert "<strong>uppdraget</strong>" in page.text


def test_an_administrator_reads_lists_and_no_ties(tied: dict[str, Crosswalk], cast: Cast, browse: Browse) -> None:
    client = browse(cast.admin)
    page = client.get(Framework.objects.get().get_absolute_url())

    assert "10.7" in page.text
    assert ">ii.5<" not in page.text
    assert client.get(CROSSWALK).status_code == 404
    assert browse(cast.contact).get(f"/strategies/{SLUG}/frameworks/").status_code == 404


def test_the_goal_page_leads_there(make: Making, cast: Cast, browse: Browse) -> None:
    goal = make.goal("i.3")
    for role, leads in (("officer", True), ("reader", True), ("contact", False), ("admin", False)):
        assert (f"{CROSSWALK}?goal={goal.pk}" in browse(cast[role]).get(goal.get_absolute_url()).text) == leads, role


def test_an_item_with_a_tie_stays(tied: dict[str, Crosswalk], officer: User) -> None:
    item = tied["late"].item
    child = FrameworkItem(strategy=item.strategy, framework=item.framework, parent=item, code="10.7.1", place=9)
    child.save()
    with pytest.raises(TransitionRefused, match=r"kopplad till i\.1, ii\.5"):
        remove_item(item=item, by=officer)
    Crosswalk.objects.filter(item=item).delete()
    with pytest.raises(TransitionRefused, match="Det finns punkter under den här"):
        remove_item(item=item, by=officer)
    remove_item(item=child, by=officer)
    remove_item(item=item, by=officer)
    assert list(FrameworkItem.objects.present().values_list("code", flat=True)) == ["8.8"]


@pytest.mark.both
def test_a_framework_takes_its_items_and_ties_along_and_brings_them_back(
    tied: dict[str, Crosswalk], officer: User
) -> None:
    framework = Framework.objects.get()
    remove_framework(framework=framework, by=officer)
    for model in (Framework, FrameworkItem, Crosswalk):
        assert not model.objects.visible_to(officer).exists()
    restore_from_bin(record=framework, by=officer)
    assert Crosswalk.objects.visible_to(officer).count() == 3


def test_items_are_found_by_code_or_word(tied: dict[str, Crosswalk], officer: User, browse: Browse) -> None:
    address = Framework.objects.get().get_absolute_url()
    for words, codes in (("10", ["10.7"]), ("orderly", ["10.7"]), ("8", ["8.8"]), ("x", [])):
        page = browse(officer).get(address, {"q": words})
        assert [item.code for item in page.context["page"]] == codes, words
