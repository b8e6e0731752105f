"""Half-written forms: their writer's alone, until they say that another may have them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.sending.drafts import opened
from strategy.sending.models import Draft
from strategy.tools.navigation import navigation
from strategy.web.requests import Request, view_name

MOST = 20  # of one person's that are looked through, the latest


@dataclass(frozen=True)
class HalfWritten:
    draft: Draft
    about: str  # the thing that it is written on; empty for a new one, and for what is its writer's alone
    marking: str = ""

    @property
    def label(self) -> str:
        form = navigation().form_name(view_name(self.draft.address))
        return f"{form}: {self.about}" if self.about else form


def half_written(request: Request, strategy: Strategy) -> list[HalfWritten]:
    """One's own in this strategy, of forms that still open, but for the handover's own."""
    found = []
    for draft in Draft.objects.of(request.user).exclude(address=request.path)[:MOST]:
        asked: Any = opened(request, draft.address, request.user)
        if asked is not None and getattr(asked, "strategy", None) == strategy:
            found.append(named(draft, getattr(asked, "found", None)))
    return found


def named(draft: Draft, thing: Any) -> HalfWritten:
    if thing is None or getattr(thing, "is_its_writers_alone", False):
        return HalfWritten(draft, "")
    return HalfWritten(draft, str(thing), getattr(thing, "effective_classification", ""))


def open_to(request: Request, drafts: Iterable[Draft], receiver: User) -> list[Draft]:
    """Those whose form the receiver may open, and has not begun on themselves."""
    own = {(draft.address, draft.key) for draft in Draft.objects.of(receiver)}
    free = (draft for draft in drafts if (draft.address, draft.key) not in own)
    return [draft for draft in free if opened(request, draft.address, receiver) is not None]
