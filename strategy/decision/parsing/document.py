"""What a decision consists of. Lines count from 1 in the source text."""

from dataclasses import dataclass
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
    """`section` and `paragraph` are indexes into the document's sections and that section's paragraphs."""

    code: str
    number: int
    text: str
    line: int
    section: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class FocusArea:
    """`rationale` holds indexes of the section's paragraphs before the line that leads in the goals."""

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
    """First and last year."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
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
                    "goals": [{"code": goal.code, "text": goal.text, "line": goal.line} for goal in area.goals],
                }
                for area in self.focus_areas
            ],
            "footnotes": [{"number": note.number, "text": note.plain, "line": note.line} for note in self.footnotes],
            "warnings": list(self.warnings),
        }
