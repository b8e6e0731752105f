from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.decisions.models import DecisionDraft
from dialogue.decisions.texts import SUFFIXES, decision_text
from priorities.goals.models import Goal
from strategy.decision.marking import Piece, Role
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import DayField
from strategy.records.forms import RecordForm, lines
from strategy.records.history import versions_of
from strategy.records.refusals import Conflict
from strategy.texts.fields import WrittenLineField, WrittenTextField

LONGEST_TEXT = 1_000_000  # characters
BEGINS_GROUP = {Role.TITLE, Role.AREA, Role.HEADING}


class SourceText(forms.Textarea):
    """No text of the writer's own, and so without a preview."""


class DecisionForm(forms.Form):
    """The text of a decision, pasted or in a file, and what is to be called what."""

    short_name = WrittenLineField(
        label=gettext_lazy("Kortnamn"),
        max_length=60,
        help_text=gettext_lazy("Det som står i menyn och i listor, till exempel IOM 2020–2022."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Kortnamn i adresser"),
        max_length=50,
        help_text=gettext_lazy("Små bokstäver a–z, siffror och bindestreck, till exempel iom-2020-2022."),
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Handläggare"),
        empty_label=gettext_lazy("Välj …"),
        help_text=gettext_lazy("Granskar utkastet tillsammans med dig, och får rollen i den nya strategin."),
    )
    organisation = OrganisationField(
        Organisation.objects.all(),
        label=gettext_lazy("Organisation"),
        required=False,
        help_text=gettext_lazy("Den som strategin gäller. Lämna tomt om den inte gäller någon."),
    )
    text = WrittenTextField(
        label=gettext_lazy("Beslutets text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=SourceText(attrs={"rows": 14}),
        help_text=gettext_lazy("Klistra in hela beslutet som det är, eller välj en fil här under."),
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=gettext_lazy("Text, Markdown, HTML, Word (docx) eller PDF. Läses om fältet ovanför är tomt."),
    )
    start = DayField(label=gettext_lazy("Första dag"), required=False)
    end = DayField(
        label=gettext_lazy("Sista dag"),
        required=False,
        help_text=gettext_lazy("Lämna dagarna tomma om perioden står i beslutet."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: Any = self.fields["officer"]
        officers.queryset = User.objects.visible_to(user).active().order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if cleaned.get("text", "").strip() or {"text", "file"} & self.errors.keys():
            return cleaned | {"file": None}
        if not file:
            self.add_error("text", _("Klistra in beslutet, eller välj det som fil."))
            return cleaned
        try:
            cleaned["text"] = decision_text(file)
        except ValidationError as refused:
            self.add_error("file", refused)
        return cleaned


@dataclass
class Row:
    """A piece with the fields about it."""

    piece: Piece
    role: forms.BoundField | None
    settled: forms.BoundField | None = None
    words: list[forms.BoundField] = field(default_factory=list)
    code: str = ""

    @property
    def has_words(self) -> bool:
        return any(one.errors for one in self.words)

    @property
    def is_open(self) -> bool:
        return bool(self.piece.doubts or self.has_words or (self.role and self.role.errors))


@dataclass
class Group:
    """A heading and what stands below it. It stands open where something in it is uncertain."""

    rows: list[Row]

    @property
    def heading(self) -> str:
        first = self.rows[0].piece
        return first.text if first.role in BEGINS_GROUP else _("Före titeln")

    @property
    def is_area(self) -> bool:
        return self.rows[0].piece.role == Role.AREA

    @property
    def is_open(self) -> bool:
        return any(row.is_open for row in self.rows)

    @property
    def goals(self) -> int:
        return sum(row.piece.role == Role.GOAL for row in self.rows)

    @property
    def doubts(self) -> int:
        return sum(bool(row.piece.doubts) for row in self.rows)


class DecisionDraftForm(RecordForm):
    """What each piece of the text is, and of goals our own words; a field is called after what it is about and the
    piece's key. What two people have changed to different things is said at the field, and nothing is overwritten.
    """

    instance: DecisionDraft
    divided = WrittenLineField(
        label=gettext_lazy("Dela ett stycke"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Skriv de ord som det nya stycket ska börja med. De ska stå på ett ställe i beslutet."),
    )
    side_by_side = (("start", "end"),)

    class Meta:
        model = DecisionDraft
        fields = ["start", "end", "references"]
        widgets = {"references": lines(4)}
        field_classes = {"start": DayField, "end": DayField}
        help_texts = {"references": gettext_lazy("Det som beslutet stöder sig på, en hänvisning på varje rad.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = self.instance.read()
        for piece in self.pieces:
            self.fields |= {f"{name}-{piece.key}": asked for name, asked in fields_of(piece).items()}
        self.initial.update(values_of(self.pieces))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pieces = self.instance.read()
        for piece in pieces:
            if cleaned.get(f"settled-{piece.key}"):
                piece.doubts = []
            piece.become(cleaned.get(f"role-{piece.key}") or piece.role)
            for name in WORDS:
                setattr(piece, name, cleaned.get(f"{name}-{piece.key}", getattr(piece, name)))
        if words := cleaned.get("divided"):
            self.divide(pieces, words)
        if not self.errors:
            self.pieces = pieces
            self.instance.mark(pieces)
        return cleaned

    def divide(self, pieces: list[Piece], words: str) -> None:
        holding = [piece for piece in pieces if words in piece.text[1:]]
        if len(holding) != 1 or holding[0].text.count(words) > 1:
            self.add_error("divided", _("Orden ska stå på precis ett ställe i beslutet, inne i ett stycke."))
        else:
            pieces.insert(pieces.index(holding[0]) + 1, holding[0].divide(words))

    def show_conflict(self, conflict: Conflict) -> None:
        """What only the other changed is put in; where both changed, what the other chose is said."""
        now: Any = conflict.record
        version = self.cleaned_data.get("version") or 0
        seen = versions_of(now.history.filter(version=version)).first()
        before = values_of([Piece(**stored) for stored in seen.pieces]) if seen else {}
        mine = {name: self.cleaned_data[name] for name in before if name in self.cleaned_data}
        super().show_conflict(conflict)
        data: Any = self.data
        for name, theirs in values_of(now.read()).items():
            if name not in mine or mine[name] == before[name]:
                data[name] = theirs
            elif theirs not in (before[name], mine[name]):
                told = dict(Role.choices).get(theirs, theirs)
                sentence = _("%(who)s har skrivit ”%(theirs)s” här. Spara igen om ditt ska gälla.")
                self.add_error(name, sentence % {"who": now.updated_by, "theirs": told})

    def groups(self) -> list[Group]:
        rows = [self.row(piece) for piece in self.pieces]
        goals = [row for row in rows if row.piece.role == Role.GOAL]
        codes = [goal.code for area in self.instance.document.focus_areas for goal in area.goals]
        for row, code in zip(goals, codes, strict=len(goals) == len(codes)):
            row.code = code
        starts = [0, *(at for at, row in enumerate(rows) if at and row.piece.role in BEGINS_GROUP), len(rows)]
        return [Group(rows[start:end]) for start, end in pairwise(starts)]

    def row(self, piece: Piece) -> Row:
        """With those fields that the form was sent with."""
        about = {name: f"{name}-{piece.key}" for name in ("role", "settled", *WORDS)}
        there = {name: self[address] for name, address in about.items() if address in self.fields}
        words = [there[name] for name in WORDS if name in there]
        return Row(piece, there.get("role"), there.get("settled"), words)


WORDS = ("short_title", "actor", "short_title_en", "text_en")


def values_of(pieces: list[Piece]) -> dict[str, str]:
    """What stands in the fields, by their names."""
    return dict(pairs_of(pieces))


def pairs_of(pieces: list[Piece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        yield f"role-{piece.key}", piece.role
        if piece.role == Role.GOAL:
            for name in WORDS:
                yield f"{name}-{piece.key}", getattr(piece, name) or ("organisation" if name == "actor" else "")


def fields_of(piece: Piece) -> dict[str, forms.Field]:
    about = _("Rad %(line)d, ”%(text)s”") % {"line": piece.line, "text": Truncator(piece.text).chars(40)}
    found: dict[str, forms.Field] = {"role": forms.ChoiceField(label=about, choices=Role.choices, required=False)}
    if piece.doubts:
        found["settled"] = forms.BooleanField(label=_("Det stämmer"), required=False)
    if piece.role == Role.GOAL:
        found |= {
            "short_title": WrittenLineField(label=_("Kort titel"), max_length=120, required=False),
            "actor": forms.ChoiceField(label=_("Vems förändring"), choices=Goal.Actor.choices, required=False),
            "short_title_en": WrittenLineField(label=_("Kort titel på engelska"), max_length=120, required=False),
            "text_en": WrittenTextField(label=_("Inofficiell översättning"), required=False, widget=lines(3)),
        }
    return found
