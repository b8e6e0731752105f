"""A new kind of record is one class, from which history, bin, log, masking, registry, disposal and privacy have it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from reporting.archive.disposal.plans import disposal_kinds
from reporting.archive.registry.entries import counts
from strategy.people.models import User
from strategy.records.kinds import forget_kinds
from strategy.records.services import create_record, move_to_bin, save_record
from strategy.search import index
from tests.conftest import Cast
from tests.making import Making

Browse = Callable[[User], Client]


@pytest.fixture
def trial(transactional_db: None, settings: Settings) -> Iterator[None]:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.trial"]
    forget_kinds()
    index.listen()
    call_command("migrate", "trial", verbosity=0)
    yield
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "tests.trial"]
    forget_kinds()
    index.listen()


def test_a_new_kind_of_record_is_known_everywhere(trial: None, make: Making, cast: Cast, browse: Browse) -> None:
    officer, slug = browse(cast.officer), make.strategy.slug
    model: Any = apps.get_app_config("trial").get_model("Visit")
    visit = model(strategy=make.strategy, title="Hos mottagningen", hosts="Kim Nordlund tog emot.")
    create_record(record=visit, by=cast.officer)
    visit.title = "Hos gränspolisen"
    save_record(record=visit, by=cast.colleague)

    history = officer.get(reverse("reporting:history", args=["visit", visit.pk]))
    assert history.context["heading"] == "Studiebesök: Hos gränspolisen"
    assert [change.label for change in history.context["versions"][0].changes] == ["Rubrik"]

    log = officer.get(reverse("reporting:log", args=[slug]), {"kind": "visit"})
    told = [(line.kind, line.name, line.verb) for line in log.context["lines"]]
    assert told == [
        ("studiebesök", f"Hos {where}", verb)
        for where, verb in (("gränspolisen", "ändrade"), ("mottagningen", "skapade"))
    ]

    request = make.disclosure_request()
    finding = reverse("reporting:disclosure-records", args=[request.pk])
    [found] = officer.get(finding, {"words": "Nordlund"}).context["hits"]
    assert (found.kind.noun, [str(record) for record in found.records]) == ("visit", ["Hos gränspolisen"])
    officer.post(finding, {"visit": [visit.pk]})
    masking = officer.get(reverse("reporting:disclosure-item", args=[request.items.get().pk]))
    assert "Kim Nordlund tog emot." in masking.text

    assert counts(cast.officer, make.strategy)["visit"] == 1
    assert str(disposal_kinds()["visit"].label) == "studiebesök"
    assert "Namn vid studiebesök" in officer.get(reverse("strategy:personal-data")).text

    searching = reverse("strategy:search", args=[slug])
    assert [group.label for group in officer.get(searching, {"q": "gränspolis"}).context["groups"]] == ["Studiebesök"]

    move_to_bin(record=visit, by=cast.officer, expected_version=2)
    [entry] = officer.get(reverse("reporting:bin", args=[slug])).context["entries"]
    assert (entry.kind.label, entry.words) == ("studiebesök", "Kim Nordlund tog emot.")
    officer.post(reverse("reporting:restoration", args=["visit", visit.pk]))
    visit.refresh_from_db()
    assert visit.removed_at is None
