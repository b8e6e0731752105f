"""What waits, on the first page of those whose day begins on a floor below."""

from typing import Any

from django import template
from django.template.context import Context

from reporting.overview.forms import everybodys_chosen
from reporting.overview.todo import Task, Waits, what_waits

register = template.Library()


@register.inclusion_tag("reporting/overview/_waits.html", takes_context=True)
def what_waits_for_reader(context: Context) -> dict[str, Any]:
    request = context["request"]
    return {"request": request, "waits": what_waits(request.user, everybodys=everybodys_chosen(request))}


@register.filter
def name_of(waits: Waits, task: Task) -> str:
    """Of the task's strategy, for whoever has a part in several."""
    return waits.names.get(task.strategy, "")
