from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from config.help import HELP, WAYS
from config.navigation import SECTIONS, help_topics, topic_of
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.access_rows import names
from tests.conftest import SLUG, Cast

Browse = Callable[[User], Client]
PAGES = {*HELP, *[page for steps in WAYS.values() for page, _text in steps]}


def test_what_is_explained_is_there_and_every_page_of_the_menu_is_explained() -> None:
    assert set(names(get_resolver().url_patterns)) >= PAGES
    assert {place.name for section in SECTIONS for place in section.places} <= set(HELP)


def test_every_text_is_five_lines_at_most() -> None:
    assert {page: len(lines) for page, lines in HELP.items() if not 1 < len(lines) <= 5} == {}


@pytest.mark.parametrize(
    ("page", "topic"),
    [
        ("reporting:goal", "reporting:goal"),
        ("dialogue:event-edit", "dialogue:event"),
        ("dialogue:events", "dialogue:events"),
        ("priorities:activity-deadline", "priorities:work-plan"),
        ("reporting:overall-assessment", "reporting:rounds"),
        ("strategy:security", None),
    ],
)
def test_a_form_has_the_help_of_the_page_it_belongs_to(page: str, topic: str | None, strategy: Strategy) -> None:
    found = topic_of(page, help_topics(strategy, {Role.OFFICER}))

    assert (found and found.page) == topic


def test_each_is_told_of_what_they_have_in_the_menu_and_of_no_more(cast: Cast, browse: Browse) -> None:
    rounds, meetings = (reverse(name, args=[SLUG]) for name in ("reporting:rounds", "dialogue:events"))
    invitations = reverse("strategy:invitations")
    seen = {
        role: {url for url in (rounds, invitations, meetings) if f'"{url}"' in main(browse(cast[role]), "")}
        for role in ("officer", "reader", "contact", "admin")
    }

    assert seen == {"officer": {rounds, meetings}, "reader": {meetings}, "contact": set(), "admin": {invitations}}


def test_the_page_that_it_was_asked_from_comes_first_and_alone_in_its_place(officer: User, browse: Browse) -> None:
    asked = f"?page=dialogue:event&strategy={SLUG}"
    whole = main(browse(officer), asked)
    part = browse(officer).get(reverse("strategy:help") + asked, headers={"HX-Request": "true"}).text

    assert "<h2" in part.lstrip()[:200]
    assert "<html" not in part
    assert whole.index("ett möte") < whole.index("Första gången här")


def test_a_strategy_that_one_has_no_part_in_has_no_help(outsider: User, browse: Browse) -> None:
    assert browse(outsider).get(reverse("strategy:help") + f"?strategy={SLUG}").status_code == 404


def main(client: Client, asked: str) -> str:
    text: str = client.get(reverse("strategy:help") + asked).text
    return text[text.index("<main") :]
