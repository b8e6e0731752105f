"""A handover in one step: sealed, given, told of."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reporting.handover.contents import Belongings, belongings
from reporting.handover.drafts import HalfWritten
from reporting.handover.models import Handover
from reporting.handover.roles import QUESTIONS, possible_receivers, roles_left
from reporting.reports.contents.snapshots.canonical import canonical, checksum
from strategy.access import Classification, Role
from strategy.access.secret_content import content_stays_out
from strategy.decision.models import Strategy
from strategy.jobs.services import enqueue
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, tell
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.owners import Owned, possible_owners
from strategy.records.services import save_record
from strategy.sending.models import Draft
from strategy.sending.once import made

JOB, SCHEMA = "handover", "handover-1"


@transaction.atomic
def give(
    *,
    strategy: Strategy,
    leaver: User,
    receiver: User,
    notes: Mapping[str, str],
    answers: Iterable[str],
    drafts: Collection[HalfWritten],
    by: User,
) -> Handover:
    """`notes` are by the things' keys, `drafts` those that their writer agrees to. Raises ValidationError, Conflict."""
    given = belongings(leaver, strategy, by)
    require_able(receiver, leaver, strategy, given)
    marking = Classification.strictest(given.marking, *(one.marking for one in drafts if one.marking))
    with translation.override("sv"):
        written = told(strategy, leaver, receiver, given, notes, answers, drafts)
    content = canonical(written | {"schema": SCHEMA, "marking": marking})
    handover = Handover.objects.create(
        strategy=strategy,
        leaver=leaver,
        receiver=receiver,
        organisation=organisation_of(leaver, strategy),
        by=by,
        at=timezone.now(),
        effective_classification=marking,
        content=content,
        sha256=checksum(content),
    )
    move(given, leaver, receiver, by)
    Draft.objects.of(leaver).filter(pk__in=[one.draft.pk for one in drafts]).update(user=receiver)
    audit.note(verb=Verb.HANDED_OVER, thing=handover, by=by, details={"things": len(given.things)})
    tell(Telling(NoticeKind.HANDED_OVER, handover, [receiver.pk]), by=by)
    enqueue(kind=JOB, subject_id=handover.pk, strategy=strategy, by=by)
    made(handover)
    return handover


def require_able(receiver: User, leaver: User, strategy: Strategy, given: Belongings) -> None:
    """That the receiver may see and own all of it. Raises ValidationError."""
    if not possible_receivers(leaver, strategy).filter(pk=receiver.pk).exists():
        raise ValidationError({"receiver": _("Personen kan inte ta över allt: hen har inte samma roll.")})
    for model in {type(thing.record) for thing in given.things}:
        if not possible_owners(model, strategy).filter(pk=receiver.pk).exists():
            sentence = _("Personen kan inte ansvara för allt som lämnas: %(kind)s.")
            raise ValidationError({"receiver": sentence % {"kind": model._meta.verbose_name_plural}})


def move(given: Belongings, leaver: User, receiver: User, by: User) -> None:
    """Of a promise it is the meeting that names somebody: that is given, once."""
    naming: Iterable[Any] = (thing.record.naming for thing in given.things)
    for record in {(type(one), one.pk): one for one in naming if one is not None}.values():
        if record.owner_id == leaver.pk:
            record.owner = receiver
            save_record(record=record, by=by, verb=Verb.HANDED_OVER)


def organisation_of(leaver: User, strategy: Strategy) -> Any:
    contacts = (held for held in roles_left(leaver, strategy) if held.role == Role.CONTACT)
    return next((held.organisation for held in contacts), None)


def takes_note(record: Owned) -> bool:
    """Where secret content stays out, nothing is written about what is secret."""
    return not (content_stays_out() and record.effective_classification == Classification.SECRET)  # type: ignore[attr-defined] # a record's


def told(
    strategy: Strategy,
    leaver: User,
    receiver: User,
    given: Belongings,
    notes: Mapping[str, str],
    answers: Iterable[str],
    drafts: Iterable[HalfWritten],
) -> dict[str, Any]:
    return {
        "strategy": {
            "title": strategy.title,
            "short_name": strategy.short_name,
            "responsible_ministry": strategy.responsible_ministry,
            "responsible_unit": strategy.responsible_unit,
            "demonstration": strategy.is_demonstration,
        },
        "leaver": leaver.name,
        "receiver": receiver.name,
        "given_at": timezone.now().isoformat(timespec="seconds"),
        "things": [
            {
                "key": thing.key,
                "kind": capfirst(thing.label),
                "title": str(thing.record),
                "day": thing.day.isoformat() if thing.day else "",
                "late": thing.is_late,
                "told": thing.told,
                "marking": thing.marking,
                "note": notes.get(thing.key, ""),
            }
            for thing in given.things
        ],
        "waits": [
            {"for": name, "tasks": [{"text": one.text, "detail": one.detail, "late": one.late} for one in tasks]}
            for name, tasks in given.waits
        ],
        "drafts": [
            {"label": one.label, "saved": date_format(timezone.localtime(one.draft.saved_at), "j F Y H:i")}
            for one in drafts
        ],
        "answers": [
            {"question": str(question), "text": text}
            for question, text in zip(QUESTIONS, answers, strict=False)
            if text
        ],
    }
