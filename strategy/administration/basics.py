"""What a strategy is called here and who answers for it: the decision says neither short."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.pages import attempt
from strategy.records.services import keep
from strategy.texts.fields import WrittenLineField
from strategy.tools.navigation import navigation
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find_strategy, require


class BasicsForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    class Meta:
        model = Strategy
        fields = ("short_name", "responsible_unit", "blind_spot_months")
        field_classes = {"short_name": WrittenLineField, "responsible_unit": WrittenLineField}


def strategy_basics(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.STRATEGY)
    named = Strategy.objects.get(pk=strategy.pk)
    form = BasicsForm(posted(request), instance=named)
    if form.is_valid() and attempt(form, lambda: keep(named, by=request.user)):
        messages.success(request, _("Uppgifterna om strategin är sparade."))
        return redirect(navigation().first_page(request.user.roles_in(strategy.pk)), slug)
    return render(request, "strategy/administration/basics.html", {"form": form}, status=status_of(form))
