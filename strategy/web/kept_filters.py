"""A filter is kept under a name, for whoever keeps it alone, and let go."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from strategy.tools.navigation import navigation
from strategy.web.models import KeptFilter
from strategy.web.pages import kept_in_query, posted, status_of
from strategy.web.requests import Request, find_strategy, way_back


class KeptFilterForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """`list` is the address of the list as it is narrowed."""

    list = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = KeptFilter
        fields = ["name"]
        help_texts = {"name": gettext_lazy("Till exempel Öppna utfästelser om i.3. Bara du ser det.")}

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing: that the name is taken is a matter of fields that are not asked for."""
        return set()


def kept_filter_new(request: Request) -> HttpResponse:
    address = request.POST.get("list") or request.GET.get("list", "")
    if not address:
        return redirect("strategy:home")
    form = KeptFilterForm(posted(request), instance=of_address(request, address), initial={"list": address})
    if form.is_valid():
        form.save()
        messages.success(request, _("Filtret är sparat. Det står ovanför listan."))
        return redirect(f"{urlsplit(address).path}?{form.instance.query}")
    context = {"form": form, "back_url": address, "back_label": navigation().name_of(form.instance.page)}
    return render(request, "strategy/web/kept_filter_form.html", context, status=status_of(form))


def of_address(request: Request, address: str) -> KeptFilter:
    """Of a list of ours that is narrowed or sorted; raises Http404."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise Http404 from error
    query = kept_in_query(QueryDict(parts.query), "page").urlencode()
    if set(match.kwargs) - {"slug"} or not query or len(query) > KeptFilter.LONGEST:
        raise Http404
    strategy = find_strategy(request, match.kwargs["slug"]) if match.kwargs else None
    return KeptFilter(user=request.user, strategy=strategy, page=match.view_name, query=query)


@require_POST
def kept_filter_removal(request: Request, pk: int) -> HttpResponse:
    KeptFilter.objects.of(request.user).filter(pk=pk).delete()
    return redirect(way_back(request))
