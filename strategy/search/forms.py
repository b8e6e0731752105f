from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.search.finding import Narrowing
from strategy.search.index import searched_models
from strategy.texts.fields import WrittenLineField


class SearchForm(forms.Form):
    """What is asked for, and what the answer is narrowed to; nonsense in an address narrows to nothing."""

    q = WrittenLineField(label=_("Sök"), required=False, max_length=200)
    kind = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label=_("År"), required=False, coerce=int, empty_value=None)
    goal: Any = forms.ModelChoiceField(label=_("Mål"), queryset=None, required=False, empty_label=_("Alla mål"))
    all = forms.BooleanField(label=_("I alla mina strategier"), required=False)

    def __init__(self, *, user: User, strategy: Strategy, data: Any) -> None:
        super().__init__(data)
        self.strategy, self.strategies = strategy, list(user.strategies_today)
        goals: Any = searched_models()["goal"]
        self.fields["goal"].queryset = goals.objects.visible_to(user).of(strategy.pk)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(noun, noun) for noun in searched_models()]  # type: ignore[attr-defined]
        years = range(strategy.end.year + 1, strategy.baseline_year - 1, -1)
        self.fields["year"].choices = [("", _("Alla år")), *((year, year) for year in years)]  # type: ignore[attr-defined]
        if len(self.strategies) < 2:
            del self.fields["all"]
        self.is_valid()

    @property
    def query(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def narrowing(self) -> Narrowing:
        given = self.cleaned_data
        goal = given.get("goal")
        return Narrowing(
            strategies=self.strategies if given.get("all") else [self.strategy],
            kind=given.get("kind", ""),
            year=given.get("year"),
            goal=goal.pk if goal else None,
        )
