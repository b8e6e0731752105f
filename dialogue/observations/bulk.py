"""A table of observations, row by row, through the same form as one that is typed: there are no other rules."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialogue.observations.columns import OWN_COLUMNS, TEMPLATE_COLUMNS
from dialogue.observations.forms import ObservationForm
from dialogue.observations.models import Observation
from dialogue.observations.services import begin_observation
from priorities.goals.models import Goal
from strategy.access import Classification
from strategy.decision.models import MandateArea, Strategy
from strategy.people.models import User
from strategy.records.markings import require_no_content
from strategy.records.models import SecrecyProvision
from strategy.web.filled_tables import Cells, Problem, Template, plain

MOST_ROWS = 10_000
NEEDED = ("title", "text", "observed_on")
TEMPLATE = Template(TEMPLATE_COLUMNS, NEEDED, OWN_COLUMNS)
BETWEEN = re.compile(r"[,;\s]+")
CHOICES: dict[str, Any] = {
    "source": Observation.Source,
    "confidence": Observation.Confidence,
    "classification": Classification,
}


@dataclass(frozen=True)
class Accepted:
    """An observation that may be saved, with its ties."""

    observation: Observation
    goals: list[Goal]
    mandate_areas: list[MandateArea]


@dataclass
class Reading:
    """What a table came to: either there is something wrong in it, or all of it is right."""

    accepted: list[Accepted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Reader:
    """Reads rows for one contact in one strategy."""

    def __init__(self, strategy: Strategy, by: User) -> None:
        self.strategy = strategy
        self.by = by

    def read(self, rows: Iterable[tuple[int, Cells]]) -> Iterator[Accepted | list[Problem]]:
        """Row by row, without writing anything."""
        return (self.row(number, cells) for number, cells in rows)

    def row(self, number: int, cells: Cells) -> Accepted | list[Problem]:
        typed, wrong = self.as_typed(cells)
        observation = begin_observation(strategy=self.strategy, by=self.by)
        form = ObservationForm(typed, instance=observation, user=self.by)
        if form.is_valid() and not wrong:
            try:
                observation.classify()
                require_no_content(observation)
            except ValidationError as refused:
                wrong = {name: " ".join(sentences) for name, sentences in refused.message_dict.items()}
            else:
                ties = form.cleaned_data
                return Accepted(observation, list(ties["goals"]), list(ties["mandate_areas"]))
        told = {name: " ".join(map(str, sentences)) for name, sentences in form.errors.items()} | wrong
        return [Problem(number, TEMPLATE.heading(name), sentence) for name, sentence in self.in_order(told)]

    def in_order(self, told: dict[str, str]) -> list[tuple[str, str]]:
        order = TEMPLATE.names
        return sorted(told.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))

    def as_typed(self, cells: Cells) -> tuple[dict[str, Any], dict[str, str]]:
        """The form's fields as a browser would send them, and what in the cells stands for nothing."""
        typed: dict[str, Any] = {name: getattr(Observation, name).field.default for name in CHOICES}
        wrong: dict[str, str] = {}
        for name, value in cells.items():
            text = value.isoformat() if isinstance(value, date) else value
            try:
                typed[name] = self.meant(name, text)
            except ValidationError as refused:
                wrong[name] = refused.messages[0]
        return typed, wrong

    def meant(self, name: str, text: str) -> Any:
        match name:
            case "goals":
                return [self.goal(code) for code in filter(None, BETWEEN.split(text))]
            case "mandate_areas":
                return [self.area(part) for part in filter(None, re.split("[,;]", text))]
            case "secrecy_provision":
                return self.one_of(self.provisions, text, self.references)
            case "source" | "confidence" | "classification":
                return self.one_of(self.choices[name], text, CHOICES[name].labels)
        return text

    def one_of(self, known: dict[str, str], text: str, labels: Iterable[object]) -> str:
        found = known.get(plain(text))
        if found is None:
            sentence = _("”%(text)s” finns inte. Skriv något av: %(choices)s.")
            raise ValidationError(sentence % {"text": text[:60], "choices": ", ".join(map(str, labels))})
        return found

    def goal(self, code: str) -> str:
        found = self.goals.get(code.casefold().rstrip("."))
        if found is None:
            sentence = _("Det finns inget mål %(code)s. Skriv beteckningar som i.3, med komma emellan.")
            raise ValidationError(sentence % {"code": code[:20]})
        return found

    def area(self, part: str) -> str:
        number = re.match(r"\s*(\d{1,3})\b", part)
        found = self.areas.get(int(number[1])) if number else None
        if found is None:
            sentence = _("Uppdraget har ingen del %(part)s. Skriv nummer från 1 till %(last)d, med komma emellan.")
            raise ValidationError(sentence % {"part": part.strip()[:20], "last": max(self.areas, default=0)})
        return found

    @cached_property
    def goals(self) -> dict[str, str]:
        seen = Goal.objects.visible_to(self.by).of(self.strategy.pk)
        return {code.casefold(): str(pk) for pk, code in seen.values_list("pk", "code")}

    @cached_property
    def areas(self) -> dict[int, str]:
        seen = MandateArea.objects.visible_to(self.by).filter(strategy=self.strategy)
        return {number: str(pk) for pk, number in seen.values_list("pk", "number")}

    @cached_property
    def references(self) -> dict[str, int]:
        return dict(SecrecyProvision.objects.values_list("reference", "pk"))

    @cached_property
    def provisions(self) -> dict[str, str]:
        return {plain(reference): str(pk) for reference, pk in self.references.items()}

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """By what may be written for each, in either language, or as in code."""
        found: dict[str, dict[str, str]] = {name: {} for name in CHOICES}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for name, choices in CHOICES.items():
                    found[name] |= {plain(str(label)): value for value, label in choices.choices}
        for name, choices in CHOICES.items():
            found[name] |= {plain(value): value for value in choices.values}
        return found


def guide(strategy: Strategy, by: User) -> list[tuple[str, str]]:
    """What to write in each column of the template."""
    form = ObservationForm(instance=begin_observation(strategy=strategy, by=by), user=by)
    reader = Reader(strategy, by)
    particular = {
        "observed_on": _("Dagen, till exempel 2021-03-07 eller 7 mars 2021."),
        "goals": _("Beteckningar med komma emellan, till exempel i.3, ii.5. Lämna tomt om ni inte vet."),
        "mandate_areas": "; ".join(str(area) for area in form.fields["mandate_areas"].queryset),  # type: ignore[attr-defined]
        "secrecy_provision": ", ".join(reader.references),
    }
    told = []
    for column in TEMPLATE_COLUMNS:
        choices = ", ".join(map(str, CHOICES[column.name].labels)) if column.name in CHOICES else ""
        text = particular.get(column.name) or choices or str(form.fields[column.name].help_text)
        needed = _("Behövs.") if column.name in NEEDED else ""
        told.append((str(column.heading), capfirst(" ".join(filter(None, [needed, text])))))
    return told
