"""What a decision consists of. Lines count from 1 in the source text."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

ParagraphKind = Literal["paragraph", "list_item", "goal", "preamble", "distribution"]


class ParsingError(ValueError):
    """The text cannot be read as a decision; the message is one Swedish sentence for the person who tried."""


def without_emphasis(text: str) -> str:
    return text.replace("*", "")


@dataclass(frozen=True, slots=True)
class Footnote:
    number: int
    text: str
    line: int

    @property
    def plain(self) -> str:
        return without_emphasis(self.text)


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """`offset` is where in the paragraph's `text` the mark stood."""

    number: int
    offset: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` keeps the decision's emphasis as paired `*…*` or `**…**`; it holds no other asterisk."""

    kind: ParagraphKind
    text: str
    line: int
    marks: tuple[FootnoteMark, ...] = ()

    @property
    def plain(self) -> str:
        return without_emphasis(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """`title` is the whole heading, a focus area's "i) " included."""

    title: str
    level: int
    line: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """`section` and `paragraph` are indexes into the document's sections and that section's paragraphs.

    `sub_area` is the heading below the focus area's own that the goal stands under, else empty.
    """

    code: str
    number: int
    text: str
    line: int
    section: int
    paragraph: int
    sub_area: str = ""

    def as_report(self) -> dict[str, Any]:
        told = {"code": self.code, "text": self.text, "line": self.line}
        return told | ({"sub_area": self.sub_area} if self.sub_area else {})


@dataclass(frozen=True, slots=True)
class FocusArea:
    """Without code and title where the decision gathers its goals in no areas.

    `rationale` holds indexes of the section's paragraphs before the line that leads in the goals.
    """

    code: str
    title: str
    line: int
    section: int
    rationale: tuple[int, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class MandateArea:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year, and the days where the decision names others than New Year's and its Eve."""

    start: int
    end: int
    days: tuple[date, date] | None = None

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def first_day(self) -> date:
        return self.days[0] if self.days else date(self.start, 1, 1)

    @property
    def last_day(self) -> date:
        return self.days[1] if self.days else date(self.end, 12, 31)


@dataclass(frozen=True, slots=True)
class Document:
    """`warnings` are what is uncertain in it, `faults` what keeps it from being a decision."""

    title: str
    period: Period | None
    responsible: str
    sections: tuple[Section, ...]
    focus_areas: tuple[FocusArea, ...]
    footnotes: tuple[Footnote, ...]
    distribution: tuple[str, ...]
    mandate: tuple[MandateArea, ...]
    references: tuple[str, ...]
    warnings: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def as_report(self) -> dict[str, Any]:
        """What `import_strategy --dry-run --json` prints; years are null where no period was found."""
        return {
            "title": self.title,
            "period": {
                "start": self.period.start if self.period else None,
                "end": self.period.end if self.period else None,
            },
            "focus_areas": [
                {
                    "code": area.code,
                    "title": area.title,
                    "goals": [goal.as_report() for goal in area.goals],
                }
                for area in self.focus_areas
            ],
            "footnotes": [{"number": note.number, "text": note.plain, "line": note.line} for note in self.footnotes],
            "warnings": list(self.warnings),
        }
