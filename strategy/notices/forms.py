from typing import Any

from django import forms

from strategy.notices.models import Frequency, NoticeChoice, NoticeKind
from strategy.people.models import User


class ChoicesForm(forms.Form):
    """How often, for each kind of notice."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        chosen = dict(NoticeChoice.objects.of(user).values_list("kind", "frequency"))
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Frequency.choices, initial=chosen.get(kind.value, Frequency.AT_ONCE)
            )
