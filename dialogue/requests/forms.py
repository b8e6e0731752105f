from collections.abc import Collection
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.files.forms import UploadsField
from dialogue.files.uploads import ACCEPTED
from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation
from dialogue.pieces.forms import BY_ITS_WRITER, PieceForm
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from strategy.people.forms import OrganisationsField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import DueDayField, NearDayField, place
from strategy.records.forms import ClassifiedForm, lines
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField

READ_BY_THEM = _("Organisationen läser det. Det som skickas till en annan myndighet blir en allmän handling.")
MOST_CHOICES = 50
ModelT = TypeVar("ModelT", bound=Model)


def first_of(choices: QuerySet[ModelT], chosen: int | None) -> QuerySet[ModelT]:
    """As many as one reads through, and the one that is chosen."""
    return choices.filter(Q(pk__in=choices.values("pk")[:MOST_CHOICES]) | Q(pk=chosen))


def put_to_field(organisations: "QuerySet[Organisation]", label: Any, **options: Any) -> OrganisationsField:
    return OrganisationsField(
        organisations,
        label=label,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-columns"}),
        help_text=_("Den som saknar kontaktperson i Verka får förfrågan som brev till registratorn."),
        **options,
    )


class RequestForm(ClassifiedForm):
    """What is asked, of whom and until when: as long as it is not sent."""

    instance: Request
    side_by_side = (("answer_by", "owner"),)

    class Meta:
        model = Request
        fields = ["title", "background", "questions", "organisations", "answer_by", "owner", "event", *BY_ITS_WRITER]
        widgets = {"background": lines(4), "questions": lines(8)}
        field_classes = {"answer_by": DueDayField, "owner": OwnerField}
        help_texts = {
            "background": _("Vad svaren ska användas till. De som får frågan läser det."),
            "questions": _("En fråga på varje rad, högst tio."),
            "event": _("Till exempel samrådet som svaren behövs till. De som får frågan ser inte mötet."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"] = put_to_field(Organisation.objects.visible_to(user).outside(), _("Ställs till"))
        meetings = Event.objects.visible_to(user).of(self.instance.strategy_id).planned_first()
        self.fields["event"].queryset = first_of(meetings, self.instance.event_id)  # type: ignore[attr-defined]


class RequestKeepingForm(ClassifiedForm):
    """The ministry's own part of a request that is sent, and more who are to be asked the same."""

    instance: Request
    side_by_side = (("answer_by", "owner"),)

    class Meta:
        model = Request
        fields = ["answer_by", "owner", "registry_number", *BY_ITS_WRITER]
        field_classes = {"answer_by": DueDayField, "owner": OwnerField}
        help_texts = {"answer_by": _("Gäller för dem som inte har svarat. De får besked när den nya dagen närmar sig.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.visible_to(user).outside().exclude(requests=self.instance)
        if self.instance.is_open:
            self.fields["more"] = put_to_field(others, _("Fråga också"), required=False)


class AnswerPartForm(PieceForm):
    instance: AnswerPart

    class Meta:
        model = AnswerPart
        fields = ["text", "observation", "is_shared", *BY_ITS_WRITER]
        widgets = {"text": lines(10)}
        help_texts = {
            "observation": _("Välj en som ni har skickat in, om den svarar på frågan."),
            "is_shared": _("Annars är det du skriver bara ditt tills du skickar det."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Observation.objects.visible_to(user).of(self.instance.strategy_id)
        own = own.filter(organisation=self.instance.organisation_id).exclude(state="draft")
        observation = self.fields["observation"]
        observation.queryset = first_of(own, self.instance.observation_id)  # type: ignore[attr-defined]
        observation.empty_label = _("Ingen")  # type: ignore[attr-defined]
        self.fields["is_shared"].label = _("Låt kollegor på %(organisation)s läsa och skriva") % {
            "organisation": self.instance.organisation.short_name
        }


class EnteredAnswerForm(ClassifiedForm):
    """What came by mail or on paper, as an officer enters it."""

    instance: AnswerPart
    past_dates = [*ClassifiedForm.past_dates, "received_on"]
    side_by_side = (("received_on", "received_from"),)
    documents = UploadsField(label=_("Mejlet eller brevet"), required=False, help_text=ACCEPTED)

    class Meta:
        model = AnswerPart
        fields = ["received_on", "received_from", "text", "registry_number", *BY_ITS_WRITER]
        widgets = {"text": lines(10)}
        field_classes = {"received_on": NearDayField}
        help_texts = {"received_from": _("Skriv funktion hellre än namn.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].required = True


class MoreForm(forms.Form):
    reason = WrittenTextField(label=_("Vad mer ni behöver veta, och varför"), widget=lines(3), help_text=READ_BY_THEM)
    until = DueDayField(label=_("Svar senast"), required=False, help_text=_("Lämna tomt om dagen står kvar."))

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place(self, answer.strategy)


class HandoverForm(forms.Form):
    """To a colleague at the same organisation."""

    to = forms.TypedChoiceField(label=_("Lämna över till"))

    def __init__(self, *args: Any, colleagues: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(person.pk, str(person)) for person in colleagues]
        to.coerce = {str(person.pk): person for person in colleagues}.get
