"""Requests for official documents: what is meant, what is masked, what is decided (OSL 6 kap., TF 2 kap.)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.disclosures.masking import MaskedWords, cleared, masked_spans
from reporting.disclosures.models import DisclosureDecision, DisclosureItem, DisclosureRequest, Masking
from reporting.disclosures.parts import Part, parts_of
from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.sealed_copies import latest_job, make_again
from strategy.jobs.models import Job
from strategy.jobs.services import enqueue
from strategy.people.models import User
from strategy.records.kinds import RecordKind, disclosed_kinds
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, save_record

JOB = "disclosure"
MOST_RECORDS = 200
SCHEMA = "disclosure-1"


@transaction.atomic
def add_records(*, request: DisclosureRequest, noun: str, ids: Collection[int], by: User) -> int:
    """Those of one kind that this person may see and that are not there already; answers how many were added."""
    request.require_open()
    there = DisclosureItem.objects.present().filter(request=request)
    known = set(there.filter(kind=noun).values_list("record_id", flat=True))
    visible = disclosed_kinds()[noun].objects.visible_to(by).filter(strategy=request.strategy_id, pk__in=ids)
    new = [record for record in visible.distinct() if record.pk not in known]
    if there.count() + len(new) > MOST_RECORDS:
        raise TransitionRefused(
            _("En begäran kan omfatta högst %(most)d poster. Dela upp den.") % {"most": MOST_RECORDS}
        )
    for record in new:
        item = DisclosureItem(
            strategy=request.strategy,
            request=request,
            kind=noun,
            record_id=record.pk,
            record_version=record.version,
        )
        create_record(record=item, by=by)
    return len(new)


@transaction.atomic
def take_out(*, item: DisclosureItem, by: User) -> None:
    item.request.require_open()
    move_to_bin(record=item, by=by, expected_version=item.version)


@transaction.atomic
def decide_on_item(*, item: DisclosureItem, by: User, expected_version: int, seen: str) -> None:
    """Keeps what was chosen for one record. `seen` is the digest of the text that was on the page.

    Raises ValidationError, Conflict and TransitionRefused.
    """
    item.request.require_open()
    item.text_digest = require_seen(item, by, seen)
    if item.outcome == DisclosureItem.Outcome.WHOLE and item.maskings.filter(removed_at=None).exists():
        raise ValidationError({"outcome": _("Något är maskerat i posten. Ta bort maskeringen, eller lämna ut delvis.")})
    save_record(record=item, by=by, expected_version=expected_version)


@transaction.atomic
def look_again(*, item: DisclosureItem, version: int, by: User) -> None:
    """The record was changed after it was looked at: from now on the version that was on the page counts."""
    item.request.require_open()
    item.record_version, item.text_digest = version, ""
    item.outcome, item.provision, item.reason = "", None, ""
    for masking in item.maskings.filter(removed_at=None):
        move_to_bin(record=masking, by=by, expected_version=masking.version)
    save_record(record=item, by=by)


@transaction.atomic
def mask_passages(
    *,
    item: DisclosureItem,
    passages: list[str],
    provision: SecrecyProvision,
    reason: str,
    by: User,
    seen: str,
) -> Masking:
    """Masks these on one ground, in the text that was on the page, by its digest; the record then goes out in part."""
    item.request.require_open()
    digest = require_seen(item, by, seen)
    masking = Masking(
        strategy=item.strategy,
        request=item.request,
        item=item,
        passages=sorted(passages),
        provision=provision,
        reason=reason,
    )
    create_record(record=masking, by=by)
    if item.outcome != DisclosureItem.Outcome.PART or item.text_digest != digest:
        item.outcome, item.provision, item.reason = DisclosureItem.Outcome.PART, None, ""
        item.text_digest = digest
        save_record(record=item, by=by)
    return masking


def require_seen(item: DisclosureItem, by: User, seen: str) -> str:
    """The digest of the text as it stands. Raises TransitionRefused where another was on the page."""
    (now,) = treated(item.request, by, [item])
    if now.has_changed or seen != now.digest:
        raise TransitionRefused(_("Posten har ändrats sedan du öppnade sidan. Gå igenom den igen."))
    return now.digest


@transaction.atomic
def mask_words(
    *, request: DisclosureRequest, words: str, provision: SecrecyProvision, reason: str, by: User
) -> Masking:
    request.require_open()
    masking = Masking(strategy=request.strategy, request=request, words=words, provision=provision, reason=reason)
    create_record(record=masking, by=by)
    return masking


@transaction.atomic
def unmask(*, masking: Masking, by: User) -> None:
    masking.request.require_open()
    move_to_bin(record=masking, by=by, expected_version=masking.version)


# ------------------------------------------------------------------ as it stands


@dataclass(frozen=True)
class Treated:
    """A record that the request means, with what is masked in it. `record` is None where it is gone."""

    item: DisclosureItem
    kind: RecordKind
    record: Any
    maskings: list[Masking]
    everywhere: list[Masking]  # those of words

    @property
    def words(self) -> list[MaskedWords]:
        return [words_of(masking) for masking in self.everywhere]

    @property
    def title(self) -> str:
        return str(self.record) if self.record is not None else _("Posten finns inte längre")

    @property
    def has_changed(self) -> bool:
        """Since it was looked through: it, or, since it was decided on, something of what belongs to it."""
        if self.record is None:
            return False
        is_other_text = self.item.text_digest not in {"", self.digest}
        return self.record.version != self.item.record_version or is_other_text

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.kind, self.record) if self.record is not None else []

    @cached_property
    def digest(self) -> str:
        texts = [(part.name, part.text) for part in self.parts]
        return checksum(canonical(texts))

    @cached_property
    def passages(self) -> dict[str, str]:
        """The ground of each masked passage; of several, those that were said."""
        grounds_of: dict[str, list[str]] = {}
        for masking in self.maskings:
            for key in masking.passages:
                grounds_of.setdefault(key, []).append(masking.provision.reference)
        return {key: ", ".join(dict.fromkeys(grounds)) for key, grounds in grounds_of.items()}

    @property
    def grounds(self) -> list[str]:
        """Those by which something is masked in it, each once."""
        spans = [span for part in self.parts for span in masked_spans(part, self.passages, self.words)]
        return list(dict.fromkeys(reference for _start, _end, ground in spans for reference in ground.split(", ")))

    @property
    def reasons(self) -> list[str]:
        """Why, each once: of what is masked in it, and of the words that it holds."""
        text = "\n".join(part.text for part in self.parts)
        held = [masking for masking in self.everywhere if words_of(masking).stand_in(text)]
        return list(dict.fromkeys(masking.reason for masking in [*self.maskings, *held]))

    @property
    def tells_masked_words(self) -> bool:
        """Reasons are sent to whoever asks."""
        reasons = "\n".join([self.item.reason, *self.reasons])
        return any(words.stand_in(reasons) for words in self.words)

    @property
    def obstacle(self) -> str:
        """Why it cannot be decided yet, in a sentence; empty where it can."""
        if self.record is None:
            return _("posten finns inte längre. Ta bort den ur begäran.")
        if self.has_changed:
            return _("posten har ändrats sedan du gick igenom den.")
        if not self.item.outcome:
            return _("posten är inte prövad.")
        if self.tells_masked_words:
            return _("ett skäl innehåller ord som är maskerade. Skriv skälet utan dem.")
        if self.item.outcome == DisclosureItem.Outcome.PART and not self.grounds:
            return _("inget är maskerat. Maskera något, eller lämna ut den i sin helhet.")
        return ""

    @property
    def outcome(self) -> str:
        """What is decided in effect: words that are masked everywhere make of a whole record a part."""
        if self.item.outcome == DisclosureItem.Outcome.REFUSED:
            return str(self.item.outcome)
        return str(DisclosureItem.Outcome.PART if self.grounds else DisclosureItem.Outcome.WHOLE)

    def told(self) -> dict[str, Any]:
        """For the decision to keep. Of a refused record no text, of the others what is cleared alone."""
        parts = [] if self.outcome == DisclosureItem.Outcome.REFUSED else self.parts
        return {
            "kind": self.item.kind,
            "id": self.item.record_id,
            "version": self.item.record_version,
            "outcome": self.outcome,
            "provision": self.item.provision.reference if self.item.provision else "",
            "reason": self.item.reason,
            "grounds": self.grounds if parts else [],
            "reasons": self.reasons if parts else [],
            "parts": [
                {
                    "label": part.label,
                    "is_typed": part.is_typed,
                    "paragraphs": cleared(part, self.passages, self.words),
                }
                for part in parts
            ],
        }


def treated(request: DisclosureRequest, by: User, items: Iterable[DisclosureItem] | None = None) -> list[Treated]:
    """Each item with its record, as this person sees it. As many queries as there are kinds."""
    if items is None:
        items = DisclosureItem.objects.visible_to(by).filter(request=request).select_related("provision")
    listed = list(items)
    maskings = list(Masking.objects.visible_to(by).filter(request=request).select_related("provision"))
    everywhere = [masking for masking in maskings if masking.words]
    records: dict[tuple[str, int], Any] = {}
    for noun in {item.kind for item in listed}:
        kind = disclosed_kinds()[noun]
        ids = [item.record_id for item in listed if item.kind == noun]
        visible = kind.objects.visible_to(by).filter(strategy=request.strategy_id).select_related(*kind.ties)
        visible = visible.prefetch_related(*kind.disclosed.paths)
        records |= {(noun, pk): record for pk, record in visible.in_bulk(ids).items()}
    return [
        Treated(
            item,
            disclosed_kinds()[item.kind],
            records.get((item.kind, item.record_id)),
            [masking for masking in maskings if masking.item_id == item.pk],
            everywhere,
        )
        for item in listed
    ]


def words_of(masking: Masking) -> MaskedWords:
    return MaskedWords(masking.words, masking.provision.reference)


def fingerprint(request: DisclosureRequest, records: Iterable[Treated]) -> str:
    """Tells what is on the page from what has been changed since."""
    standing = [
        request.version,
        [(record.item.pk, record.item.version, record.obstacle, record.told()) for record in records],
    ]
    return checksum(canonical(standing))


# ------------------------------------------------------------------ the decision


@transaction.atomic
def decide(*, request: DisclosureRequest, seen: str, by: User) -> DisclosureDecision:
    """Seals what is on the page, and has the masked copy made where something goes out.

    Raises TransitionRefused where something is not decided, or was changed meanwhile, and Conflict.
    """
    request.require_open()
    DisclosureRequest.objects.select_for_update().get(pk=request.pk)
    records = treated(request, by)
    if not records:
        raise TransitionRefused(_("Lägg till de poster som begäran avser först."))
    if seen != fingerprint(request, records):
        raise TransitionRefused(_("Något har ändrats sedan du öppnade sidan. Gå igenom begäran igen."))
    obstacles = [f"{record.title}: {record.obstacle}" for record in records if record.obstacle]
    if obstacles:
        raise TransitionRefused(" ".join(obstacles))
    decision = seal(request, records, by)
    advance(record=request, to=DisclosureRequest.State.DECIDED, by=by)
    if gives_out(decision):
        queue(decision, by)
    return decision


def seal(request: DisclosureRequest, records: Iterable[Treated], by: User) -> DisclosureDecision:
    now = timezone.now()
    content = canonical(
        {
            "schema": SCHEMA,
            "request": {"registry_number": request.registry_number, "received_on": request.received_on.isoformat()},
            "strategy": {
                "title": request.strategy.title,
                "responsible_ministry": request.strategy.responsible_ministry,
                "demonstration": request.strategy.is_demonstration,
            },
            "decided_on": timezone.localdate(now).isoformat(),
            "decided_at": now.isoformat(timespec="seconds"),
            "records": [record.told() for record in records],
        }
    )
    return DisclosureDecision.objects.create(
        strategy=request.strategy,
        request=request,
        number=request.decisions.count() + 1,
        by=by,
        at=now,
        content=content,
        sha256=checksum(content),
    )


def gives_out(decision: DisclosureDecision) -> bool:
    return any(
        record["outcome"] != DisclosureItem.Outcome.REFUSED for record in json.loads(decision.content)["records"]
    )


def queue(decision: DisclosureDecision, by: User | None, *, aloud: bool = True) -> Job:
    return enqueue(kind=JOB, subject_id=decision.pk, strategy=decision.strategy, by=by, aloud=aloud)


def job_of(decision: DisclosureDecision) -> Job | None:
    return latest_job(JOB, decision)


def make_copy_again(*, decision: DisclosureDecision, by: User) -> None:
    """Where it failed. Raises TransitionRefused."""
    if not gives_out(decision):
        raise TransitionRefused(_("Kopian finns redan, eller skapas just nu."))
    make_again(kind=JOB, thing=decision, by=by)


@transaction.atomic
def open_again(*, request: DisclosureRequest, by: User) -> None:
    """For another decision. What was decided stands."""
    advance(record=request, to=DisclosureRequest.State.OPEN, by=by)
