from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation
from reporting.circulations.services import Receivers, possible_persons
from strategy.access import Audience
from strategy.people.forms import OrganisationsField
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.days import DueDayField
from strategy.records.forms import ClassifiedForm, RecordForm, lines
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField

OUTSIDE = frozenset({Audience.AGENCIES, Audience.EXTERNAL})
BY_ITS_WRITER = ["classification", "secrecy_provision", "secrecy_marked_on", "secrecy_authority"]


class PersonsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Each with what they are in the strategy."""

    held: dict[int, Membership] = {}

    def offer(self, held: dict[int, Membership]) -> None:
        self.held, self.queryset = held, User.objects.filter(pk__in=held).order_by("sort_key", "pk")

    def label_from_instance(self, person: Any) -> str:
        held = self.held[person.pk]
        place = held.organisation.short_name if held.organisation else ""
        return f"{person} ({', '.join(filter(None, [held.role_label, place]))})"


class ReceiversForm(RecordForm):
    """Who is to have the copy: those who have it already are not offered. Organisations only where it may leave."""

    instance: Circulation
    persons = PersonsField(User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Circulation
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circulation = self.instance
        parties = list(circulation.parties.all()) if circulation.pk else []
        had = {party.person_id for party in parties}
        held = possible_persons(circulation.strategy, user)
        persons: Any = self.fields["persons"]
        persons.label = _("Till personer")
        persons.offer({pk: one for pk, one in held.items() if pk not in had})
        if circulation.audience not in OUTSIDE:
            return
        contacts = Membership.objects.in_force().contacts_of(circulation.strategy).values("organisation")
        reached = Organisation.objects.visible_to(user).filter(pk__in=contacts)
        self.fields["organisations"] = OrganisationsField(
            reached.exclude(pk__in=[party.organisation_id for party in parties if not party.person_id]),
            label=_("Till organisationer"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Organisationens kontaktpersoner får besked och svarar här."),
        )

    @property
    def receivers(self) -> Receivers:
        return Receivers(self.cleaned_data.get("persons", ()), self.cleaned_data.get("organisations", ()))


class CirculationForm(ReceiversForm):
    """To whom and until when; somebody says with their name that they have read through what is shared."""

    side_by_side = (("answer_by", "owner"),)
    seen = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField()
    field_order = ["persons", "organisations", "answer_by", "owner", "message", "seen", "confirmed"]

    class Meta(ReceiversForm.Meta):
        fields = ["answer_by", "owner", "message"]
        widgets = {"message": lines(4)}
        field_classes = {"answer_by": DueDayField, "owner": OwnerField}
        help_texts = {"message": _("Alla som får den läser det.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        sentence = _("Jag, %(name)s, har läst igenom det som delas och prövat att det kan lämnas ut till mottagarna")
        self.fields["confirmed"].label = sentence % {"name": user.get_full_name()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("persons") and not cleaned.get("organisations"):
            self.add_error("persons", _("Välj minst en som ska få den."))
        return cleaned


class KeepingForm(ReceiversForm):
    """What may change of one that is shared, and more who are to have it."""

    side_by_side = (("answer_by", "owner"),)
    field_order = ["answer_by", "owner", "registry_number", "persons", "organisations"]

    class Meta(ReceiversForm.Meta):
        fields = ["answer_by", "owner", "registry_number"]
        field_classes = {"answer_by": DueDayField, "owner": OwnerField}
        help_texts = {"answer_by": _("Gäller alla. De som inte har svarat får besked när den nya dagen närmar sig.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["persons"].label = _("Dela också till personer")
        if "organisations" in self.fields:
            self.fields["organisations"].label = _("Dela också till organisationer")


class CommentsForm(ClassifiedForm):
    """A field for the whole and one beside each passage; their marking is one and the same."""

    instance: Comment
    whole = WrittenTextField(label=_("Om helheten"), required=False, widget=lines(4))

    class Meta:
        model = Comment
        fields = BY_ITS_WRITER

    def __init__(self, *args: Any, passages: Collection[CirculatedPassage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = {self.name_of(passage): passage for passage in passages}
        for name, passage in self.passages.items():
            label = _("Synpunkt på %(passage)s") % {"passage": passage.heading}
            self.fields[name] = WrittenTextField(label=label, required=False, widget=lines(3))
            self.fields[name].widget.attrs["form"] = "comments"  # it stands beside its passage, outside the form

    @staticmethod
    def name_of(passage: CirculatedPassage) -> str:
        return f"passage-{passage.pk}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("whole", *self.passages)):
            self.add_error("whole", _("Skriv minst en synpunkt, eller välj Ingen erinran."))
        return cleaned

    @property
    def comments(self) -> list[Comment]:
        """Those that were written, unsaved."""
        written = {None: self.cleaned_data["whole"]}
        written |= {passage: self.cleaned_data[name] for name, passage in self.passages.items()}  # type: ignore[misc]
        marked = {name: self.cleaned_data[name] for name in BY_ITS_WRITER}
        return [Comment(passage=passage, text=text, **marked) for passage, text in written.items() if text]


class AnswerForm(RecordForm):
    """What a comment led to, and why."""

    class Meta:
        model = Comment
        fields = ["outcome", "answer"]
        widgets = {"outcome": forms.RadioSelect(attrs={"class": "choices-row"}), "answer": lines(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"comment-{kwargs['instance'].pk}", **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.required, outcome.choices = True, Comment.Outcome.choices
