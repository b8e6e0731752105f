"""What has moved since the year before, and since a head sent it back, in words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reporting.assessments.judgements import RETURNED
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import Judgement
from reporting.assessments.models.scales import Attainment, Development, Effort
from strategy.texts.differences import Piece, compare, folded

SCALES = {"attainment": Attainment, "development": Development, "effort": Effort}
TEXTS = ("text", "happened", "contribution", "next_steps", "public_text")


def movements(now: Assessment, before: Assessment | None) -> dict[str, str]:
    """By scale: whether it rises, falls or stays; nothing where the two years cannot be compared."""
    return {name: movement(name, now, before) for name in SCALES} if before else {}


def movement(name: str, now: Assessment, before: Assessment) -> str:
    values: list[str] = SCALES[name].values
    new, old = getattr(now, name), getattr(before, name)
    if not new or not old or Attainment.NOT_ASSESSABLE in (new, old):
        return ""
    told = {"level": dict(SCALES[name].choices)[old].lower(), "year": before.round.year}
    if new == old:
        return _("som %(year)s") % told
    rises = values.index(new) > values.index(old)
    return (_("upp från %(level)s %(year)s") if rises else _("ned från %(level)s %(year)s")) % told


@dataclass(frozen=True)
class Revision:
    label: str
    pieces: list[Piece]


def revisions(judgement: Judgement) -> list[Revision]:
    """What its writer has changed since it was last sent back, word by word; nothing where it never was."""
    versions = judgement.history.order_by("version", "history_id")
    returned = [after for before, after in pairwise(versions) if (before.state, after.state) == RETURNED]
    return list(differences(returned[-1], judgement, {*SCALES, *TEXTS})) if returned else []


def differences(before: Judgement, now: Judgement, names: Collection[str] = TEXTS) -> Iterator[Revision]:
    """By field, of those that say something else."""
    for field in type(now)._meta.fields:
        old, new = (in_words(field, getattr(each, field.name)) for each in (before, now))
        if field.name in names and old != new:
            yield Revision(capfirst(str(field.verbose_name)), folded(compare(old, new)))


def in_words(field: Any, value: Any) -> str:
    return str(dict(field.flatchoices).get(value, value))
