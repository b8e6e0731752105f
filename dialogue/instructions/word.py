"""An instruction as a Word file: what goes to the delegation, and what one prints for the meeting."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.templatetags.dialogue import days
from strategy.texts.word import CONTENT_TYPE, WordDocument

__all__ = ["CONTENT_TYPE", "word_file"]


def word_file(instruction: Instruction, parts: Iterable[InstructionGoal]) -> BytesIO:
    """In Swedish, whoever asks: what it says is. A goal on which nothing is written has no heading."""
    with override("sv"):
        document = WordDocument(_("Instruktion: %(event)s") % {"event": instruction.event}, "sv-SE")
        for line in facts(instruction):
            document.line(line)
        if instruction.opening:
            document.heading(_("Inledning"))
            document.typed(instruction.opening)
        for part in parts:
            if part.text:
                document.heading(str(part.goal))
                document.typed(part.text)
        return document.file()


def facts(instruction: Instruction) -> list[str]:
    event = instruction.event
    where = f"{days(event.starts_on, event.ends_on)}, {event.place}".rstrip(", ")
    lines = [
        f"{capfirst(event.get_kind_display())}, {where}",
        version_in_words(instruction),
        marking_in_words(instruction),
    ]
    if instruction.registry_number:
        lines.append(_("Diarienummer %(number)s") % {"number": instruction.registry_number})
    return lines


def version_in_words(instruction: Instruction) -> str:
    version = _("Version %(number)d") % {"number": instruction.number}
    if instruction.sent_at is None:
        return _("%(version)s, inte skickad") % {"version": version}
    day = date_format(localtime(instruction.sent_at), "j F Y")
    told = {"version": version, "day": day, "who": instruction.sent_by, "to": instruction.sent_to}
    return _("%(version)s, skickad %(day)s av %(who)s till %(to)s") % told


def marking_in_words(instruction: Instruction) -> str:
    """The ground is the instruction's own, or else the meeting's."""
    marking = capfirst(instruction.get_effective_classification_display())
    marked = next((one for one in (instruction, instruction.event) if one.secrecy_provision is not None), None)
    return f"{marking}: {marked.secrecy_provision}" if instruction.is_secret and marked is not None else marking
