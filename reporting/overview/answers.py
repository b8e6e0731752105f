"""The messages of one cell of the coverage tables, and how its small chart draws the answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from urllib.parse import urlencode

from dialogue.meetings.models.interventions import Intervention

WIDEST = 50


@dataclass(frozen=True)
class Place:
    """What a cell stands for; None for everything of that sort. The names are those of the list's address."""

    goal: str | None = None
    kind: str | None = None
    year: int | None = None
    quarter: int | None = None

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value is not None})


@dataclass(frozen=True)
class Mark:
    """A part of the small chart: from where and how far across, in a drawing at most `WIDEST` wide."""

    x: int
    width: int
    lean: str


@dataclass(frozen=True)
class Answers:
    """The messages of one cell, by how the answer leaned. `has_begun` is false for a quarter yet to come."""

    place: Place
    leans: Mapping[str, int]
    label: str = ""
    has_begun: bool = True

    @cached_property
    def count(self) -> int:
        return sum(self.leans.values())

    @property
    def told(self) -> str:
        """In words: *2 positivt, 1 avvaktande*."""
        return ", ".join(f"{count} {Intervention.Lean(lean).label}" for lean, count in self.in_order)

    @cached_property
    def in_order(self) -> list[tuple[str, int]]:
        return [(lean, self.leans[lean]) for lean in Intervention.Lean.values if self.leans.get(lean)]

    @property
    def marks(self) -> list[Mark]:
        """A mark a message; where they are many, a block for each way of answering, as wide as its share."""
        if self.count <= WIDEST // 5:
            leans = [lean for lean, count in self.in_order for _each in range(count)]
            return [Mark(5 * place, 4, lean) for place, lean in enumerate(leans)]
        ends = [WIDEST * end // self.count for end in accumulate(count for _lean, count in self.in_order)]
        pairs = zip([0, *ends], ends, self.in_order, strict=False)
        return [Mark(start, max(end - start - 1, 1), lean) for start, end, (lean, _count) in pairs]

    @property
    def width(self) -> int:
        return min(5 * self.count, WIDEST)


def legend() -> list[tuple[Answers, str]]:
    """Each way of answering as the small charts draw it, with its word."""
    return [(Answers(Place(), {lean: 2}), str(label)) for lean, label in Intervention.Lean.choices]
