from django import forms

from strategy.models import Strategy
from strategy.requests import Request


class YearForm(forms.Form):
    """The year that the overview speaks of."""

    year = forms.TypedChoiceField(coerce=int)

    @classmethod
    def chosen(cls, request: Request, strategy: Strategy) -> int | None:
        """The year asked for; None where none is that the strategy has."""
        form = cls(request.GET)
        field = form.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in strategy.years]
        return int(form.cleaned_data["year"]) if form.is_valid() else None
