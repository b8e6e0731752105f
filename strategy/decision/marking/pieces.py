from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.decision.parsing.notes import FROM_SUPERSCRIPTS, NOTE, TO_SUPERSCRIPTS


class Role(models.TextChoices):
    """What a piece of the text is in the decision."""

    TITLE = "title", _("titel")
    RESPONSIBLE = "responsible", _("ansvarigt departement")
    AREA = "area", _("fokusområde")
    HEADING = "heading", _("rubrik")
    GOAL = "goal", _("mål")
    PARAGRAPH = "paragraph", _("stycke")
    LIST_ITEM = "list_item", _("punkt")
    PREAMBLE = "preamble", _("stycke före strategin")
    DISTRIBUTION = "distribution", _("mottagare på sändlistan")
    FOOTNOTE = "footnote", _("fotnot")
    CONTINUATION = "continuation", _("fortsättning på det ovanför")
    NOTHING = "nothing", pgettext_lazy("role in a decision", "ingenting")


HEADINGS = {Role.AREA, Role.HEADING}


@dataclass
class Piece:
    """A paragraph, heading or note in its source's words, with the marks of its footnotes as superscripts.

    `numbered` says of a goal whether what it begins with is its number. `doubts` are sentences for the person who reads
    it. The short title, the translation and whose change it asks for are ours, and a goal's alone. `key` is its
    own for good, whatever is divided.
    """

    line: int
    role: str
    text: str
    level: int = 1
    numbered: bool | None = None
    doubts: list[str] = field(default_factory=list)
    short_title: str = ""
    short_title_en: str = ""
    text_en: str = ""
    actor: str = ""
    key: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def become(self, role: str) -> None:
        """What was uncertain about another role is settled with that."""
        if role != self.role:
            self.role, self.doubts, self.numbered = role, [], None

    def divide(self, words: str) -> "Piece":
        """The rest, from these words on, as a piece of its own."""
        at = self.text.index(words, 1)
        role, key = self.role, f"{self.key}.{at}"
        rest = Piece(self.line, role, self.text[at:], self.level, key=key, actor=self.actor)
        self.text = self.text[:at].rstrip()
        return rest

    @property
    def as_note(self) -> str:
        """With its number as a superscript, where it begins with one."""
        number = NOTE.match(self.text)
        if number is None:
            return self.text
        figures = number[number.lastgroup or 0].translate(FROM_SUPERSCRIPTS).translate(TO_SUPERSCRIPTS)
        return f"{figures} {self.text[number.end() :]}"
