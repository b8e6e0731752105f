from django.utils.translation import gettext_lazy as _

from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from strategy.records.columns import choice, codes, marking, written
from strategy.tools.sorting import SwedishKey
from strategy.web.filled_tables import Template
from strategy.web.tables import Column

FRAMEWORK_COLUMNS = [
    written(Framework, "name"),
    written(Framework, "release", width=16),
    choice(Framework, "kind", width=30),
    written(Framework, "publisher"),
    Column("items", _("Antal punkter"), lambda framework: framework.item_count, "item_count", 10),
    written(Framework, "note", width=40),
    written(Framework, "source", width=40),
]
# A list that is loaded has these, and so an export of one can be loaded again.
LIST_COLUMNS = [
    Column("code", _("Beteckning"), lambda item: item.code, "place", 14),
    written(FrameworkItem, "name", width=50),
    written(FrameworkItem, "name_en", width=50),
    Column("parent", _("Överordnad"), lambda item: item.parent.code if item.parent else "", "parent__place", 14),
]
TIED_GOALS = Column("goals", _("Mål"), lambda item: codes(tie.goal for tie in item.visible_ties))
ITEM_COLUMNS = [*LIST_COLUMNS, TIED_GOALS]
TEMPLATE = Template(LIST_COLUMNS, ("code",), [TIED_GOALS])

CROSSWALK_COLUMNS = [
    Column("goal", _("Mål"), lambda tie: tie.goal.code, "goal__order", 8),
    Column("goal_title", _("Målets korta titel"), lambda tie: tie.goal.heading, width=30),
    Column("framework", _("Måttstock"), lambda tie: tie.item.framework.name, SwedishKey("item__framework__name"), 24),
    Column("release", _("Version"), lambda tie: tie.item.framework.release, SwedishKey("item__framework__release")),
    Column("item", _("Beteckning"), lambda tie: tie.item.code, "item__place", 14),
    Column("item_name", _("Punkt"), lambda tie: tie.item.heading, width=50),
    written(Crosswalk, "why", width=60),
    marking(Crosswalk),
]
