from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access import READERS, Kind, Role
from strategy.models import Membership, Strategy, User


@dataclass(frozen=True)
class Place:
    """A page of the menu: who may read its kind is offered it, but for the roles it is not meant for."""

    label: Promise
    name: str
    kind: Kind
    excluded: frozenset[str] = frozenset()
    in_strategy: bool = True  # whether its address names the strategy


@dataclass(frozen=True)
class Section:
    """An entry of the main menu; where it has several places they stand as tabs on each of them."""

    label: Promise
    places: list[Place]


READ_ONLY_ROLES = frozenset({Role.DELEGATION, Role.READER})
SECTIONS = [
    Section(_("Översikt"), [Place(_("Översikt"), "reporting:overview", Kind.DIALOGUE)]),
    Section(
        _("Mål"),
        [
            Place(_("Målen"), "reporting:goals", Kind.STRATEGY),
            Place(_("Strategins text"), "priorities:text", Kind.STRATEGY),
        ],
    ),
    Section(
        _("Möten"),
        [
            Place(_("Möten och kontakter"), "dialogue:events", Kind.DIALOGUE),
            Place(_("Utfästelser"), "dialogue:commitments", Kind.DIALOGUE),
            Place(_("Täckning"), "reporting:coverage", Kind.DIALOGUE),
        ],
    ),
    Section(_("Fältobservationer"), [Place(_("Fältobservationer"), "dialogue:observations", Kind.OBSERVATION)]),
    Section(_("Arbetsplan"), [Place(_("Arbetsplan"), "priorities:work-plan", Kind.WORK_PLAN)]),
    Section(
        _("Finansiering"),
        [
            Place(_("Finansiering"), "priorities:funding", Kind.FUNDING),
            Place(_("Sekonderingar och JPO"), "priorities:postings", Kind.FUNDING),
            Place(_("Indikatorer"), "priorities:indicators", Kind.INDICATOR),
        ],
    ),
    Section(_("Bedömningar"), [Place(_("Bedömningar"), "reporting:rounds", Kind.ASSESSMENT, READ_ONLY_ROLES)]),
    Section(
        _("Rapporter"),
        [
            Place(_("Rapporter"), "reporting:reports", Kind.REPORT),
            Place(_("Kontrollera en rapport"), "reporting:report-check", Kind.REPORT, in_strategy=False),
        ],
    ),
]


@dataclass(frozen=True)
class Entry:
    label: Promise
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the strategy at hand, the navigation and the reader's role in it."""
    user = request.user
    if not isinstance(user, User) or getattr(request, "is_on_the_way", False):
        return {}
    strategy: Strategy | None = getattr(request, "strategy", None)
    if strategy is None:
        strategy = next((m.strategy for m in user.memberships_today if m.strategy), None)
    if strategy is None:
        return {"strategy": None, "navigation": [], "section_tabs": [], "role_label": "", "bin_url": ""}
    membership = user.membership_in(strategy.pk)
    menu, tabs = navigation(strategy, membership.role, request.path) if membership else ([], [])
    return {
        "strategy": strategy,
        "membership": membership,
        "navigation": menu,
        "section_tabs": tabs,
        "role_label": membership.get_role_display() if membership else "",
        "bin_url": reverse("reporting:bin", args=[strategy.slug]) if reads_bin(membership) else "",
    }


def reads_bin(membership: Membership | None) -> bool:
    return membership is not None and membership.role in READERS[Kind.BIN_COUNTS]


def navigation(strategy: Strategy, role: str, path: str) -> tuple[list[Entry], list[Entry]]:
    """The main menu, and the tabs of the section that the page stands in."""
    menu, tabs = [], []
    for section in SECTIONS:
        entries = [
            entry(place, strategy, path)
            for place in section.places
            if role in READERS[place.kind] and role not in place.excluded
        ]
        if not entries:
            continue
        here = any(found.current for found in entries)
        menu.append(Entry(section.label, entries[0].url, current=here))
        if here and len(entries) > 1:
            tabs = entries
    return menu, tabs


def entry(place: Place, strategy: Strategy, path: str) -> Entry:
    url = reverse(place.name, args=[strategy.slug] if place.in_strategy else [])
    return Entry(place.label, url, current=is_current(url, path))


def is_current(url: str, path: str) -> bool:
    return path == url or (url.count("/") > 3 and path.startswith(url))
