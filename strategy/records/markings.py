"""What a marking asks for when something is written: a reason to lower it, and what a secret record may hold.

With `SECRET_CONTENT=reference` a secret record, and what hangs on it, keeps its title, ground and registry number, and
the choices, days and ties that give it its place; every other text stays in the ministry's own system. Nothing that has
been written before is touched: history keeps it until it is disposed of by a named decision.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField, DecimalField, Field, FileField, TextField
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from strategy.access import Classification
from strategy.access.secret_content import content_stays_out
from strategy.records.models import Classified, Record

ELSEWHERE = "Innehållet finns i departementets eget system."  # stands where a text must stand


KEPT = {
    *("title", "series", "number", "document_symbol", "sort_key"),
    *("registry_number", "agency_registry_number", "secrecy_authority"),
}


REFUSED = "content"  # the code of the errors below


def state_reason(record: Classified, before: str | None) -> None:
    """Leaves the reason for history where the record's own marking is lowered; raises ValidationError without one.

    `before` is the marking as it is stored, None for a new record.
    """
    lowered = before is not None and Classification(before).is_lowered_to(record.classification)
    reason = record.lowering_reason.strip()
    if lowered and not reason:
        raise ValidationError({"lowering_reason": _("Skriv varför markeringen sänks.")})
    record._change_reason = reason if lowered else None
    record.lowering_reason = ""


def require_no_content(record: Record) -> None:
    """Raises ValidationError, field by field, where a secret record would hold more than a reference."""
    if not content_stays_out() or record.removed_at is not None or not is_secret(record):
        return
    if any(isinstance(field, FileField) for field in record._meta.concrete_fields):
        raise ValidationError({"file": refused(_("Filer till det som är sekretessmarkerat tas inte emot."))})
    if not may_be_reference(type(record)):
        raise ValidationError({"classification": refused(_("Uppgiften kan inte skrivas in här om den är hemlig."))})
    for field in content_fields(type(record)):
        if not field.blank and not getattr(record, field.name):
            setattr(record, field.name, ELSEWHERE)
    held = [field.name for field in content_fields(type(record)) if holds(record, field)]
    if held:
        raise ValidationError({name: refused(_("Flytta texten dit och töm fältet.")) for name in held})
    children = [Truncator(child).chars(60) for child in children_with_content(record)]
    if children:
        sentence = _("Flytta ut innehållet i det som hör till först: %(children)s.")
        raise ValidationError({"classification": refused(sentence % {"children": ", ".join(children)})})


def require_no_words(record: Record, field: str, words: str) -> None:
    """The same for words about a record that are kept beside it."""
    if content_stays_out() and is_secret(record) and words.strip() not in {"", ELSEWHERE}:
        instead = _("Skriv i stället: ”%(sentence)s”") % {"sentence": ELSEWHERE}
        raise ValidationError({field: refused(instead)})


def refused(what_to_do: str) -> ValidationError:
    where = _("Sekretessmarkerat innehåll förvaras i departementets eget system och inte här.")
    return ValidationError(f"{where} {what_to_do}", code=REFUSED)


def empty(record: Record) -> None:
    """Takes the content out of a record at hand; where a longer text stood, it says where that is now."""
    for field in content_fields(type(record)):
        had_text = isinstance(field, TextField) and field.name != "public_text" and getattr(record, field.name)
        setattr(record, field.name, ELSEWHERE if had_text or not field.blank else "")


def empty_where_secret(record: Record) -> None:
    """The same for what is loaded and not typed."""
    if isinstance(record, Classified):
        record.classify()
    if content_stays_out() and is_secret(record):
        empty(record)


def is_secret(record: Record) -> bool:
    """By its own effective marking, or that of the record it hangs on, or tells of."""
    if record.tells_of_secret:
        return True
    marked = decisive(record)
    return isinstance(marked, Classified) and marked.is_secret


def decisive(record: Record) -> Record:
    """The one whose marking decides who sees this one: itself, or what it hangs on."""
    deciding: Any = record
    for name in filter(None, path_of(type(record)).split("__")):
        deciding = getattr(deciding, name)
    return deciding  # type: ignore[no-any-return]


def path_of(model: type[Record]) -> str:
    """Where the record stands that decides who sees this one; empty where that is the record itself."""
    return str(getattr(model._default_manager.all(), "path", ""))


def content_fields(model: type[Record]) -> "list[Field[Any, Any]]":
    """The texts that people write, but for what a reference may hold: a field added later is content."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in KEPT
    ]


def may_be_reference(model: type[Record]) -> bool:
    """Whether it can do without content: an amount or a level cannot be left out."""
    required = [field for field in content_fields(model) if not field.blank]
    too_short = any((field.max_length or len(ELSEWHERE)) < len(ELSEWHERE) for field in required)
    return not too_short and not any(isinstance(field, DecimalField) for field in model._meta.concrete_fields)


def holds(record: Record, field: "Field[Any, Any]") -> bool:
    return getattr(record, field.name) not in {"", ELSEWHERE}


def children_with_content(record: Record) -> Iterator[Record]:
    if record.pk is None or not isinstance(record, Classified):
        return
    for model, path in children_of(type(record)):
        for child in model._base_manager.filter(removed_at=None, **{path: record.pk}):
            has_file = any(isinstance(field, FileField) for field in model._meta.concrete_fields)
            if has_file or any(holds(child, field) for field in content_fields(model)):
                yield child


def children_of(parent: type[Record]) -> Iterator[tuple[type[Record], str]]:
    """Every kind of record that hangs on this one and may not be more open than it, with the way to it."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        if path_of(model):
            end = model._meta.get_field(path_of(model).split("__")[0]).related_model
            for name in path_of(model).split("__")[1:]:
                end = end._meta.get_field(name).related_model  # type: ignore[union-attr] # a record's foreign key
            if end is parent:
                yield model, path_of(model)
        elif issubclass(model, Classified):
            ties = [model._meta.get_field(name) for name in model.PARENTS if "__" not in name]
            yield from ((model, field.name) for field in ties if field.related_model is parent)
