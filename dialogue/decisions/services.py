"""A decision on its way in: read, marked by people, confirmed or thrown away."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.decisions.models import DecisionDraft, obstacles
from priorities.goals.models import Goal
from priorities.goals.services import GoalWords, refuse_taken_slug, write_decision
from strategy.access import Role
from strategy.administration.people.roles import give_role
from strategy.decision import parsing
from strategy.decision.marking import Piece, pieces_of
from strategy.decision.marking import Role as PieceRole
from strategy.decision.models import Strategy
from strategy.decision.parsing import Document, ParsingError
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log.models import Verb
from strategy.records.services import create_record, keep, move_to_bin, save_record


@dataclass(frozen=True)
class Start:
    """What the administrator says of the strategy. The days are those of the text where none are named."""

    slug: str
    short_name: str
    officer: User
    organisation: Organisation | None = None
    start: date | None = None
    end: date | None = None


@transaction.atomic
def read_in(*, text: str, file_name: str, start: Start, by: User) -> DecisionDraft:
    """A strategy that is a draft, its officer, and what the text was found to hold. Raises ValidationError."""
    try:
        document = parsing.read(text)
    except ParsingError as error:
        raise ValidationError({"text": str(error)}) from error
    first, last = days(document, start)
    strategy = begun(document, start, first, last, by)
    draft = DecisionDraft(
        strategy=strategy,
        officer=start.officer,
        file_name=file_name,
        start=first,
        end=last,
        references="\n".join(document.references),
    )
    draft.mark(pieces_of(document, text))
    create_record(record=draft, by=by)
    return draft


def days(document: Document, start: Start) -> tuple[date, date]:
    first = start.start or (document.period and document.period.first_day)
    last = start.end or (document.period and document.period.last_day)
    if not first or not last:
        raise ValidationError({"start": _("Texten anger ingen period. Skriv första och sista dagen.")})
    if last < first:
        raise ValidationError({"end": _("Sista dagen ligger före den första.")})
    return first, last


def begun(document: Document, start: Start, first: date, last: date, by: User) -> Strategy:
    """A new one, or one whose decision was thrown away before."""
    known = Strategy.objects.filter(slug=start.slug, status=Strategy.Status.DRAFT, sections=None).first()
    if known is None or DecisionDraft.objects.present().filter(strategy=known).exists():
        refuse_taken_slug(start.slug)
        known = Strategy(slug=start.slug)
    known.title, known.short_name = document.title[:300] or start.short_name, start.short_name
    known.start, known.end, known.organisation = first, last, start.organisation
    keep(known, by=by)
    if not Membership.objects.in_force().filter(user=start.officer, strategy=known, role=Role.OFFICER).exists():
        today = timezone.localdate()
        give_role(user=start.officer, role=Role.OFFICER, strategy=known, organisation=None, since=today, by=by)
    return known


def save_marking(*, draft: DecisionDraft, by: User, expected_version: int) -> None:
    """Raises ValidationError and Conflict."""
    save_record(record=draft, by=by, expected_version=expected_version)


@transaction.atomic
def confirm(*, draft: DecisionDraft, by: User, expected_version: int) -> Strategy:
    """Writes the strategy, to the letter, and puts it in force. Raises ValidationError and Conflict."""
    document, strategy = draft.document, draft.strategy
    draft.require_return()
    if hindrances := list(obstacles(document)):
        raise ValidationError(hindrances)
    save_record(record=draft, by=by, expected_version=expected_version, verb=Verb.CONFIRMED)
    write_decision(strategy, document, [words_of(piece) for piece in draft.read() if piece.role == PieceRole.GOAL])
    strategy.title, strategy.responsible_ministry = document.title, document.responsible[:200]
    strategy.start, strategy.end, strategy.status = draft.start, draft.end, Strategy.Status.IN_FORCE
    keep(strategy, by=by, verb=Verb.CONFIRMED)
    move_to_bin(record=draft, by=by, expected_version=draft.version)
    return strategy


def words_of(piece: Piece) -> GoalWords:
    """Those that somebody has written; the others are as for a goal without."""
    actor = piece.actor or Goal.Actor.ORGANISATION
    written = {"short_title": piece.short_title, "short_title_en": piece.short_title_en, "text_en": piece.text_en}
    return {"actor": str(actor)} | {name: text for name, text in written.items() if text}


def throw_away(*, draft: DecisionDraft, by: User) -> None:
    """To the bin. The strategy stays a draft without a text, which another decision may be read into."""
    move_to_bin(record=draft, by=by, expected_version=draft.version)
