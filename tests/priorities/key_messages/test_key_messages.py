from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from priorities.key_messages.models import KeyMessage
from priorities.key_messages.services import latest_version, write_key_message
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import move_to_bin
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def address(make: Making, name: str, goal: str = "i.1") -> str:
    return reverse(f"priorities:{name}", args=[make.goal(goal).pk])


@pytest.mark.both
def test_the_latest_whose_day_has_come_is_in_force(make: Making) -> None:
    first = make.key_message(holds_from=date(2020, 1, 1))
    make.key_message(holds_from=date(2021, 6, 1), say="Ersatt samma dag.")
    second = make.key_message(holds_from=date(2021, 6, 1))
    coming = make.key_message(holds_from=date(2022, 1, 1))
    other = make.key_message("i.2", holds_from=date(2020, 1, 1))

    def on(day: date) -> set[KeyMessage]:
        return set(KeyMessage.objects.present().filter(goal__code__in=["i.1", "i.2"]).in_force(day))

    assert on(date(2019, 12, 31)) == set()
    assert on(date(2021, 5, 31)) == {first, other}
    assert on(date(2021, 6, 1)) == {second, other}
    assert on(date(2022, 1, 1)) == {coming, other}
    move_to_bin(record=coming, by=make.officer, expected_version=1)
    assert on(date(2022, 1, 1)) == {second, other}


def test_the_decision_gives_the_first_one_and_everybody_in_the_strategy_reads_it(
    make: Making, cast: Cast, browse: Browse
) -> None:
    for role in ("officer", "head", "delegation", "reader", "contact"):
        page = browse(cast[role]).get(make.goal("ii.1").get_absolute_url()).text
        assert "Att IOM har eller bör få mandat att skapa normer för stater." in page, role
        assert "Beslutet, fokusområde ii" in page, role
    assert "skapa normer" not in browse(cast.admin).get(make.goal("ii.1").get_absolute_url()).text


def test_a_change_is_a_new_version_and_the_old_one_stays(make: Making, officer: User, browse: Browse) -> None:
    before = make.key_message(say="Rapporter i tid.", classification=Classification.OPEN)
    page = browse(officer).get(address(make, "key-message-new"))
    assert page.context["form"]["say"].value() == "Rapporter i tid."

    typed = {"after": before.pk, "say": "Rapporter **varje** år.", "say_not": "Mer pengar.", "holds_from": "2021-01-01"}
    response = browse(officer).post(address(make, "key-message-new"), typed | {"classification": "working"})
    after = KeyMessage.objects.latest("pk")
    assert response["Location"] == after.get_absolute_url()
    assert (before.say, after.say_not) == (KeyMessage.objects.get(pk=before.pk).say, "Mer pengar.")

    page = browse(officer).get(address(make, "key-messages"))
    assert list(page.context["versions"]) == [after, before]
    assert page.context["in_force"] == after
    assert "Rapporter <strong>varje</strong> år." in page.text


def test_contacts_read_the_latest_open_one_and_know_of_no_other(make: Making, cast: Cast, browse: Browse) -> None:
    make.key_message(say="Detta är offentligt.", classification="open")
    make.key_message(say="Detta är internt.", holds_from=date(2021, 1, 1))
    for page in (make.goal().get_absolute_url(), address(make, "key-messages")):
        told = browse(cast.contact).get(page).text
        assert "Detta är offentligt." in told
        assert "internt" not in told
        assert "ersatt" not in told


def test_nobody_replaces_a_version_that_they_have_not_seen(make: Making, officer: User, browse: Browse) -> None:
    seen = make.key_message()
    newer = make.key_message(say="Skrivet av en annan.")
    with pytest.raises(TransitionRefused, match="Någon annan"):
        write_key_message(
            message=KeyMessage(strategy=make.strategy, goal=make.goal(), say="Mitt.", holds_from=date(2021, 1, 1)),
            after=seen.pk,
            by=officer,
        )
    typed = {"after": seen.pk, "say": "Mitt budskap.", "holds_from": "2021-01-01", "classification": "working"}
    refused = browse(officer).post(address(make, "key-message-new"), typed)
    assert refused.status_code == 422
    for words in ("Någon annan har skrivit ett nytt budskap", "Mitt budskap.", "Skrivet av en annan."):
        assert words in refused.text
    assert refused.context["form"]["after"].value() == str(newer.pk)
    browse(officer).post(address(make, "key-message-new"), typed | {"after": newer.pk})
    latest = latest_version(make.goal())
    assert latest is not None
    assert latest.say == "Mitt budskap."


def test_a_lower_marking_than_the_version_before_says_why(make: Making, officer: User, browse: Browse) -> None:
    before = make.key_message()
    typed = {"after": before.pk, "say": "Nytt.", "holds_from": "2021-01-01", "classification": "open"}
    refused = browse(officer).post(address(make, "key-message-new"), typed)
    assert set(refused.context["form"].errors) == {"lowering_reason"}
    browse(officer).post(address(make, "key-message-new"), typed | {"lowering_reason": "Beslutat offentligt."})
    assert KeyMessage.history.latest("history_id").history_change_reason == "Beslutat offentligt."


def test_a_removed_version_gives_place_to_the_one_before(make: Making, officer: User, browse: Browse) -> None:
    first, second = make.key_message(say="Första."), make.key_message(say="Andra.")
    browse(officer).post(reverse("priorities:key-message-removal", args=[second.pk]))
    assert latest_version(make.goal()) == first


def test_it_stands_at_the_goals_in_hand_on_a_meetings_page(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    make.prepared_goal(make.agenda_item(event), "ii.1")
    assert "skapa normer för stater" in browse(officer).get(event.get_absolute_url()).text
