"""The menu, and the names of the pages that every floor leads to."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.help import FOR_EVERYBODY, HELP, WAYS
from strategy.access import READERS, Kind, Role
from strategy.decision.models import Strategy
from strategy.notices.models import Notice
from strategy.people.models import Membership, User


@dataclass(frozen=True)
class Place:
    """A page of the menu: who may read its kind is offered it, but for the roles it is not meant for."""

    label: Promise
    name: str
    kind: Kind
    excluded: frozenset[str] = frozenset()
    in_strategy: bool = True  # whether its address names the strategy
    below: tuple[str, ...] = ()  # how the names of pages below it begin, a dash after them: a thing's own, its forms


@dataclass(frozen=True)
class Section:
    """An entry of the main menu; where it has several places they stand as tabs on each of them."""

    label: Promise
    places: list[Place]


def everywhere(label: Promise, name: str, *below: str) -> Place:
    """A page of the administration, which no strategy has for its own."""
    return Place(label, name, Kind.MEMBERSHIP, frozenset(Role) - ADMINISTRATORS, in_strategy=False, below=below)


READ_ONLY_ROLES = frozenset({Role.DELEGATION, Role.READER})
ADMINISTRATORS = frozenset({Role.ADMIN})
PEOPLE = ("person-", "role", "contact")
TAKE_PART = frozenset(READERS[Kind.DIALOGUE])  # they have the calendar among the meetings
MEETINGS = ("event", "agenda", "prepared", "intervention", "counterpart", "instruction")
SECTIONS = [
    Section(_("Översikt"), [Place(_("Översikt"), "reporting:overview", Kind.DIALOGUE)]),
    Section(
        _("Mål"),
        [
            Place(_("Målen"), "reporting:goals", Kind.STRATEGY, below=("goal",)),
            Place(_("Strategins text"), "priorities:text", Kind.STRATEGY, below=("key-message",)),
            Place(_("Måttstockar"), "priorities:frameworks", Kind.FRAMEWORK, below=("framework",)),
            Place(_("Kopplingar"), "priorities:crosswalk", Kind.CROSSWALK, below=("crosswalk",)),
        ],
    ),
    Section(
        _("Möten"),
        [
            Place(_("Möten"), "dialogue:events", Kind.DIALOGUE, below=MEETINGS),
            Place(_("Utfästelser"), "dialogue:commitments", Kind.DIALOGUE, below=("commitment",)),
            Place(_("Täckning"), "reporting:coverage", Kind.DIALOGUE),
            Place(_("Kalender"), "reporting:calendar", Kind.DIALOGUE, below=("calendar", "consultation")),
        ],
    ),
    Section(
        _("Fältobservationer"),
        [
            Place(_("Fältobservationer"), "dialogue:observations", Kind.OBSERVATION, below=("observation",)),
            Place(_("Kontaktpersoner"), "strategy:contacts", Kind.MEMBERSHIP, ADMINISTRATORS, below=PEOPLE),
        ],
    ),
    Section(
        _("Förfrågningar"),
        [Place(_("Förfrågningar"), "dialogue:requests", Kind.REQUEST, below=("request", "answer"))],
    ),
    Section(
        _("Arbetsplan"),
        [
            Place(_("Arbetsplan"), "priorities:work-plan", Kind.WORK_PLAN, below=("work-plan", "activity")),
            Place(
                _("Kalender"), "reporting:calendar", Kind.WORK_PLAN, TAKE_PART, below=("calendar",)
            ),  # of those who see no meetings
        ],
    ),
    Section(
        _("Finansiering"),
        [
            Place(_("Finansiering"), "priorities:funding", Kind.FUNDING, below=("contribution",)),
            Place(_("Sekonderingar och JPO"), "priorities:postings", Kind.FUNDING, below=("posting",)),
            Place(_("Indikatorer"), "priorities:indicators", Kind.INDICATOR, below=("indicator", "measurement")),
        ],
    ),
    Section(
        _("Bedömningar"),
        [
            Place(
                _("Bedömningar"),
                "reporting:rounds",
                Kind.ASSESSMENT,
                READ_ONLY_ROLES,
                below=("round", "assessment", "overall", "evidence"),
            )
        ],
    ),
    Section(
        _("Rapporter"),
        [
            Place(_("Rapporter"), "reporting:reports", Kind.REPORT, below=("report",)),
            Place(_("Delningar"), "reporting:circulations", Kind.CIRCULATION, below=("circulation", "comment")),
            Place(_("Till registratorn"), "reporting:registry", Kind.REGISTRY),
            Place(_("Utlämnanden"), "reporting:disclosures", Kind.DISCLOSURE, below=("disclosure", "masking")),
            Place(_("Kontrollera en rapport"), "reporting:report-check", Kind.REPORT, in_strategy=False),
        ],
    ),
    Section(
        _("Administration"),
        [
            everywhere(_("Personer"), "strategy:people", *PEOPLE),
            everywhere(_("Inbjudningar"), "strategy:invitations", "invitation"),
            everywhere(_("Organisationer"), "strategy:organisations", "organisation"),
            everywhere(_("Strategier"), "strategy:strategies"),
            everywhere(_("Nya beslut"), "dialogue:decision-drafts", "decision-draft"),
            everywhere(_("Brev"), "strategy:letters"),
            everywhere(_("Driften"), "operations:state"),
        ],
    ),
]


DECISION = "priorities:text"
HANDOVERS = "reporting:handovers"
PORTFOLIO = "reporting:portfolio"  # where the day begins for whoever has several strategies
HISTORY, RESTORATION = "reporting:history", "reporting:restoration"  # of every record, by its noun and number
PAGE_NAMES: dict[str, Promise] = {place.name: place.label for section in SECTIONS for place in section.places} | {
    "dialogue:counterpart": _("en motpart"),
    "dialogue:decision-draft": _("ett beslut som läses in"),
    "dialogue:event": _("ett möte"),
    "dialogue:instruction": _("en instruktion"),
    "dialogue:event-report": _("en hemrapport"),
    "dialogue:event-series": _("en serie möten"),
    "dialogue:event-work": _("att ta isär en hemrapport"),
    "dialogue:observation-new": _("en ny observation"),
    "priorities:framework": _("en måttstock"),
    "priorities:key-messages": _("budskap för ett mål"),
    "priorities:work-plan-proposal": _("ett förslag till arbetsplanen"),
    "dialogue:request": _("en förfrågan"),
    "reporting:assessment": _("målbedömning"),
    "reporting:bin": _("papperskorgen"),
    "reporting:circulation": _("en delning"),
    "reporting:consultation": _("ett samråd"),
    "reporting:coverage-cell": _("täckning, en ruta"),
    "reporting:disposal": _("gallringsbeslut"),
    "reporting:goal": _("ett mål"),
    "reporting:history": _("historik"),
    "reporting:newcomer": _("ny här"),
    "reporting:portfolio": _("dina strategier"),
    "reporting:handovers": _("överlämningar"),
    "reporting:handover": _("en överlämning"),
    "reporting:log": _("loggen"),
    "reporting:report-new": _("ny rapport"),
    "reporting:round": _("årets bedömningar"),
    "strategy:deputies": _("ställföreträdare"),
    "strategy:notice-choices": _("brev om det som är nytt"),
    "strategy:notices": _("nytt"),
    "strategy:search": _("sök"),
}


@dataclass(frozen=True)
class Topic:
    """What is said about a page; without an address where it is about one thing of many."""

    page: str
    lines: list[Promise]
    url: str = ""

    @property
    def label(self) -> str:
        return name_of(self.page)


@dataclass(frozen=True)
class Step:
    label: str
    text: Promise
    url: str


@dataclass(frozen=True)
class MenuEntry:
    label: Promise | str
    url: str
    current: str  # as `aria-current` has it: page, or true for a page below it, or nothing


def page(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the strategy at hand, the navigation and the reader's roles in it."""
    user = request.user
    if not isinstance(user, User) or getattr(request, "is_on_the_way", False):
        return {}
    strategy: Strategy | None = getattr(request, "strategy", None)
    if strategy is None:
        strategy = next(iter(user.strategies_today), None)
    held = user.memberships_in(strategy.pk if strategy else None)
    roles = {membership.role for membership in held}
    menu, tabs = navigation(strategy, roles, request)
    return {
        "strategy": strategy,
        "membership": next(iter(held), None),
        "navigation": menu,
        "section_tabs": tabs,
        "role_label": role_label(held),
        "news": Notice.objects.of(user).unread().count(),
        "bin_url": address_for(roles, Kind.BIN_COUNTS, "reporting:bin", strategy),
        "log_url": address_for(roles, Kind.LOG, "reporting:log", strategy),
        "own_strategies": others(user, strategy),
        "portfolio_url": address(PORTFOLIO),
        "newcomer_url": address_for(roles, Kind.DIALOGUE, "reporting:newcomer", strategy),
        "handovers_url": address_for(roles, Kind.HANDOVER, HANDOVERS, strategy),
        "deputies_url": address_for(roles, Kind.DEPUTY, "strategy:deputies", strategy),
    }


