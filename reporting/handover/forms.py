from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.handover.contents import Belongings, Thing
from reporting.handover.drafts import HalfWritten
from reporting.handover.roles import QUESTIONS
from reporting.handover.services import takes_note
from strategy.people.models import User, UserQuerySet
from strategy.records.forms import lines
from strategy.texts.fields import WrittenLineField, WrittenTextField


class HandoverForm(forms.Form):
    """To whom, with a note for each thing; the five questions and the drafts are for the one who leaves alone."""

    receiver = forms.ModelChoiceField(
        User.objects.active().none(),
        label=_("Den som tar över"),
        empty_label=_("Välj …"),
        help_text=_("Läser det du lämnar, liksom enhetschefen. Av kontaktpersoners läser också kollegorna."),
    )
    drafts = forms.MultipleChoiceField(
        label=_("Utkast som följer med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ingen annan ser dem förrän du har valt att lämna dem. Det du inte kryssar för är ditt."),
    )

    def __init__(
        self,
        *args: Any,
        receivers: UserQuerySet,
        given: Belongings,
        drafts: Sequence[HalfWritten],
        is_own: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.given, self.half_written = given, {str(one.draft.pk): one for one in drafts}
        chosen: Any = self.fields["receiver"]
        chosen.queryset = receivers
        for thing in given.things:
            if takes_note(thing.record):
                self.fields[note_name(thing)] = note_field(thing)
        for number, question in enumerate(QUESTIONS if is_own else (), start=1):
            self.fields[f"answer-{number}"] = WrittenTextField(
                label=question, required=False, max_length=4000, widget=lines(3)
            )
        ticked: Any = self.fields["drafts"]
        ticked.choices = [(key, one.label) for key, one in self.half_written.items()]
        if not self.half_written:
            del self.fields["drafts"]

    def things(self) -> Iterator[tuple[Thing, forms.BoundField | None]]:
        for thing in self.given.things:
            yield thing, self[note_name(thing)] if note_name(thing) in self.fields else None

    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("answer-")]

    @property
    def notes(self) -> dict[str, str]:
        return {thing.key: self.cleaned_data.get(note_name(thing), "") for thing in self.given.things}

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data[field.name] for field in self.questions()]

    @property
    def agreed(self) -> list[HalfWritten]:
        return [self.half_written[key] for key in self.cleaned_data.get("drafts", [])]


def note_name(thing: Thing) -> str:
    return f"note-{thing.key}"


def note_field(thing: Thing) -> forms.CharField:
    return WrittenLineField(label=_("Att veta"), required=False, max_length=500)
