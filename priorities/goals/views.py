from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategy.decision.models import Footnote, Paragraph, Section
from strategy.texts.folding import finds
from strategy.web.requests import Request, find_strategy


@require_safe
def text(request: Request, slug: str) -> HttpResponse:
    """The decision to read, or the paragraphs of it that hold what one searches for."""
    strategy = find_strategy(request, slug)
    query = request.GET.get("q", "").strip()
    holds = finds(query)
    paragraphs = Paragraph.objects.visible_to(request.user).select_related("goal").prefetch_related("footnotes")
    contents = Section.objects.visible_to(request.user).filter(strategy=strategy)
    sections: list[Any] = list(contents.prefetch_related(Prefetch("paragraphs", paragraphs, to_attr="shown")))
    for section in sections:
        section.shown = [paragraph for paragraph in section.shown if holds(paragraph.text)]
    context = {
        "contents": contents,
        "sections": [section for section in sections if section.shown or not query],
        "footnotes": Footnote.objects.visible_to(request.user).filter(strategy=strategy),
        "query": query,
        "hits": sum(len(section.shown) for section in sections),
    }
    return render(request, "priorities/goals/text.html", context)
