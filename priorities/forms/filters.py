from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from priorities.forms.fields import GoalFilter
from priorities.models import Contribution, Goal, Indicator, Posting
from priorities.querysets import ContributionQuerySet, IndicatorQuerySet, PostingQuerySet
from strategy.forms import narrows
from strategy.models import Strategy, User


class ByGoal(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Figures by the goal that they say something about; each filter places `goal` among its own fields."""

    def __init__(self, data: Any, figures: Any, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, figures)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)


class IndicatorFilter(ByGoal):
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Indicator
        fields: list[str] = []

    def __init__(self, data: Any, indicators: IndicatorQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, indicators, strategy=strategy, user=user)


class ContributionFilter(ByGoal):
    """Years and kinds are offered where there is something that the person may see."""

    year = django_filters.ChoiceFilter(label=_("År"), empty_label=_("Alla år"))
    kind = django_filters.ChoiceFilter(label=_("Slag"), empty_label=_("Alla slag"))
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Contribution
        fields: list[str] = []

    def __init__(self, data: Any, contributions: ContributionQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, contributions, strategy=strategy, user=user)
        held = contributions.kinds()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in contributions.years()]
        self.filters["kind"].extra["choices"] = [
            (kind.value, kind.label) for kind in Contribution.ContributionKind if kind in held
        ]


class PostingFilter(ByGoal):
    year = django_filters.ChoiceFilter(label=_("År"), empty_label=_("Alla år"))
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Posting
        fields: list[str] = []

    def __init__(self, data: Any, postings: PostingQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, postings, strategy=strategy, user=user)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in postings.years()]
