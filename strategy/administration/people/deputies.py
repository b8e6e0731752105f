"""A head's deputies: somebody who holds the head's role from one day to another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from strategy.access import Action, Kind, Role
from strategy.administration.people.forms import DeputyForm
from strategy.administration.people.roles import end_deputyship, name_deputy, own_office, possible_deputies
from strategy.people.models import Membership
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find, find_strategy, require


def deputies(request: Request, slug: str) -> HttpResponse:
    """Who stands in for the heads of a strategy; a head names one, a deputy reads."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DEPUTY)
    office = own_office(request.user, strategy)
    if request.method == "POST" and office is None:
        raise Http404
    able = possible_deputies(strategy)
    officers = able.filter(memberships__in=Membership.objects.in_force().filter(strategy=strategy, role=Role.OFFICER))
    form = DeputyForm(posted(request), officers=officers, able=able) if office else None
    if office and form and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("user", "since", "until")}
        if attempt(form, lambda: name_deputy(office=office, by=request.user, **chosen)):
            messages.success(request, _("%(name)s är utsedd till ställföreträdare.") % {"name": chosen["user"]})
            return redirect("strategy:deputies", slug)
    context = {"form": form, "deputyships": Membership.objects.deputies_in(strategy).in_order()}
    return render(
        request, "strategy/administration/people/deputies.html", context, status=status_of(form) if form else 200
    )


@require_POST
def deputyship_ending(request: Request, pk: int) -> HttpResponse:
    deputyship = find(request, Membership.objects.deputising_for(request.user).select_related("deputy_for"), pk)
    require(request, Action.WRITE, Kind.DEPUTY)
    carry_out(
        request,
        lambda: end_deputyship(deputyship=deputyship, by=request.user),
        done=_("Ställföreträdarens tid är slut."),
    )
    return redirect("strategy:deputies", request.strategy.slug)
