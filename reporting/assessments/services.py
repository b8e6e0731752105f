"""Writing the judgement of one goal for a year, with its evidence, and proposing it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from reporting.assessments.judgements import step
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import Round
from reporting.assessments.models.scales import Attainment, Development
from strategy.people.models import User
from strategy.records.markings import empty_where_secret
from strategy.records.models import MARKING
from strategy.records.services import create_record, move_to_bin, restore_from_bin, save_record
from strategy.texts.html import Notes
from strategy.texts.reading import marks, without_marks

NARRATIVE = ("happened", "contribution", "next_steps", "public_text")


@transaction.atomic
def begin_assessment(*, year_round: Round, goal: Goal, by: User) -> Assessment:
    """The assessment under way for the goal and year; a new draft, with last one's judgements, where none is.

    Whoever begins it answers for it.
    """
    under_way = Assessment.objects.present().under_way().filter(round=year_round, goal=goal).first()
    if under_way is not None:
        return under_way
    assessment = Assessment(
        strategy=year_round.strategy,
        round=year_round,
        goal=goal,
        assessed_on=year_round.strategy.today(),
        owner=by,
    )
    in_force = Assessment.objects.present().in_force().filter(round=year_round, goal=goal).first()
    if in_force is not None:
        copy_texts(in_force, assessment)
    create_record(record=assessment, by=by)
    if in_force is not None:
        copy_evidence(in_force, assessment, by)
    return assessment


def copy_texts(source: Assessment, target: Assessment) -> None:
    """A correction begins from what it corrects, its marking included."""
    for name in ("attainment", "development", "effort", *NARRATIVE, *MARKING):
        setattr(target, name, getattr(source, name))


def copy_evidence(source: Assessment, target: Assessment, by: User) -> None:
    fields = (*Evidence.TARGETS, "number", "document", "document_date", "quote", "stance")
    for piece in Evidence.objects.present().filter(assessment=source):
        copied = Evidence(
            strategy=target.strategy, assessment=target, **{name: getattr(piece, name) for name in fields}
        )
        empty_where_secret(copied)
        create_record(record=copied, by=by)


def save_assessment(*, assessment: Assessment, by: User, expected_version: int) -> None:
    """Raises ValidationError where it is no longer a draft or refers to evidence that is not there, and Conflict."""
    assessment.require_editable()
    refused = refused_references(assessment)
    if refused:
        raise ValidationError(refused)
    save_record(record=assessment, by=by, expected_version=expected_version)


def refused_references(assessment: Assessment) -> dict[str, str]:
    """By field, a sentence on the references that lead nowhere, with the numbers that there are."""
    numbers = numbers_of(assessment)
    refused = {}
    for name in NARRATIVE:
        lost = [f"[{mark}]" for mark in marks(getattr(assessment, name)) if mark not in numbers]
        if lost:
            there = ", ".join(f"[{number}]" for number in numbers) or _("inget än")
            sentence = _("Det finns inget underlag %(lost)s. Underlag som finns: %(there)s.")
            refused[name] = sentence % {"lost": get_text_list(lost, _("eller")), "there": there}
    return refused


def numbers_of(assessment: Assessment) -> list[int]:
    pieces = Evidence.objects.present().filter(assessment=assessment).order_by("number")
    return list(pieces.values_list("number", flat=True))


def notes_of(assessment: Assessment, shown: Iterable[Evidence]) -> Notes:
    """Of the evidence that somebody sees; the references to what they do not see are kept from them."""
    addresses = {piece.number: f"#evidence-{piece.number}" for piece in shown}
    return Notes(addresses, hidden=set(numbers_of(assessment)) - set(addresses), referred=set())


def cite(*, assessment: Assessment, by: User, name: str, thing: Model, referred: Collection[int] = ()) -> Evidence:
    """Makes a thing in the product evidence, once; taken away earlier, it comes back under its number if that is free.

    `referred`: the numbers that stand in a text that is not saved yet. Raises ValidationError.
    """
    assessment.require_editable()
    pieces = Evidence.objects.filter(assessment=assessment, **{name: thing})
    there = pieces.present().first()
    earlier = pieces.exclude(number__in=numbers_of(assessment)).order_by("-pk").first()
    if there is None and earlier is not None:
        restore_from_bin(record=earlier, by=by)
    return there or earlier or add_evidence(assessment=assessment, by=by, referred=referred, **{name: thing})


@transaction.atomic
def add_evidence(*, assessment: Assessment, by: User, referred: Collection[int] = (), **piece: Any) -> Evidence:
    """Adds a piece under the next number that is free and that no text refers to. Raises ValidationError."""
    assessment.require_editable()
    saved = [mark for name in NARRATIVE for mark in marks(getattr(assessment, name))]
    number = max([*numbers_of(assessment), *saved, *referred], default=0) + 1
    evidence = Evidence(strategy=assessment.strategy, assessment=assessment, number=number, **piece)
    create_record(record=evidence, by=by)
    return evidence


def take_stance(*, evidence: Evidence, stance: str, by: User) -> None:
    """Raises ValidationError and Conflict."""
    evidence.assessment.require_editable()
    if evidence.stance != stance:
        evidence.stance = stance
        save_record(record=evidence, by=by)


def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """What the text still refers to is told when it is saved or put forward."""
    evidence.assessment.require_editable()
    move_to_bin(record=evidence, by=by, expected_version=evidence.version)


@transaction.atomic
def propose(*, assessment: Assessment, by: User) -> None:
    """Sends it to the head. Raises ValidationError with every reason why it cannot be judged yet, by field."""
    problems = shortcomings(assessment)
    if problems:
        raise ValidationError(problems)
    step(assessment, to=Assessment.State.PROPOSED, by=by)


def shortcomings(assessment: Assessment) -> dict[str, str]:
    """By field, what the rules of the domain ask for before a judgement may be put forward."""
    scales = ("attainment", "development", "effort")
    problems = {name: _("Välj ett av alternativen.") for name in scales if not getattr(assessment, name)}
    problems |= {} if assessment.happened else {"happened": _("Skriv vad som har hänt.")}
    problems |= refused_references(assessment)
    claim = claimed_in(assessment)
    if claim and not Evidence.objects.present().filter(assessment=assessment).exists():
        problems[claim] = _("Lägg till minst ett underlag: utan underlag kan du bara välja ”Ingen” och ”Oförändrad”.")
    contradiction = contradicted_development(assessment)
    return problems | ({"development": contradiction} if contradiction else {})


def claimed_in(assessment: Assessment) -> str:
    """The scale on which more is claimed than may be without evidence; empty where none is."""
    if assessment.attainment in {Attainment.PARTIAL, Attainment.SUBSTANTIAL, Attainment.ATTAINED}:
        return "attainment"
    return "development" if assessment.development in {Development.FORWARD, Development.BACKWARD} else ""


def begin_with(*, assessment: Assessment, source: Assessment) -> None:
    """Puts another year's words where nothing is written yet, unsaved. What they refer to does not come along, a secret
    marking does.
    """
    for name in NARRATIVE:
        text = getattr(source, name)
        if not getattr(assessment, name):
            setattr(assessment, name, without_marks(text, marks(text)))
    for name in MARKING if source.is_secret else ():
        setattr(assessment, name, getattr(source, name))


def contradicted_development(assessment: Assessment) -> str:
    """A sentence where the development says the opposite of the two years' attainments; else empty."""
    before = previous_attainment(assessment)
    now = Attainment(assessment.attainment).height if assessment.attainment else None
    if before is None or before.height is None or now is None:
        return ""
    years = {"before": before.label, "now": Attainment(assessment.attainment).label}
    if now > before.height and assessment.development == Development.BACKWARD:
        return _("Måluppfyllelsen stiger från %(before)s till %(now)s. Då kan utvecklingen inte vara bakåt.") % years
    if now < before.height and assessment.development == Development.FORWARD:
        return _("Måluppfyllelsen sjunker från %(before)s till %(now)s. Då kan utvecklingen inte vara framåt.") % years
    return ""


def previous_attainment(assessment: Assessment) -> Attainment | None:
    """The attainment in force for the year before."""
    previous = (
        Assessment.objects.present()
        .in_force()
        .filter(goal=assessment.goal, round__year=assessment.round.year - 1)
        .first()
    )
    return Attainment(previous.attainment) if previous else None
