"""The decided strategy with what we add to it: short titles, translations, organisations and the baseline."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from priorities.services import import_document
from strategy import parsing
from strategy.models import Strategy

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
    add_baseline(strategy, additions["baseline"])
    return True
