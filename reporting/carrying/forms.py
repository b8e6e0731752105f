from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.carrying.sources import Source, Target, targets
from reporting.reports.models import Report
from reporting.templatetags.printing import edition
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.forms import in_a_row, lines
from strategy.texts.fields import WrittenTextField


class CarryingForm(forms.Form):
    """What is taken over, to where, and how the copy is marked."""

    passage = WrittenTextField(
        label=_("Det som tas med"), widget=lines(10), help_text=_("Ta bort det som inte ska med. Källan skrivs under.")
    )
    into = forms.TypedChoiceField(label=_("Ta med i"))
    marking = forms.ChoiceField(label=_("Kopians markering"), choices=Classification.choices, widget=in_a_row())
    confirmed = forms.BooleanField(
        label=_("Jag har prövat att texten kan stå där med den markeringen"),
        error_messages={"required": _("Bekräfta att du har prövat det.")},
    )

    def __init__(self, *args: Any, source: Source, user: User, to: str = "", **kwargs: Any) -> None:
        initial = {"passage": source.text, "marking": source.marking, "into": to}
        super().__init__(*args, **{"initial": initial} | kwargs)
        found = dict(targets(user, source.record.strategy_id))
        into: Any = self.fields["into"]
        into.choices = [("", _("Välj …")), *((key, named(target)) for key, target in found.items())]
        into.coerce = found.get

    @property
    def has_somewhere(self) -> bool:
        return len(self.fields["into"].choices) > 1  # type: ignore[attr-defined]


def named(target: Target) -> str:
    if isinstance(target, Report):
        return ", ".join(filter(None, [str(target), edition(target.audience), str(target.organisation or "")]))
    return f"{target.instruction}: {target.goal}"
