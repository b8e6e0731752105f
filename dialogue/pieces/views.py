"""How a piece is written: kept, or kept and sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogue.attachments.models import Attachment
from dialogue.observations.additions import Addition
from dialogue.pieces.forms import PieceForm
from dialogue.requests.parts import AnswerPart
from strategy.records.pages import attempt
from strategy.web.pages import status_of
from strategy.web.requests import Request

Service = Callable[..., Any]


def write(
    request: Request,
    form: PieceForm,
    *,
    keep: Service,
    send: Service,
    sent: str,
    template: str,
    context: dict[str, Any],
    is_sent: bool = False,
) -> HttpResponse:
    """`keep` and `send` are the services, and `sent` tells that it was. `is_sent` says that what the form was opened
    for has been sent meanwhile: what is typed in it becomes a piece of its own.
    """
    piece: AnswerPart | Addition = form.instance
    sends = request.POST.get("action") == "submit"

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        service = send if sends else keep
        service(piece=piece, by=request.user, files=entered["documents"], expected_version=entered.get("version"))

    if form.is_valid() and is_sent:
        form.add_error(None, _("Texten är redan skickad. Det du skrev står kvar och kan skickas som ett tillägg."))
    elif form.is_valid() and attempt(form, save):
        messages.success(request, sent if sends else _("Texten är sparad men inte skickad."))
        return redirect(piece.get_absolute_url() if sends else piece.get_edit_url())
    files = Attachment.objects.visible_to(request.user)
    own = files.filter(pk__in=piece.attachments.values("pk")) if piece.pk else files.none()
    shown = {"form": form, "piece": piece, "attachments": own, **context}
    return render(request, template, shown, status=status_of(form))
