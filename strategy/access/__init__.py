"""Who may see and do what. `table` declares it; the rest of the product asks `rules`.

Nothing here imports a model. Every queryset applies the rules through `visible_to(user)` and, for reports,
`visible_in(edition)`.
"""

from strategy.access.conditions import EVERYTHING, NOTHING, Holder, Rule, under, within
from strategy.access.rules import (
    APPROVERS,
    PUBLIC_TEXT,
    READERS,
    WRITERS,
    Edition,
    includable,
    marking,
    may,
    may_grant,
    readable,
    reading_history,
    reads_all,
)
from strategy.access.table import (
    GRANTABLE,
    PARTS,
    SECOND_FACTOR_ROLES,
    TABLE,
    AccessRow,
    Cell,
    Part,
    markdown,
    rights_of,
)
from strategy.access.words import Action, Audience, Classification, Kind, Role

__all__ = [
    "APPROVERS",
    "EVERYTHING",
    "GRANTABLE",
    "NOTHING",
    "PARTS",
    "PUBLIC_TEXT",
    "READERS",
    "SECOND_FACTOR_ROLES",
    "TABLE",
    "WRITERS",
    "AccessRow",
    "Action",
    "Audience",
    "Cell",
    "Classification",
    "Edition",
    "Holder",
    "Kind",
    "Part",
    "Role",
    "Rule",
    "includable",
    "markdown",
    "marking",
    "may",
    "may_grant",
    "readable",
    "reading_history",
    "reads_all",
    "rights_of",
    "under",
    "within",
]
