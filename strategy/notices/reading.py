"""What a notice says, to whoever may see its thing now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.notices.models import Notice, NoticeKind
from strategy.people.models import User
from strategy.records.kinds import RecordKind, own_address
from strategy.records.models import Record
from strategy.tools.navigation import navigation


@dataclass(frozen=True)
class Told:
    notice: Notice
    thing: Any

    @property
    def what(self) -> str:
        """What sort of thing it is, without a word of it."""
        return capfirst(str(self.thing._meta.verbose_name))

    @property
    def is_secret(self) -> bool:
        return bool(getattr(self.thing, "is_secret", False))

    @property
    def is_open(self) -> bool:
        return getattr(self.thing, "effective_classification", "") == Classification.OPEN

    @property
    def goals(self) -> str:
        """The codes of its goals."""
        goal = getattr(self.thing, "goal", None)
        if goal is not None:
            return str(goal.code)
        goals = getattr(self.thing, "goals", None)
        return ", ".join(goal.code for goal in goals.all()) if goals is not None else ""

    @property
    def title(self) -> str:
        return str(getattr(self.thing, "found_as", self.thing))

    @property
    def line(self) -> str:
        """As a letter says it: no title but an open one, and of what is secret that there is something."""
        what = self.what
        if self.goals:
            what = _("%(what)s, mål %(goals)s") % {"what": what, "goals": self.goals}
        if self.is_open:
            what = f"{what}: {self.title}"
        parts = [_("Något sekretessmarkerat") if self.is_secret else what, self.notice.strategy.short_name]
        if self.notice.day:
            parts.append(_("senast %(day)s") % {"day": date_format(self.notice.day)})
        return " · ".join(parts)

    @property
    def path(self) -> str:
        pages = {NoticeKind.DEPUTYSHIP: "strategy:deputies", NoticeKind.ROLE_ENDING: navigation().HANDOVERS}
        if self.notice.kind in pages:
            return reverse(pages[NoticeKind(self.notice.kind)], args=[self.notice.strategy.slug])
        return own_address(self.thing) or reverse("strategy:notices")


def told(user: User, notices: Iterable[Notice]) -> list[Told]:
    """Those whose things this person may see; a question or two for each kind of thing."""
    notices = list(notices)
    keys: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        keys[notice.model].add(notice.key)
    things = {name: visible(user, notices, name, sorted(found)) for name, found in keys.items()}
    return [Told(one, things[one.model][one.key]) for one in notices if one.key in things[one.model]]


def visible(user: User, notices: Sequence[Notice], name: str, keys: Sequence[int]) -> dict[int, Any]:
    model: Any = next(notice.model_class for notice in notices if notice.model == name)
    rows = model.objects.visible_to(user).filter(pk__in=keys)
    if model is not Strategy:
        rows = rows.select_related("strategy", *(RecordKind(model).ties if issubclass(model, Record) else []))
    several = [field.name for field in model._meta.many_to_many if field.name == "goals"]
    return {thing.pk: thing for thing in rows.prefetch_related(*several)}
