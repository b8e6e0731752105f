from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import translation

from dialogue.models import Commitment, Counterpart, Event, EventCounterpart
from priorities.models import FocusArea, Goal
from reporting import figures, narratives
from reporting.material import Material
from reporting.models import Assessment, Evidence, OverallAssessment, Report
from reporting.snapshots import pieces
from reporting.snapshots.changes import changes_since
from reporting.snapshots.pieces import bilingual, day
from reporting.snapshots.register import Register
from reporting.snapshots.summaries import drafted_summary
from strategy.access import Audience
from strategy.models import Paragraph, Strategy

SCHEMA = "report-1"
PARTS = ("happened", "contribution", "next_steps")

Json = dict[str, Any]


def contents(report: Report, taken_at: datetime) -> Json:
    """Everything the report says, as plain JSON types. A fixed number of queries, however much there is."""
    return Contents(report).write(taken_at)


class Contents:
    """One writing: what is read once is kept here and told apart goal by goal."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.strategy: Strategy = report.strategy
        self.material = Material.held_in(report.edition, self.strategy)
        self.first, self.until = figures.period(report.year, report.evidence_until)
        self.register = Register()

    def write(self, taken_at: datetime) -> Json:
        focus_areas = [self.focus_area(area) for area in FocusArea.objects.of(self.strategy.pk)]
        written: Json = {
            "schema": SCHEMA,
            "text_language": "sv",
            "report": self.heading(taken_at),
            "strategy": described_strategy(self.strategy),
            "figures": asdict(figures.key_figures(self.material, self.report.year, self.until)),
            "overall": self.overall(None),
            "focus_areas": focus_areas,
            "dialogue": self.dialogue(),
            "other_observations": [
                pieces.of_observation(found) for found in self.observations if not found.goals.all()
            ],
            "next": self.next_year(),
            "register": self.register.entries,
        }
        written["summary"] = self.summary(written)
        written["changes"] = changes_since(self.report.replaces, written)
        return written

    def heading(self, taken_at: datetime) -> Json:
        return {
            "kind": self.report.kind,
            "year": self.report.year,
            "audience": self.report.audience,
            "language": self.report.language,
            "version": self.report.edition_number,
            "registry_number": self.report.registry_number,
            "evidence_until": day(self.until),
            "taken_at": taken_at.astimezone(UTC).isoformat(timespec="seconds"),
        }

    def summary(self, written: Json) -> Json:
        """The maker's own text, or the one that the figures make."""
        text = next((found.text for found in self.report.texts.all() if found.key == "summary"), "")
        if text:
            return {"text": text, "drafted": False}
        with translation.override(self.report.language):
            return {"text": drafted_summary(written), "drafted": True}

    # ------------------------------------------------------------ what is read once

    @cached_property
    def goals(self) -> list[Goal]:
        return list(self.material.goals)

    @cached_property
    def strips(self) -> dict[int, list[figures.Cell]]:
        return figures.strips(self.material, self.until)

    @cached_property
    def interventions(self) -> dict[int, list[Json]]:
        """By goal: everything that was said and answered during the year, in dialogue and in coordination."""
        found: dict[int, list[Json]] = defaultdict(list)
        rows = self.material.interventions.filter(event__in=self.events).select_related("event", "counterpart")
        for row in rows.order_by("event__starts_on", "pk"):
            found[row.goal_id].append(pieces.of_intervention(row))
        return found

    @cached_property
    def events(self) -> list[Event]:
        return list(
            self.material.events.taken_place()
            .in_period(self.first, self.until)
            .prefetch_related(self.counterparts())
            .order_by("starts_on", "pk")
        )

    def counterparts(self) -> Prefetch:  # type: ignore[type-arg]
        rows = EventCounterpart.objects.visible_in(self.report.edition).select_related("counterpart")
        return Prefetch("event_counterparts", rows.order_by("counterpart__sort_key"))

    @cached_property
    def commitments(self) -> list[Commitment]:
        """Made or resolved during the year, or open at its end."""
        open_then = figures.open_on(self.material.commitments, self.until)
        year = (self.first, self.until)
        touched = Q(event__starts_on__range=year) | Q(resolved_on__range=year) | Q(pk__in=open_then.values("pk"))
        return list(
            self.material.commitments.filter(touched)
            .select_related("counterpart", "event")
            .prefetch_related("goals")
            .order_by("due_on", "pk")
        )

    @cached_property
    def observations(self) -> list[Any]:
        return list(
            self.material.observations.in_period(self.first, self.until)
            .select_related("organisation")
            .prefetch_related("goals", "mandate_areas")
            .order_by("organisation__sort_key", "country", "observed_on", "pk")
        )

    @cached_property
    def assessments(self) -> dict[tuple[int, int], Assessment]:
        """By goal and year, this year and the one before: those that the edition holds."""
        return by_goal_and_year(self.material.assessments, self.years)

    @cached_property
    def levels(self) -> dict[tuple[int, int], Assessment]:
        return by_goal_and_year(self.material.levels, self.years)

    @cached_property
    def developments(self) -> dict[tuple[int, int], Assessment]:
        return by_goal_and_year(self.material.developments, self.years)

    @cached_property
    def public_texts(self) -> dict[int, str]:
        """By goal: written for every reader, so they stand where the assessment itself may not."""
        rows = Assessment.objects.with_public_text().in_force()
        found = rows.filter(strategy=self.strategy, round__year=self.report.year)
        return dict(found.values_list("goal", "public_text"))

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """By assessment, in the order of their numbers."""
        found: dict[int, list[Evidence]] = defaultdict(list)
        cited = [held.pk for (_, year), held in self.assessments.items() if year == self.report.year]
        for piece in self.material.evidence.filter(assessment__in=cited).with_targets().order_by("number"):
            found[piece.assessment_id].append(piece)
        return found

    @cached_property
    def overall_assessments(self) -> dict[int | None, Json]:
        """By focus area, None for the whole: the edition's own text, or the one for every reader."""
        year = Q(strategy=self.strategy, round__year=self.report.year)
        public = OverallAssessment.objects.with_public_text().in_force().filter(year)
        found = {row.focus_area_id: part("public", row.public_text) for row in public}
        if self.report.audience != Audience.EXTERNAL:
            held = self.material.overall_assessments.filter(year)
            found |= {row.focus_area_id: part("text", row.text) for row in held}
        return found

    @cached_property
    def introductions(self) -> dict[int, str]:
        """By section: the decision's first paragraph on the focus area."""
        rows = Paragraph.objects.visible_in(self.report.edition).filter(
            strategy=self.strategy,
            kind=Paragraph.ParagraphKind.PARAGRAPH,
            section__focus_area__isnull=False,
        )
        return dict(rows.order_by("-number").values_list("section", "text"))

    @property
    def years(self) -> tuple[int, int]:
        return self.report.year - 1, self.report.year

    # ------------------------------------------------------------ what is written

    def overall(self, area: FocusArea | None) -> Json | None:
        return self.overall_assessments.get(area.pk if area else None)

    def focus_area(self, area: FocusArea) -> Json:
        return {
            "code": area.code,
            "title": bilingual(area.title, area.title_en),
            "short_title": bilingual(area.short_title, area.short_title_en),
            "introduction": self.introductions.get(area.section_id, ""),
            "overall": self.overall(area),
            "goals": [self.goal(goal) for goal in self.goals if goal.focus_area_id == area.pk],
        }

    def goal(self, goal: Goal) -> Json:
        narrative, evidence = self.narrative(goal)
        return {
            "code": goal.code,
            "title": bilingual(goal.short_title, goal.short_title_en),
            "wording": bilingual(goal.text, goal.text_en),
            "actor": goal.actor,
            "judgement": self.judgement(goal, self.report.year),
            "before": self.judgement(goal, self.report.year - 1),
            "narrative": narrative,
            "evidence": evidence,
            "strip": [pieces.of_cell(cell) for cell in self.strips[goal.pk]],
            "interventions": self.interventions[goal.pk],
            "commitments": [
                pieces.of_commitment(found, self.until) for found in self.commitments if goal in found.goals.all()
            ],
            "observations": [pieces.of_observation(found) for found in self.observations if goal in found.goals.all()],
        }

    def judgement(self, goal: Goal, year: int) -> Json:
        """None, which is read as *not stated*, where there is none or it rests on something left out."""
        held = self.levels.get((goal.pk, year))
        compared = self.developments.get((goal.pk, year))
        return {
            "year": year,
            "attainment": held.attainment if held else None,
            "development": compared.development if compared else None,
            "effort": held.effort or None if held else None,
            "assessed_on": day(held.assessed_on) if held else None,
        }

    def narrative(self, goal: Goal) -> tuple[list[Json], list[int]]:
        """The parts with their marks numbered as in the register, and the numbers of the evidence cited."""
        held = self.assessments.get((goal.pk, self.report.year))
        if held and self.report.audience != Audience.EXTERNAL:
            parts = [part(name, getattr(held, name)) for name in PARTS]
        else:
            parts = [part("public", self.public_texts.get(goal.pk, ""))]
        found = {piece.number: piece for piece in (self.evidence[held.pk] if held else [])}
        marked = [number for written in parts for number in narratives.marks(written["text"])]
        order = [number for number in dict.fromkeys([*marked, *found]) if number in found]
        numbers = {number: self.register.cite(found[number], goal.code) for number in order}
        written = [part(p["part"], narratives.renumber(p["text"], numbers)) for p in parts if p["text"]]
        return written, list(dict.fromkeys(numbers.values()))

    def dialogue(self) -> Json:
        rows = figures.coverage(self.material, self.report.year, self.until)
        return {
            "kinds": [
                {
                    "kind": kind,
                    "counts_as_dialogue": kind in Event.DIALOGUE_KINDS,
                    "levels": {level: counts[level] for level in Event.Level.values},
                }
                for kind, counts in figures.events_by_kind(self.material, self.report.year, self.until).items()
            ],
            "events": [pieces.of_event(event, counterparts_of(event)) for event in self.events],
            "coverage": [{"goal": row.goal.code, "counts": dict(row.counts)} for row in rows],
            "silent": [row.goal.code for row in rows if not row.total],
            "blind_spot_months": self.strategy.blind_spot_months,
            "blind_spots": [
                {"goal": silence.goal.code, "last_dialogue": day(silence.last_dialogue)}
                for silence in figures.blind_spots(self.material, self.until)
            ],
        }

    def next_year(self) -> Json:
        planned = self.material.events.planned_from(self.until).prefetch_related(self.counterparts())
        written = [pieces.of_commitment(found, self.until) for found in self.commitments]
        return {
            "commitments": [found for found in written if found["state"] == Commitment.State.OPEN],
            "events": [pieces.of_event(event, counterparts_of(event)) for event in planned],
        }


def part(name: str, text: str) -> Json:
    return {"part": name, "text": text}


def by_goal_and_year(rows: QuerySet[Assessment], years: Iterable[int]) -> dict[tuple[int, int], Assessment]:
    found = rows.filter(round__year__in=years).select_related("round")
    return {(row.goal_id, row.round.year): row for row in found}


def counterparts_of(event: Event) -> list[Counterpart]:
    return [tie.counterpart for tie in event.event_counterparts.all()]


def described_strategy(strategy: Strategy) -> Json:
    organisation = strategy.organisation
    return {
        "slug": strategy.slug,
        "title": bilingual(strategy.title, strategy.title_en),
        "short_name": strategy.short_name,
        "organisation": bilingual(organisation.name, organisation.name_en) if organisation else None,
        "start": day(strategy.start),
        "end": day(strategy.end),
        "decided_on": day(strategy.decided_on),
        "registry_number": strategy.registry_number,
        "responsible_ministry": strategy.responsible_ministry,
        "responsible_unit": strategy.responsible_unit,
        "demonstration": strategy.is_demonstration,
    }
