"""The index follows what is written, in the same transaction, and holds nothing that may not be found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event
from strategy.people.models import User
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.services import move_to_bin, restore_from_bin, save_record
from strategy.search.finding import Narrowing, find, sees_all
from strategy.search.index import index, searched_models
from strategy.search.models import SearchEntry
from strategy.search.words import question
from tests.conftest import Cast
from tests.making import Making
from tests.test_sameness import constant

pytestmark = [pytest.mark.both, pytest.mark.django_db]

Browse = Callable[[User], Client]


def hits(make: Making, user: User, asked: str, **narrowing: Any) -> list[str]:
    found = find(user, question(asked), Narrowing([make.strategy], **narrowing))
    return [f"{entry.kind} {entry.key}" for entry in found.entries] if found.way == "all" else []


def test_it_follows_a_thing_and_what_hangs_on_it(make: Making, cast: Cast) -> None:
    event = make.event(title="Rådgivande samtal om visum")
    said = make.intervention(event, message="Sverige bad om en nämnd.")
    both = [f"event {event.pk}", f"intervention {said.pk}"]
    assert hits(make, cast.officer, "visum") == both
    assert hits(make, cast.officer, "visum nämnden") == both[1:]

    event.title = "Samtal om pass"
    save_record(record=event, by=cast.officer)
    assert hits(make, cast.officer, "visum") == []
    assert hits(make, cast.officer, "pass") == both

    move_to_bin(record=event, by=cast.officer, expected_version=event.version)
    assert SearchEntry.objects.filter(kind__in=["event", "intervention"]).count() == 0
    restore_from_bin(record=event, by=cast.officer)
    assert hits(make, cast.officer, "pass nämnd") == both[1:]

    event.starts_on = event.ends_on = date(2020, 3, 2)
    save_record(record=event, by=cast.officer)
    assert hits(make, cast.officer, "nämnd", year=2020) == both[1:]
    assert hits(make, cast.officer, "nämnd", goal=make.goal("i.1").pk) == both[1:]
    assert hits(make, cast.officer, "nämnd", goal=make.goal("i.2").pk) == []


def test_what_is_rolled_back_is_not_found(make: Making, cast: Cast) -> None:
    with transaction.atomic():
        make.event(title="Visumfrågan")
        assert len(hits(make, cast.officer, "visumfrågan")) == 1
        transaction.set_rollback(True)
    assert SearchEntry.objects.filter(kind="event").count() == 0


def test_goals_tied_later_are_found_by(make: Making, cast: Cast) -> None:
    commitment = make.commitment(goals=["i.2"], text="IOM skriver till nämnden.")
    assert hits(make, cast.officer, "i.2 nämnd") == [f"commitment {commitment.pk}"]
    commitment.goals.set([make.goal("iii.4")])
    assert hits(make, cast.officer, "i.2 nämnd") == []
    assert hits(make, cast.officer, "iii.4 nämnd") == [f"commitment {commitment.pk}"]


def test_nothing_that_is_still_being_written_is_in_it(make: Making, cast: Cast) -> None:
    draft = make.observation(cast.contact, state="draft", title="Visum i Dhaka")
    make.attachment(draft, name="visum.txt")
    assessment = make.assessment("i.2", happened="Visum dröjer.")
    make.evidence(assessment, document="Om visum")
    assert not SearchEntry.objects.filter(Q(title__contains=" visum") | Q(text__contains=" visum")).exists()

    draft.state = "submitted"
    save_record(record=draft, by=cast.contact)
    assert sorted(hit.split()[0] for hit in hits(make, cast.officer, "visum")) == ["attachment", "observation"]


def test_what_one_may_not_see_moves_nothing(make: Making, cast: Cast, browse: Browse) -> None:
    make.event(title="Samtal om visum", classification="open")
    pages = [("strategy:search", {"q": asked}) for asked in ("visum", "samtal visum", "visum hemligt", "dröj")]
    pages += [("strategy:search-quick", {"q": "vis"})]
    reader = browse(cast.reader)

    def shown() -> list[str]:
        answers = [reader.get(reverse(name, args=[make.strategy.slug]), asked) for name, asked in pages]
        return [f"{ {**answer.headers, 'X-Request-ID': ''} } {constant(answer.text)}" for answer in answers]

    before = shown()
    secret = make.event(title="Visum: hemligt samtal", summary="Det dröjer.", classification="secret")
    copies = []
    for _number in range(1000):
        copy = Event.objects.get(pk=secret.pk)
        copy.pk = None
        copies.append(copy)
    index(Event, [event.pk for event in Event.objects.bulk_create(copies)])
    assert SearchEntry.objects.filter(kind="event").count() == 1002
    assert shown() == before
    assert find(cast.officer, question("hemligt"), Narrowing([make.strategy])).more


def test_secret_hits_stand_on_the_page_and_once_in_the_log_but_not_as_one_types(
    make: Making, cast: Cast, browse: Browse
) -> None:
    event = make.event(title="Enskilt om visum", classification="secret")
    officer = browse(cast.officer)
    told = AuditEntry.objects.filter(verb__in=[Verb.READ, Verb.LISTED])

    quick = officer.get(reverse("strategy:search-quick", args=[make.strategy.slug]), {"q": "visum"})
    assert (len(quick.context["hits"]), told.count()) == (0, 0)

    page = officer.get(reverse("strategy:search", args=[make.strategy.slug]), {"q": "visum"})
    assert [hit.entry.key for group in page.context["groups"] for hit in group.hits] == [event.pk]
    assert told.count() == 1


def test_nonsense_finds_nothing_and_breaks_nothing(make: Making, cast: Cast, browse: Browse) -> None:
    officer = browse(cast.officer)
    for asked in ["", " ", '"', '""', "\"'; DROP", "*", "a:b", "(", "NEAR(x y)", "¤#%", "ह", "国", "-" * 90, "ö" * 200]:
        for name in ("strategy:search", "strategy:search-quick"):
            address = reverse(name, args=[make.strategy.slug])
            assert (
                officer.get(address, {"q": asked, "kind": "x", "year": "x", "goal": "x", "page": "x"}).status_code
                == 200
            )


def test_nothing_is_looked_up_where_the_table_gives_all(make: Making, cast: Cast) -> None:
    def whole(user: User) -> set[str]:
        return {noun for noun in searched_models() if sees_all(user, noun, Narrowing([make.strategy]))}

    assert {"event", "intervention", "observation", "answer-part", "report", "goal"} <= whole(cast.officer)
    assert not {"evidence", "attachment", "counterpart"} & whole(cast.officer)
    assert not {"event", "intervention", "observation", "report"} & whole(cast.reader)
    assert whole(cast.contact) == {"goal", "paragraph"}
