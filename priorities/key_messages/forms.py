from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priorities.key_messages.models import KeyMessage
from strategy.records.days import NearDayField
from strategy.records.forms import ClassifiedForm, lines
from strategy.records.models import GROUND


class KeyMessageForm(ClassifiedForm):
    """A new version, beginning from the one before. `after` is that one, as its writer saw it."""

    instance: KeyMessage
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    side_by_side = (("holds_from", "source"),)

    class Meta:
        model = KeyMessage
        fields = ["say", "say_not", "holds_from", "source", "classification", *GROUND]
        widgets = {"say": lines(5), "say_not": lines(3)}
        field_classes = {"holds_from": NearDayField}
        help_texts = {
            "say": _("Det som svenska företrädare ska föra fram om målet."),
            "say_not": _("Det som inte ska sägas eller lovas, och vad budskapet inte får tas för."),
            "source": _("Till exempel ett ställe i beslutet."),
        }

    def __init__(self, *args: Any, before: KeyMessage | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].initial = before.pk if before else None
        self.fields["classification"].help_text = _(
            "Kontaktpersoner på myndigheter läser offentliga budskap och inga andra: det senaste som de får läsa."
        )
