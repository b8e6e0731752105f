from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reporting.assessments.models.scales import Attainment, Development
from reporting.assessments.years import YearLine
from strategy.web.tables import Column


def of_judgement(name: str) -> Callable[[YearLine], Any]:
    """Of the judgement that is being written, otherwise of the one in force; nothing where there is neither."""

    def value(line: YearLine) -> Any:
        judgement = line.under_way or line.in_force
        found = getattr(judgement, name) if judgement else ""
        return found() if callable(found) else found

    return value


def shown(name: str, scale: type[TextChoices], judgement: str = "in_force") -> Callable[[YearLine], int | None]:
    """Where the year's page shows it on the scale: what is being written stands there under its state alone."""

    def place(line: YearLine) -> int | None:
        value = getattr(getattr(line, judgement), name, "")
        return scale.values.index(value) if value else None

    return place


def owner_of(line: YearLine) -> str:
    judgement = line.under_way or line.in_force
    return str(judgement.owner or "") if judgement else ""


YEAR_COLUMNS = [
    Column("goal", _("Mål"), lambda line: line.goal.code, lambda line: line.goal.order, 8),
    Column("title", _("Kort titel"), lambda line: line.goal.short_title, width=36),
    Column("state", _("Läge"), of_judgement("get_state_display"), True),
    Column("attainment", _("Måluppfyllelse"), of_judgement("get_attainment_display"), shown("attainment", Attainment)),
    Column(
        "attainment_before",
        _("Måluppfyllelse året innan"),
        lambda line: line.previous.get_attainment_display() if line.previous else "",
        shown("attainment", Attainment, "previous"),
    ),
    Column(
        "development",
        _("Utveckling under året"),
        of_judgement("get_development_display"),
        shown("development", Development),
    ),
    Column("effort", _("Sveriges påverkansarbete"), of_judgement("get_effort_display")),
    Column("assessed_on", _("Bedömd den"), of_judgement("assessed_on")),
    Column("owner", _("Ansvarig handläggare"), lambda line: owner_of(line), width=24),
    Column("happened", _("Vad har hänt"), of_judgement("happened"), width=60),
    Column("contribution", _("Sveriges bidrag"), of_judgement("contribution"), width=60),
    Column("next_steps", _("Nästa steg"), of_judgement("next_steps"), width=60),
    Column("marking", _("Markering"), of_judgement("get_effective_classification_display")),
]
