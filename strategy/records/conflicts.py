"""What happens in a form when somebody else saved first: the one mechanism for every record of the product.

What only the other changed is put into the form and said. What both changed to different things is asked about,
field by field: keep mine, take theirs, or merge. The next sending answers through `conflict-<field>` and
`merged-<field>`, which `answered` turns into ordinary fields before anything is validated.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from strategy.records.form_values import alike, entered, in_words, put
from strategy.records.history import values_now, values_of, versions_of
from strategy.records.models import Record
from strategy.records.refusals import Conflict
from strategy.texts.differences import Piece, both, compare, merged
from strategy.tools.numbers import number_in
from strategy.web.rendering import AskedField

if TYPE_CHECKING:
    from strategy.records.forms import RecordForm

MINE, THEIRS, MERGED = "mine", "theirs", "merged"


@dataclass(frozen=True)
class Question:
    """A field that two people changed to different things. `theirs` and `mine` are compared with what stood before."""

    name: str
    is_text: bool
    who: str
    when: datetime
    theirs: list[Piece]
    mine: list[Piece]
    proposal: str | list[int] | None  # both people's changes; None where they cannot be brought together
    proposal_in_words: str
    is_clean: bool  # the changes do not touch each other

    @property
    def proposed(self) -> str:
        """What is ticked beforehand: the merged text where nobody's words are in doubt."""
        return MERGED if self.is_clean else MINE


@dataclass(frozen=True)
class Reconciliation:
    """`taken` names the fields that only the other changed; they are in the form now."""

    who: str
    when: datetime
    questions: dict[str, Question] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


class RecordField(AskedField):
    """A field that knows what is asked about it, and which files a browser will not send again by itself."""

    form: "RecordForm"

    @property
    def conflict(self) -> Question | None:
        return self.form.conflict.questions.get(self.name) if self.form.conflict else None

    @property
    def needed_for(self) -> str:
        return str(self.form.needed_for.get(self.name, ""))

    @property
    def files_to_choose_again(self) -> str:
        files = self.form.files.getlist(self.html_name) if hasattr(self.form.files, "getlist") else []
        return ", ".join(file.name or "" for file in files)


def answered(form: "RecordForm", typed: QueryDict) -> QueryDict:
    """What was sent, with each choice between the two texts carried out against the version that was shown."""
    data = typed.copy()
    choices = {name: data.get(f"conflict-{form.add_prefix(name)}") for name in written(form)}
    seen = version_of(form.instance, typed.get(form.add_prefix("version")))
    taken = [name for name, choice in choices.items() if choice == THEIRS]
    stored = values_of(type(form.instance), [seen], taken)[0] if seen is not None and taken else {}
    for name, choice in choices.items():
        address = form.add_prefix(name)
        if choice == THEIRS and name in stored:
            put(data, address, stored[name])
        elif choice == MERGED and f"merged-{address}" in data:
            data.setlist(address, data.getlist(f"merged-{address}"))
    return data


def reconciled(form: "RecordForm", conflict: Conflict) -> tuple[Reconciliation, QueryDict]:
    """What there is to ask and to say, and the form's data over the version as it is now."""
    data = cast(QueryDict, form.data).copy()
    names = written(form)
    now = values_now(conflict.record, names)
    seen = version_of(form.instance, data.get(form.add_prefix("version")))
    before = values_of(type(form.instance), [seen], names)[0] if seen is not None else None
    changes = changes_since(conflict.record, seen.version if seen is not None else 0, names)
    result = Reconciliation(*last_save(conflict.record))
    for name in names:
        theirs, mine = alike(now[name]), alike(entered(form, name))
        base = alike(before[name]) if before is not None else None
        if theirs in (base, mine):
            continue
        if base is not None and mine == base:
            put(data, form.add_prefix(name), now[name])
            result.taken.append(str(form.fields[name].label))
        else:
            who, when = changes.get(name, (result.who, result.when))
            result.questions[name] = question(form, name, base, theirs, mine, who, when)
    data[form.add_prefix("version")] = str(conflict.record.version)
    return result, data


def written(form: "RecordForm") -> list[str]:
    """The record's own fields among the form's."""
    return [name for name in form._meta.fields or () if name in form.fields]


def version_of(record: Record, typed: str | None) -> Any:
    """The row of the record's history that the writer saw; None where there is no such version."""
    version = number_in(typed or "")
    return None if version is None else versions_of(record.history.filter(version=version)).first()


def changes_since(record: Record, version: int, names: list[str]) -> dict[str, tuple[str, datetime]]:
    """Who changed each field last after a version, and when."""
    versions = list(versions_of(record.history.filter(version__gte=version)).select_related("updated_by"))[::-1]
    values = values_of(type(record), versions, names)
    changes: dict[str, tuple[str, datetime]] = {}
    for row, before, after in zip(versions[1:], values, values[1:], strict=False):
        changes |= {name: (str(row.updated_by or ""), row.updated_at) for name in names if before[name] != after[name]}
    return changes


def last_save(record: Record) -> tuple[str, datetime]:
    return str(record.updated_by or _("Systemet")), record.updated_at


def question(form: "RecordForm", name: str, base: Any, theirs: Any, mine: Any, who: str, when: datetime) -> Question:
    asked = form.fields[name]
    is_text = isinstance(asked, forms.CharField)
    stood = in_words(asked, base) if base is not None else in_words(asked, theirs)
    proposal, is_clean = brought_together(asked, base, theirs, mine)
    return Question(
        name=name,
        is_text=is_text,
        who=who,
        when=when,
        theirs=difference(is_text, stood, in_words(asked, theirs)),
        mine=difference(is_text, stood, in_words(asked, mine)),
        proposal=proposal,
        proposal_in_words=in_words(asked, proposal) if proposal is not None else "",
        is_clean=is_clean,
    )


def difference(is_text: bool, before: str, after: str) -> list[Piece]:
    if is_text or before == after:
        return compare(before, after)
    return [piece for piece in (Piece(before, "del"), Piece(after, "ins")) if piece.text]


def brought_together(asked: forms.Field, base: Any, theirs: Any, mine: Any) -> tuple[Any, bool]:
    """Both people's changes in one, and whether they left each other's alone; None for what is one thing or another."""
    if isinstance(asked, forms.ModelMultipleChoiceField):
        before, one, other = set(base or ()), set(mine), set(theirs)
        return sorted((before & one & other) | (one - before) | (other - before)), True
    if not isinstance(asked, forms.CharField):
        return None, False
    clean = merged(base, mine, theirs) if base is not None else None
    if clean is not None:
        return clean, True
    between = "\n\n" if isinstance(asked.widget, forms.Textarea) else " / "
    return both(base or "", mine, theirs, between), False
