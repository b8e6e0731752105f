"""How much a briefing tells on half a page: what is to be said whole, and of the rest what there is room for."""

from typing import Any

from strategy.texts.reading import in_line

HALF_A_PAGE = 1800  # signs, with headings and what names each thing
LONGEST = 260  # of a message, an answer, a promise or an observation
NAMING = 90  # signs that tell when, where and by whom

Json = dict[str, Any]


def short(text: str, longest: int = LONGEST) -> str:
    """In a line, cut between words."""
    words = in_line(text)
    return words if len(words) <= longest else f"{words[:longest].rpartition(' ')[0].rstrip(' ,;:–')} …"


class HalfPage:
    """What is to be said, and not to be said, is never cut: half an instruction may mean the opposite."""

    def __init__(self, *whole: str) -> None:
        self.room = HALF_A_PAGE - sum(map(len, whole))

    def with_room_for(self, told: list[Json], *texts: str) -> list[Json]:
        """As many of these as there is room for, the first ones, each with these texts of it shortened."""
        fitting = []
        for thing in told:
            cut = thing | {name: short(thing[name]) for name in texts}
            self.room -= NAMING + sum(len(cut[name]) for name in texts)
            if self.room < 0:
                break
            fitting.append(cut)
        return fitting
