"""What personal data is kept, for everybody who is signed in; and one's own, to take along."""

import json

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from strategy.accounts.own_data_export import own_data
from strategy.accounts.personal_data import NEVER, declaration
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.web.rates import limited
from strategy.web.requests import Request


@require_safe
def personal_data(request: Request) -> HttpResponse:
    own = {
        "memberships": request.user.memberships.select_related("strategy", "organisation").order_by("-since"),
        "drafts": request.user.drafts.all(),
    }
    return render(
        request, "strategy/accounts/personal_data.html", {"declaration": declaration(), "never": NEVER, **own}
    )


@limited("export", per_hour=60)
@require_POST
def own_data_file(request: Request) -> HttpResponse:
    with transaction.atomic():
        audit.note(verb=Verb.EXPORTED, thing=User.objects.get(pk=request.user.pk), by=request.user)
        content = json.dumps(own_data(request.user), ensure_ascii=False, indent=2)
    name = f"mina-uppgifter-{timezone.localdate():%Y-%m-%d}.json"
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
