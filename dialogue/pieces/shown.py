"""Pieces as a page shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from dialogue.attachments.models import Attachment
from dialogue.observations.additions import Addition
from dialogue.requests.parts import AnswerPart


@dataclass
class Shown:
    """What was sent, or is being written."""

    part: AnswerPart | Addition
    files: list[Attachment]
    is_new: bool = False

    @property
    def anchor(self) -> str:
        return str(self.part.get_absolute_url().partition("#")[2])


def shown(
    parts: Iterable[AnswerPart | Addition], files: QuerySet[Attachment], new: Collection[int] = ()
) -> dict[int, Shown]:
    """By their keys, each with its own among these files, and whether it is among the new ones."""
    own: dict[int, list[Attachment]] = defaultdict(list)
    for file in files:
        own[file.addition_id or file.answer_part_id or 0].append(file)
    return {part.pk: Shown(part, own[part.pk], part.pk in new) for part in parts}
