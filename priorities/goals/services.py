"""Writing a parsed decision to the database: once per strategy, wording to the letter."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from priorities.goals.models import FocusArea, Goal
from strategy.decision import parsing
from strategy.decision.models import Footnote, MandateArea, Paragraph, Recipient, Reference, Section, Strategy
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.models import SecrecyProvision

SHORT_TITLE_LENGTH = 120
GoalWords = Mapping[str, str]  # by the names of a goal's fields: the short titles, the translation, whose change
WITHOUT_AREAS = ("Målen", "Goals")  # what the goals of a decision without areas stand under

# The configurable list begins with the grounds in the Public Access to Information and Secrecy Act (2009:400)
# that this kind of material meets.
PROVISIONS = [
    ("OSL 15:1", "utrikessekretess"),
    ("OSL 21:5", "utlänningars säkerhet"),
    ("OSL 37:1", "verksamhet om utlänningar"),
    ("OSL 15:2", "försvarssekretess"),
    ("OSL 18:8", "säkerhets- och bevakningsåtgärder"),
]


@transaction.atomic
def import_document(*, document: parsing.Document, slug: str) -> Strategy:
    """Makes a draft strategy. Raises ValidationError where the slug is taken or something does not fit."""
    if document.period is None:
        raise ValidationError(_("Texten anger ingen period för strategin."))
    strategy = Strategy(
        slug=slug,
        title=document.title,
        short_name=shortened(document.title, 60),
        start=document.period.first_day,
        end=document.period.last_day,
        responsible_ministry=document.responsible,
    )
    strategy.full_clean()
    strategy.save()
    write_decision(strategy, document)
    audit.note(verb=Verb.CREATED, thing=strategy, by=None)
    return strategy


def write_decision(strategy: Strategy, document: parsing.Document, words: Sequence[GoalWords] = ()) -> None:
    """Gives a strategy its text and goals, once. `words` are ours, of each goal in the order of the decision."""
    paragraphs = write_text(strategy, document)
    write_goals(strategy, document, paragraphs, words)
    for order, (reference, concerns) in enumerate(PROVISIONS):
        SecrecyProvision.objects.get_or_create(reference=reference, defaults={"concerns": concerns, "order": order})


def write_text(strategy: Strategy, document: parsing.Document) -> dict[tuple[int, int], Paragraph]:
    """Answers the paragraphs by their place: index of the section, index within it."""
    paragraphs: dict[tuple[int, int], Paragraph] = {}
    for section_index, parsed_section in enumerate(document.sections):
        section = Section.objects.create(
            strategy=strategy, order=section_index, level=parsed_section.level, title=parsed_section.title
        )
        for index, parsed in enumerate(parsed_section.paragraphs):
            paragraph = Paragraph.objects.create(
                strategy=strategy,
                section=section,
                number=len(paragraphs) + 1,
                kind=parsed.kind,
                text=parsed.text,
            )
            paragraphs[section_index, index] = paragraph
            write_footnotes(document, parsed, paragraph)
    for order, label in enumerate(document.distribution):
        Recipient.objects.create(strategy=strategy, order=order, label=label)
    for area in document.mandate:
        MandateArea.objects.create(strategy=strategy, number=area.number, text=area.text)
    for order, label in enumerate(document.references):
        Reference.objects.create(strategy=strategy, order=order, label=label)
    return paragraphs


def write_footnotes(document: parsing.Document, parsed: parsing.Paragraph, paragraph: Paragraph) -> None:
    texts = {footnote.number: footnote.text for footnote in document.footnotes}
    for mark in parsed.marks:
        Footnote.objects.create(
            strategy=paragraph.strategy,
            paragraph=paragraph,
            number=mark.number,
            offset=mark.offset,
            text=texts.get(mark.number, ""),
        )


def write_goals(
    strategy: Strategy,
    document: parsing.Document,
    paragraphs: dict[tuple[int, int], Paragraph],
    words: Sequence[GoalWords],
) -> None:
    goal_order = 0
    for order, parsed_area in enumerate(document.focus_areas):
        area = FocusArea.objects.create(
            strategy=strategy,
            section=strategy.sections.get(order=parsed_area.section),
            order=order,
            code=parsed_area.code,
            title=parsed_area.title,
            short_title=shortened(parsed_area.title, SHORT_TITLE_LENGTH) or WITHOUT_AREAS[0],
            short_title_en="" if parsed_area.title else WITHOUT_AREAS[1],
        )
        for parsed in parsed_area.goals:
            goal = Goal(
                strategy=strategy,
                focus_area=area,
                paragraph=paragraphs[parsed.section, parsed.paragraph],
                order=goal_order,
                code=parsed.code,
                text=parsed.text,
                short_title=shortened(parsed.text, SHORT_TITLE_LENGTH),
            )
            for name, value in (words[goal_order] if words else {}).items():
                setattr(goal, name, value)
            goal.save()
            goal_order += 1


def shortened(text: str, length: int) -> str:
    """Cut between words, for a title that somebody will write better."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def refuse_taken_slug(slug: str) -> None:
    if Strategy.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("Det finns redan en strategi med kortnamnet ”%(slug)s”.") % {"slug": slug}})