def others(user: User, strategy: Strategy | None) -> list[MenuEntry]:
    """All that somebody has a part in, each with where a day there begins; none where it is the only one."""
    own = list({each.pk: each for each in user.strategies_today}.values())
    return [
        MenuEntry(
            each.short_name,
            address(first_page(user.roles_in(each.pk)), each.slug),
            current="true" if each == strategy else "",
        )
        for each in (own if len(own) > 1 else [])
    ]


def role_label(held: Iterable[Membership]) -> str:
    """All that somebody is here, each once: officer and deputy head, say."""
    return get_text_list(list(dict.fromkeys(membership.role_label for membership in held)), gettext("och"))


def address_for(roles: set[str], kind: Kind, name: str, strategy: Strategy | None) -> str:
    return address(name, strategy.slug) if strategy and roles & READERS[kind].keys() else ""


@lru_cache(maxsize=1000)
def address(name: str, *slug: str) -> str:
    """The same for as long as the process lives, and asked for some twenty times on every page."""
    return reverse(name, args=slug)


def navigation(
    strategy: Strategy | None, roles: set[str], request: HttpRequest
) -> tuple[list[MenuEntry], list[MenuEntry]]:
    """The main menu, and the tabs of the section that the page stands in: on the pages that they lead to."""
    menu, tabs = [], []
    for section in SECTIONS:
        places = [place for place in section.places if is_offered(place, strategy, roles)]
        if not places:
            continue
        entries = [entry(place, strategy, request.path) for place in places]
        first, here = entries[0], any(found.current for found in entries)
        below = any(is_below(place, request) for place in places)
        menu.append(MenuEntry(section.label, first.url, first.current or ("true" if here or below else "")))
        if here and len(entries) > 1:
            tabs = entries
    return menu, tabs


