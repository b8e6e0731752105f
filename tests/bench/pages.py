"""Which pages there are to measure: every address of the URL table that leads to a page, and some with a filter.

An address is filled in from the demonstration set: the strategy, a year, the first thing of its kind that is seen.
Where the set has nothing that opens it, one is made, as the tests of access make it. Each is asked for by the first of
the people below who gets a page there, and left out where none does: a file, a form's answer, the way in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.access_rows import ROWS, of, route
from tests.access_things import Things
from tests.bench.people import PEOPLE, SLUG, YEAR, person
from tests.making import Making

ROOMS = ("strategy", "priorities", "dialogue", "reporting")
LEADS_TO = {"meetings": "event", "prepared-goals": "agendaitemgoal", "work-plans": "workplanversion"}
WITH_A_FILTER = {
    "reporting:overview": ["year=2020"],
    "reporting:calendar": ["month=2021-06", "day=2021-06-30"],
    "strategy:search": ["q=%C3%B6ronm%C3%A4rkning", "q=i.3&kind=intervention"],
    "strategy:search-quick": ["q=SCPF"],
    "dialogue:events": ["goal={goal}", "page=2", "state=minuted"],
    "dialogue:observations": ["state=accepted"],
    "reporting:goal": ["year=2021&page=2", "show=dialogue"],
    "reporting:registry": ["kind=event"],
    "reporting:report-new": ["audience=external"],
}


@dataclass(frozen=True)
class Page:
    name: str
    url: str
    person: str


class Unknown(Exception):
    """Nothing in the demonstration set, or no model, fills the address in."""


@cache
def signed_in(name: str = PEOPLE[0]) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def pages(chosen: str) -> list[Page]:
    """In the order of the URL table, those with `chosen` in their names. Makes what the demonstration set lacks."""
    strategy = Strategy.objects.get(slug=SLUG)
    things = Things(Making(strategy, *(person(name) for name in (PEOPLE[0], PEOPLE[1], PEOPLE[3]))))
    found = []
    for name, pattern in named_patterns(get_resolver("config.urls")):
        asker, url = asker_of(name, pattern, strategy, things) if chosen in name else ("", "")
        if asker:
            found.append(Page(name, url, asker))
            queries = WITH_A_FILTER.get(name, [])
            found += [with_filter(name, url, asker, query, strategy) for query in queries]
    return found


def named_patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern, pattern.namespace or space)
        elif pattern.name:
            yield f"{space}:{pattern.name}" if space else pattern.name, pattern


def asker_of(name: str, pattern: URLPattern, strategy: Strategy, things: Things) -> tuple[str, str]:
    """Who gets a page, and where; two empty texts for nobody."""
    for address in (from_the_set, made_for_it):
        for who in PEOPLE:
            try:
                url = address(name, pattern, strategy, things, person(who))
            except Unknown:
                continue
            if answers_with_page(signed_in(who), url):
                return who, url
    return "", ""


def from_the_set(name: str, pattern: URLPattern, strategy: Strategy, things: Things, user: User) -> str:
    filled: dict[str, Any] = {}
    for argument in pattern.pattern.converters:
        match argument:
            case "slug":
                filled[argument] = strategy.slug
            case "year":
                filled[argument] = YEAR
            case "pk":
                filled[argument] = first_seen(str(pattern.pattern), user)
            case _:
                raise Unknown
    return reverse(name, kwargs=filled)


def made_for_it(name: str, pattern: URLPattern, strategy: Strategy, things: Things, user: User) -> str:
    row = next((row for row in ROWS if route(row) == name and ROWS[row].get), None)
    if row is None:
        raise Unknown
    return of(row, things)


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


def with_filter(name: str, url: str, asker: str, query: str, strategy: Strategy) -> Page:
    chosen = query.format(goal=apps.get_model("priorities", "Goal")._default_manager.filter(strategy=strategy)[0].pk)
    return Page(f"{name}?{query.replace('{goal}', '…')}", f"{url}?{chosen}", asker)
