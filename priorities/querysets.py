from typing import TYPE_CHECKING, Self

from strategy.querysets import TextQuerySet

if TYPE_CHECKING:
    from priorities import models  # noqa: F401 - named in the class bases


class FocusAreaQuerySet(TextQuerySet["models.FocusArea"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)


class GoalQuerySet(TextQuerySet["models.Goal"]):
    def of(self, strategy_id: int) -> Self:
        """In the order of the decision, with the focus area that each stands under."""
        return self.filter(strategy=strategy_id).select_related("focus_area")

    def others_carry_out(self) -> Self:
        """The goals where Sweden works for somebody else to change: the ones that dialogue is for."""
        return self.exclude(actor="sweden")
