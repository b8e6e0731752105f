from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from strategy.notices import letters, services
from strategy.notices.forms import ChoicesForm
from strategy.notices.models import Frequency, Letter, MailHold, Notice, NoticeKind
from strategy.notices.reading import told
from strategy.web.pages import page_of, posted, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, require_administrator


@require_safe
def notices(request: Request) -> HttpResponse:
    page: Any = page_of(request, Notice.objects.of(request.user).select_related("strategy"))
    context = {"page": page, "told": told(request.user, page)}
    return render(request, "strategy/notices/notices.html", context)


@require_POST
def notices_reading(request: Request) -> HttpResponse:
    count = services.read_all(user=request.user)
    sentence = ngettext("%(count)d besked är läst.", "%(count)d besked är lästa.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("strategy:notices")


def notice_choices(request: Request) -> HttpResponse:
    form = ChoicesForm(posted(request), user=request.user)
    if form.is_valid():
        services.choose(user=request.user, chosen=form.cleaned_data)
        messages.success(request, _("Dina val är sparade."))
        return redirect("strategy:notice-choices")
    return render(request, "strategy/notices/choices.html", {"form": form}, status=status_of(form))


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("unsubscribing", per_hour=60, methods=("POST",))
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """Ends all letters about notices by one POST (RFC 8058), which a mail program may send; to look changes nothing."""
    person = letters.unsubscriber(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        services.choose(user=person, chosen=dict.fromkeys(NoticeKind.values, Frequency.NEVER))
    return render(request, "strategy/notices/unsubscribing.html", {"done": request.method == "POST"})


@require_safe
def letters_waiting(request: Request) -> HttpResponse:
    """What waits to be sent, and what did not come: by person and kind, never by thing."""
    require_administrator(request)
    context = {
        "held": MailHold.objects.in_force().exists(),
        "waiting": Letter.objects.waiting().count(),
        "unwritten": Notice.objects.to_be_mailed().count(),
        "page": page_of(request, Letter.objects.unsettled().select_related("user").prefetch_related("notices")),
    }
    return render(request, "strategy/notices/letters.html", context)


@require_POST
def letters_letting_go(request: Request) -> HttpResponse:
    require_administrator(request)
    letters.let_go(by=request.user)
    messages.success(request, _("Breven går ut igen."))
    return redirect("strategy:letters")


@require_POST
def test_letter(request: Request) -> HttpResponse:
    require_administrator(request)
    trouble = letters.test_letter(request.user)
    if trouble:
        sentence = _("Provbrevet kunde inte skickas (%(trouble)s). Kontrollera EMAIL_URL och mejlservern.")
        messages.error(request, sentence % {"trouble": trouble})
    else:
        messages.success(request, _("Ett provbrev är skickat till %(address)s.") % {"address": request.user.email})
    return redirect("strategy:letters")
