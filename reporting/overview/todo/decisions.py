from typing import Any

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from dialogue.decisions.models import DecisionDraft
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one
from strategy.access import Action, Kind


def to_confirm(desk: Desk) -> Sort:
    """The text of a strategy that is not in force yet."""

    def tell(draft: Waiting, url: str) -> Task:
        detail = _("inget gäller förrän beslutet är bekräftat")
        return Task(_("Granska beslutet: %(what)s") % {"what": draft.text}, detail, url, strategy=draft.strategy)

    able = desk.able(Action.WRITE, Kind.DECISION_DRAFT)
    drafts = DecisionDraft.objects.visible_to(desk.user).filter(strategy__in=able).order_by("pk")
    columns: dict[str, Any] = {"text": F("strategy__short_name"), "marking": Value("", CharField())}
    return one_by_one(drafts, DecisionDraft.objects.all(), tell, **columns)
