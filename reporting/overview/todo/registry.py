from django.db.models import Count, F, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.overview.todo.desk import Desk
from reporting.overview.todo.observations import by_strategy
from reporting.overview.todo.tasks import Sort, Task, Waiting
from strategy.access import Action, Kind
from strategy.records.kinds import registered_kinds


def unregistered(desk: Desk) -> Sort:
    """Official documents that lack a registry number: told together, for whoever may give them one."""

    def tasks(rows: list[Waiting]) -> list[Task]:
        return [lacking(desk, strategy, sum(row.many for row in own)) for strategy, own in by_strategy(rows)]

    able = [desk.strategies[pk] for pk in desk.able(Action.WRITE, Kind.REGISTRY)]
    waiting = [
        kind.unregistered(desk.user, strategy).order_by().values(of_strategy=Value(strategy.pk))
        for strategy in able
        for kind in registered_kinds().values()
    ]
    columns = {"strategy": F("of_strategy"), "many": Count("*")}
    return Sort(waiting, columns, tasks)


def lacking(desk: Desk, strategy: int, count: int) -> Task:
    text = ngettext("%(count)d handling saknar diarienummer", "%(count)d handlingar saknar diarienummer", count)
    address = desk.address("reporting:registry", strategy)
    return Task(text % {"count": count}, _("ska registreras"), address, strategy=strategy)
