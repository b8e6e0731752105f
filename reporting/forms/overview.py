from datetime import date

from django import forms

from reporting.models import Assessment
from strategy.models import Strategy, User
from strategy.requests import Request


class YearForm(forms.Form):
    """The year that the overview speaks of."""

    year = forms.TypedChoiceField(coerce=int)

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy, user: User, earlier: date | None = None) -> int:
        """The year asked for; else the latest that the reader can see judgements of, by then; else the first."""
        form = cls(request.GET)
        field = form.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in strategy.years]
        if form.is_valid():
            return int(form.cleaned_data["year"])
        judged = (
            Assessment.objects.visible_to(user)
            .in_force(earlier)
            .filter(strategy=strategy, round__year__in=strategy.years)
            .order_by("-round__year")
            .values_list("round__year", flat=True)
            .first()
        )
        return judged or strategy.start.year
