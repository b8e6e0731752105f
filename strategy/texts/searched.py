"""What of a kind of thing is found by its words, as its model declares it in `SEARCHED`."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise


@dataclass(frozen=True)
class Searched:
    """Every name is a field, or a way to one (`event__title`). `title` is what the thing is called, `texts` what it
    says, `context` what it is found by besides. A choice is found by its labels in both languages.

    `day` leads to a date or a year: what has none comes before all days. `goals` leads to goals. `when` holds for what
    may be found at all: no draft that somebody is still writing.
    """

    label: Promise | str  # of several, as the heading of a group
    place: int  # among the groups, below 128
    title: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    day: str = ""
    goals: str = ""
    when: Q = field(default_factory=Q)

    @property
    def all_names(self) -> tuple[str, ...]:
        return (*self.title, *self.texts, *self.context, *([self.day] if self.day else []))

    @property
    def own_texts(self) -> list[str]:
        return [name for name in self.texts if "__" not in name]
