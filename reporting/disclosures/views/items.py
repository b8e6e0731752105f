"""One record of a request: its text to mask, and what is decided of it. And decisions, with their copies."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.disclosures import services
from reporting.disclosures.decision_letter import draft
from reporting.disclosures.forms import OutcomeForm, PassagesForm
from reporting.disclosures.masking import masked_spans
from reporting.disclosures.models import DisclosureDecision, DisclosureItem, Masking
from reporting.disclosures.views.disclosures import may_write
from reporting.reports.forms import VersionForm
from strategy.access import Action, Kind
from strategy.jobs.models import Job
from strategy.records.kinds import address_of, disclosed_kinds, heading
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.pages import attempt, carry_out
from strategy.web.downloads import download
from strategy.web.pages import posted, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_to


def find_item(request: Request, pk: int, action: Action = Action.WRITE) -> DisclosureItem:
    items = DisclosureItem.objects.visible_to(request.user).select_related("request__strategy", "provision")
    return find_to(request, action, Kind.DISCLOSURE, items, pk)


def disclosure_item(request: Request, pk: int) -> HttpResponse:
    """The text sentence by sentence. What is sent masks what is ticked, on one ground."""
    item = find_item(request, pk, Action.READ if request.method != "POST" else Action.WRITE)
    (shown,) = services.treated(item.request, request.user, [item])
    form = PassagesForm(posted(request), parts=shown.parts, initial={"seen": shown.digest})
    if form.is_valid() and attempt(
        form, lambda: services.mask_passages(item=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Det du kryssade i är maskerat."))
        return redirect(item)
    return item_page(request, item, form=form)


def item_page(
    request: Request, item: DisclosureItem, form: PassagesForm | None = None, outcome: OutcomeForm | None = None
) -> HttpResponse:
    (shown,) = services.treated(item.request, request.user, [item])
    context = {
        "item": item,
        "asked": item.request,
        "shown": shown,
        "parts": [
            {
                "part": part,
                "hit": {passage.key for passage in part.passages if touched(passage, part, shown)},
            }
            for part in shown.parts
        ],
        "address": address_of(shown.record) if shown.record is not None else "",
        "form": form or PassagesForm(parts=shown.parts, initial={"seen": shown.digest}),
        "outcome": outcome or OutcomeForm(instance=item, auto_id="outcome-%s", initial={"seen": shown.digest}),
        "may_write": may_write(request) and item.request.is_open,
    }
    bound = next((one for one in (form, outcome) if one is not None and one.is_bound), None)
    return render(
        request, "reporting/disclosures/disclosure_item.html", context, status=status_of(bound) if bound else 200
    )


def touched(passage: Any, part: Any, shown: services.Treated) -> bool:
    """Whether something of it is masked, by its own ticking or by words."""
    spans = masked_spans(part, shown.passages, shown.words)
    return any(start < passage.end and passage.start < end for start, end, _ground in spans)


@require_POST
def disclosure_outcome(request: Request, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    form = OutcomeForm(request.POST, instance=item, auto_id="outcome-%s")

    def save() -> None:
        typed = form.cleaned_data
        services.decide_on_item(item=item, by=request.user, expected_version=typed["version"], seen=typed["seen"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Beslutet om posten är sparat."))
        return redirect(item.request)
    return item_page(request, find_item(request, pk), outcome=form)


@require_POST
def disclosure_item_removal(request: Request, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    carry_out(request, lambda: services.take_out(item=item, by=request.user), done=_("Posten är borttagen ur begäran."))
    return redirect(item.request)


@require_POST
def disclosure_item_renewal(request: Request, pk: int) -> HttpResponse:
    """The record was changed: what was masked in it is taken away, and it is gone through again."""
    item = find_item(request, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    carry_out(request, lambda: services.look_again(item=item, version=form.cleaned_data["version"], by=request.user))
    return redirect(item)


@require_POST
def masking_removal(request: Request, pk: int) -> HttpResponse:
    maskings = Masking.objects.visible_to(request.user).select_related("request__strategy", "item")
    masking = find_to(request, Action.WRITE, Kind.DISCLOSURE, maskings, pk)
    carry_out(request, lambda: services.unmask(masking=masking, by=request.user), done=_("Maskeringen är borttagen."))
    return redirect(masking.item or masking.request)


# ------------------------------------------------------------------ decisions


def find_decision(request: Request, pk: int) -> DisclosureDecision:
    decisions = DisclosureDecision.objects.visible_to(request.user).select_related("request", "by", "copy")
    return find(request, decisions, pk)


@require_safe
def disclosure_decision(request: Request, pk: int) -> HttpResponse:
    decision = find_decision(request, pk)
    records = json.loads(decision.content)["records"]
    job = services.job_of(decision)
    context = {
        "decision": decision,
        "asked": decision.request,
        "records": [{**record, "label": heading(disclosed_kinds()[record["kind"]].model)} for record in records],
        "outcomes": dict(DisclosureItem.Outcome.choices),
        "copy": getattr(decision, "copy", None),
        "job": job,
        "has_failed": job is not None and job.state in {Job.State.FAILED, Job.State.CANCELLED},
        "draft": draft(decision),
        "may_write": may_write(request),
    }
    return render(request, "reporting/disclosures/disclosure_decision.html", context)


@require_POST
def disclosure_rendering(request: Request, pk: int) -> HttpResponse:
    decisions = DisclosureDecision.objects.visible_to(request.user).select_related("copy")
    decision = find_to(request, Action.WRITE, Kind.DISCLOSURE, decisions, pk)
    carry_out(request, lambda: services.make_copy_again(decision=decision, by=request.user))
    return redirect(decision)


@limited("download", per_hour=300, methods=["GET"])
@require_safe
def disclosure_copy(request: Request, pk: int) -> HttpResponseBase:
    """The file, under a name that says nothing of what it is about."""
    decision = find_decision(request, pk)
    copy = getattr(decision, "copy", None)
    if copy is None:
        raise Http404
    try:
        content = copy.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    audit.note(verb=Verb.DOWNLOADED, thing=decision, by=request.user, details={"format": "pdf"})
    name = f"utlamnande-{decision.request_id}-beslut-{decision.number}.pdf"
    return download(content, filename=name, content_type="application/pdf")
