from io import BytesIO

from django.http import FileResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dialogue.requests.models import Answer
from reporting.requests.letter import print_letter, word_letter
from strategy.access import Action, Kind
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.web.downloads import download
from strategy.web.rates import limited
from strategy.web.requests import Request, find_to

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def request_letter(request: Request, pk: int, extension: str = "pdf") -> FileResponse:
    """One page or two, laid out while one waits."""
    visible = Answer.objects.visible_to(request.user).select_related("request", "organisation")
    answer = find_to(request, Action.WRITE, Kind.ANSWER, visible, pk)
    content = word_letter(answer) if extension == "docx" else BytesIO(print_letter(answer).content)
    audit.note(verb=Verb.DOWNLOADED, thing=answer, by=request.user, details={"format": extension})
    name = slugify(f"forfragan-{answer.request_id}-{answer.organisation.key}")
    return download(content, filename=f"{name}.{extension}", content_type=CONTENT_TYPES[extension])