def is_below(place: Place, request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and f"{match.kwargs.get('kind', match.url_name)}-".startswith(place.below)


def is_offered(place: Place, strategy: Strategy | None, roles: set[str]) -> bool:
    """One role is enough, whatever the others are excluded from."""
    readers = READERS[place.kind].keys() - place.excluded
    return bool(roles & readers) and not (place.in_strategy and strategy is None)


def entry(place: Place, strategy: Strategy | None, path: str) -> MenuEntry:
    url = address(place.name, *([strategy.slug] if place.in_strategy and strategy else []))
    return MenuEntry(place.label, url, current=current(url, path))


def current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if url.count("/") > 3 and path.startswith(url) else ""


def first_page(roles: set[str]) -> str:
    """Whoever takes part in the dialogue begins at the overview, whatever else they are."""
    if roles & READERS[Kind.DIALOGUE].keys():
        return "reporting:overview"
    return "dialogue:observations"


def help_topics(strategy: Strategy | None, roles: set[str]) -> list[Topic]:
    """In the order of the menu, each page followed by those below it that have words of their own."""
    offered = [place for section in SECTIONS for place in section.places if is_offered(place, strategy, roles)]
    topics = {
        page: Topic(page, HELP[page], address_of(page, strategy) if page == place.name else "")
        for place in offered
        for page in [place.name, *pages_below(place)]
    }
    general = FOR_EVERYBODY if strategy else FOR_EVERYBODY[1:]
    return [*topics.values(), *(Topic(page, HELP[page], address_of(page, strategy)) for page in general)]


def pages_below(place: Place) -> list[str]:
    listed = {each.name for section in SECTIONS for each in section.places}
    return [name for name in HELP if name not in listed and begins_below(place, name)]


def begins_below(place: Place, page: str) -> bool:
    app, _colon, name = page.partition(":")
    return place.name.startswith(f"{app}:") and f"{name}-".startswith(place.below)


def topic_of(page: str, topics: list[Topic]) -> Topic | None:
    """The page's own; else of the page that its name begins with; else of the place in the menu that it is below."""
    own = [topic for topic in topics if f"{page}-".startswith(f"{topic.page}-")]
    places = [place.name for section in SECTIONS for place in section.places if begins_below(place, page)]
    return max(own, key=lambda topic: len(topic.page), default=None) or next(
        (topic for topic in topics if topic.page in places), None
    )


def first_ways(strategy: Strategy | None, roles: set[str]) -> list[tuple[Role, list[Step]]]:
    """What to do the first time, for each role that somebody has."""
    return [
        (Role(role), [Step(name_of(page), text, address_of(page, strategy)) for page, text in steps])
        for role, steps in WAYS.items()
        if role in roles
    ]


def address_of(page: str, strategy: Strategy | None) -> str:
    """Of a page that stands by itself, or in a strategy; empty for one of many."""
    for arguments in [[], [strategy.slug]] if strategy else [[]]:
        with suppress(NoReverseMatch):
            return address(page, *arguments)
    return ""


def name_of(page: str) -> str:
    """What a page is called in the log; its name in code, where it has no other."""
    return str(PAGE_NAMES.get(page, page))


def form_name(page: str) -> str:
    """What a page with a form is called: its own name, or that of the page that its own begins with."""
    found = [name for name in PAGE_NAMES if f"{page}-".startswith(f"{name}-")]
    return name_of(max(found, key=len)) if found else gettext("ett formulär")
