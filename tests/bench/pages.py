"""Which pages there are to measure: every address of the URL table that an officer can open, and some with a filter.

An address is filled in from the demonstration set: the strategy, a year, the first thing of its kind that the officer
sees. What it leads to is read from its first word (`meetings/<int:pk>/` leads to an `Event`), so that a new page comes
along by itself; where that fails, the page is named as left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from strategy.models import Strategy, User

SLUG = "iom-2020-2022"
OFFICER = "handlaggare@demo.example"
YEAR = 2021
ROOMS = ("strategy", "priorities", "dialogue", "reporting")
LEADS_TO = {"meetings": "event", "prepared-goals": "agendaitemgoal", "work-plans": "workplanversion"}
WITH_A_FILTER = {
    "reporting:overview": ["year=2020"],
    "dialogue:events": ["goal={goal}", "page=2", "state=minuted"],
    "dialogue:observations": ["state=accepted"],
    "reporting:goal": ["page=2"],
    "reporting:report-new": ["audience=external"],
}


@dataclass(frozen=True)
class Page:
    name: str
    url: str


class Unknown(Exception):
    """Nothing in the demonstration set, or no model, fills the address in."""


def officer() -> User:
    return User.objects.get(email=OFFICER)


def signed_in() -> Client:
    client = Client()
    client.force_login(officer())
    return client


def pages(chosen: str) -> tuple[list[Page], list[str]]:
    """Those that answer an officer with a page, in the order of the URL table; and the names of those left out.

    Only those with `chosen` in their names.
    """
    client, user = signed_in(), officer()
    strategy = Strategy.objects.get(slug=SLUG)
    found, left_out = [], []
    for name, pattern in named_patterns(get_resolver("config.urls")):
        if chosen not in name:
            continue
        try:
            url = address(name, pattern, strategy, user)
        except (Unknown, NoReverseMatch):
            left_out.append(name)
            continue
        if not answers_with_page(client, url):
            continue
        found.append(Page(name, url))
        found += [with_filter(name, url, query, strategy) for query in WITH_A_FILTER.get(name, [])]
    return found, left_out


def named_patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern, pattern.namespace or space)
        elif pattern.name:
            yield f"{space}:{pattern.name}" if space else pattern.name, pattern


def address(name: str, pattern: URLPattern, strategy: Strategy, user: User) -> str:
    filled: dict[str, Any] = {}
    for argument in pattern.pattern.converters:
        match argument:
            case "slug":
                filled[argument] = strategy.slug
            case "year":
                filled[argument] = YEAR
            case "pk":
                filled[argument] = first_seen(str(pattern.pattern), user)
            case "format":
                raise Unknown  # a file, not a page
            case _:
                raise Unknown
    return reverse(name, kwargs=filled)


def first_seen(route: str, user: User) -> int:
    model = model_of(route.split("/", 1)[0])
    visible = getattr(model._default_manager.all(), "visible_to", None)
    first = visible(user).order_by("pk").first() if visible else None
    if first is None:
        raise Unknown
    return int(first.pk)


def model_of(word: str) -> type[Model]:
    names = {LEADS_TO.get(word, ""), word.removesuffix("s"), word.removesuffix("ies") + "y"}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.model_name in {name.replace("-", "") for name in names}:
                return model
    raise Unknown


def answers_with_page(client: Client, url: str) -> bool:
    answer = client.get(url)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def with_filter(name: str, url: str, query: str, strategy: Strategy) -> Page:
    chosen = query.format(goal=apps.get_model("priorities", "Goal")._default_manager.filter(strategy=strategy)[0].pk)
    return Page(f"{name}?{query.replace('{goal}', '…')}", f"{url}?{chosen}")
