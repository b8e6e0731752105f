from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access import READERS, Kind, Role
from strategy.models import Strategy, User

# Label, URL name, the kind that one must be able to read, and the roles for whom the entry is not meant.
ENTRIES: list[tuple[Promise, str, Kind, frozenset[str]]] = [
    (_("Översikt"), "reporting:overview", Kind.DIALOGUE, frozenset()),
    (_("Mål"), "reporting:goals", Kind.STRATEGY, frozenset()),
    (_("Strategin"), "priorities:text", Kind.STRATEGY, frozenset()),
    (_("Möten"), "dialogue:events", Kind.DIALOGUE, frozenset()),
    (_("Fältobservationer"), "dialogue:observations", Kind.OBSERVATION, frozenset()),
    (_("Bedömningar"), "reporting:rounds", Kind.ASSESSMENT, frozenset({Role.DELEGATION, Role.READER})),
    (_("Rapporter"), "reporting:reports", Kind.REPORT, frozenset()),
]


@dataclass(frozen=True)
class Entry:
    label: Promise
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the strategy at hand, the navigation and the reader's role in it."""
    user = request.user
    if not isinstance(user, User):
        return {}
    strategy: Strategy | None = getattr(request, "strategy", None)
    if strategy is None:
        strategy = next((m.strategy for m in user.memberships_today if m.strategy), None)
    if strategy is None:
        return {"strategy": None, "navigation": [], "role_label": ""}
    membership = user.membership_in(strategy.pk)
    return {
        "strategy": strategy,
        "membership": membership,
        "navigation": navigation(strategy, membership.role, request.path) if membership else [],
        "role_label": membership.get_role_display() if membership else "",
    }


def navigation(strategy: Strategy, role: str, path: str) -> list[Entry]:
    entries = []
    for label, name, kind, excluded in ENTRIES:
        if role not in READERS[kind] or role in excluded:
            continue
        url = reverse(name, args=[strategy.slug])
        entries.append(Entry(label, url, current=is_current(url, path)))
    return entries


def is_current(url: str, path: str) -> bool:
    return path == url or (url.count("/") > 3 and path.startswith(url))
