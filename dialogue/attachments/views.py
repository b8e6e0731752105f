from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.attachments.forms import AttachmentForm
from dialogue.attachments.models import Attachment
from dialogue.attachments.services import attach, remove_attachment
from dialogue.meetings.views.parts import part_of
from dialogue.meetings.views.preparation import find_event
from strategy.access import Action, Kind
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.pages import refusal, told_removed
from strategy.web.downloads import download, sealed
from strategy.web.pages import posted
from strategy.web.rates import limited
from strategy.web.requests import Request, find, require


def visible(request: Request) -> QuerySet[Attachment]:
    ties = ("event", "observation", "report_home__event", "addition", "answer_part")
    return Attachment.objects.visible_to(request.user).select_related(*ties)


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def attachment(request: Request, pk: int) -> FileResponse:
    """The file, always as a download: a browser shall never open what somebody else handed in."""
    attachment = find(request, visible(request), pk)
    content = attachment.file.open("rb")
    audit.note(verb=Verb.DOWNLOADED, thing=attachment, by=request.user)
    # Browsers open some mails as pages.
    kind = "application/octet-stream" if attachment.is_mail else attachment.content_type
    return download(content, filename=attachment.name, content_type=kind)


@require_safe
def thumbnail(request: Request, pk: int) -> FileResponse:
    """Of a photo, within the page that lists it: for those who see that, as the photo itself."""
    attachment = find(request, visible(request).exclude(thumbnail=""), pk)
    return sealed(FileResponse(attachment.thumbnail.open("rb"), content_type="image/jpeg"))


@limited("upload", per_hour=200)
def event_attachments(request: Request, pk: int) -> HttpResponse:
    event = find_event(request, pk)
    form = AttachmentForm(posted(request), request.FILES or None)
    return part_of(
        request,
        event,
        form,
        lambda: attach(file=form.cleaned_data["file"], to=event, by=request.user),
        title=_("Bifoga en fil"),
        done=_("Filen är bifogad."),
        anchor="#attachments",
    )


@require_POST
def attachment_removal(request: Request, pk: int) -> HttpResponse:
    """By those who write the meeting, or what is not sent."""
    attachment = find(request, visible(request), pk)
    require_writer(request, attachment)
    refused = refusal(lambda: remove_attachment(attachment=attachment, by=request.user))
    if refused:
        messages.error(request, refused)
    else:
        told_removed(request, attachment, _("Filen är borttagen."))
    sent_in = attachment.sent_in
    return redirect(sent_in.get_edit_url() if sent_in else attachment.meeting)  # type: ignore[arg-type] # one is there


def require_writer(request: Request, attachment: Attachment) -> None:
    """Raises Http404 for everybody else."""
    sent_in = attachment.sent_in
    if sent_in is None:
        require(request, Action.WRITE, Kind.DIALOGUE)
        return
    require(request, Action.WRITE, type(sent_in).objects.all().kind)
    is_shared = getattr(sent_in, "is_shared", False)
    if sent_in.author_id != request.user.pk and not is_shared:
        raise Http404
