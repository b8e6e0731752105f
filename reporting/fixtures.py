"""The decided strategy with what we add to it: short titles, translations, organisations, baseline and figures."""

import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from priorities.figures.fixtures import load_figures, paragraph_of
from priorities.goals.models import Goal
from priorities.goals.services import import_document
from priorities.key_messages.models import KeyMessage
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import Round
from strategy.access import Classification
from strategy.decision import parsing
from strategy.decision.models import Strategy
from strategy.people.organisations import Organisation
from strategy.records.services import create_record
from strategy.search.index import index
from strategy.tools.sorting import swedish_sort_key

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "strategy"

Table = dict[str, Any]


@transaction.atomic
def load_strategy(slug: str) -> bool:
    """Answers False, and changes nothing, where the strategy is there already."""
    if Strategy.objects.filter(slug=slug).exists():
        return False
    document = parsing.parse(parsing.read_text(FOLDER / f"{slug}.txt"))
    additions = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    strategy = import_document(document=document, slug=slug)
    add_organisations(strategy, additions)
    add_titles(strategy, additions)
    for table in additions["key_message"]:
        add_key_message(strategy, table)
    year_round = Round.objects.create(strategy=strategy, year=strategy.baseline_year)
    for table in additions["baseline"]:
        add_baseline(year_round, table)
    load_figures(strategy, FOLDER / f"{slug}-figures.toml")
    return True


def add_organisations(strategy: Strategy, additions: Table) -> None:
    """The rows of the distribution list as organisations, and the one that the strategy is about."""
    for table in additions["organisation"]:
        organisation, _ = Organisation.objects.get_or_create(
            key=table["key"],
            defaults={
                "kind": table["kind"],
                "name": table["name"],
                "name_en": table["name_en"],
                "abbreviation": table.get("abbreviation", ""),
                "sort_key": swedish_sort_key(table["name"]),
            },
        )
        if "recipient" in table:
            strategy.recipients.filter(label=table["recipient"]).update(organisation=organisation)


def add_titles(strategy: Strategy, additions: Table) -> None:
    """Short titles, actors and translations; the decision's own wording stays as it was imported."""
    own = additions["strategy"]
    strategy.short_name = own["short_name"]
    strategy.title_en = own["title_en"]
    strategy.organisation = Organisation.objects.get(key=own["organisation"])
    strategy.status = Strategy.Status.IN_FORCE
    strategy.save()
    for table in additions["focus_area"]:
        strategy.focus_areas.filter(code=table["code"]).update(**without_code(table))
    for table in additions["goal"]:
        strategy.goals.filter(code=table["code"]).update(**without_code(table))
    index(Goal, strategy.goals.values_list("pk", flat=True))
    for table in additions["mandate_area"]:
        strategy.mandateareas.filter(number=table["number"]).update(text_en=table["text_en"])


def without_code(table: Table) -> Table:
    return {name: value for name, value in table.items() if name != "code"}


def add_key_message(strategy: Strategy, table: Table) -> None:
    """What the decision itself says of how to speak on a goal; it is public, and holds from the first day."""
    message = KeyMessage(
        strategy=strategy,
        goal=Goal.objects.get(strategy=strategy, code=table["goal"]),
        say=table["say"],
        say_not=table["say_not"].strip(),
        holds_from=strategy.start,
        source=table["source"],
        classification=Classification.OPEN,
    )
    create_record(record=message, by=None)


def add_baseline(year_round: Round, table: Table) -> None:
    """Year 0 of a goal: what the decision says of the starting point, resting on its own words."""
    strategy = year_round.strategy
    day = strategy.start
    marks = " ".join(f"[{number}]" for number in range(1, len(table["quotes"]) + 1))
    assessment = Assessment(
        strategy=strategy,
        round=year_round,
        goal=Goal.objects.get(strategy=strategy, code=table["goal"]),
        assessed_on=day,
        attainment=table["attainment"],
        happened=f"{table['text']} {marks}".strip(),
        public_text=table["text"],
        classification=Classification.OPEN,
        state=Assessment.State.APPROVED,
        approved_at=timezone.make_aware(datetime.combine(day, time(12))),
    )
    create_record(record=assessment, by=None)
    for number, quote in enumerate(table["quotes"], start=1):
        piece = Evidence(
            strategy=strategy,
            assessment=assessment,
            number=number,
            paragraph=paragraph_of(strategy, quote),
            quote=quote,
        )
        create_record(record=piece, by=None)
