"""From a decision to the masked copy that is given out, as a background job: a new document, of cleared text alone."""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reporting.disclosures.models import DisclosureCopy, DisclosureDecision, DisclosureItem
from reporting.reports.paper.pdf import Printed
from reporting.reports.sealed_copies import SealedCopyJob
from strategy.records.kinds import disclosed_kinds, heading
from strategy.texts.html import LINE_BREAK, html

FOLDER = "disclosures"
REFUSED = DisclosureItem.Outcome.REFUSED
PLACE = 0x10F800  # the first of the signs that stand for a block
ONE_LINE = 80  # characters that stand as a fact beside their label


class DisclosureJob(SealedCopyJob):
    copies, folder, salt = DisclosureCopy, FOLDER, "disclosure-copy"

    def find(self, pk: int) -> DisclosureDecision:
        return DisclosureDecision.objects.select_related("request").get(pk=pk)

    def html(self, thing: DisclosureDecision) -> str:
        return copy_html(thing)


def print_copy(decision: DisclosureDecision) -> Printed:
    return DisclosureJob().print(decision)


def copy_html(decision: DisclosureDecision) -> str:
    """In Swedish. Nothing is read but what the decision keeps; what is refused keeps its number in the decision."""
    written = json.loads(decision.content)
    numbered = enumerate(written["records"], start=1)
    given = [{"number": number, **record_layout(one)} for number, one in numbered if one["outcome"] != REFUSED]
    context = {**written, "records": given, "sha256": decision.sha256}
    return render_to_string("reporting/disclosures/masked_copy.html", context)


def record_layout(record: dict[str, Any]) -> dict[str, Any]:
    """Short parts are facts in a table, long ones texts under headings."""
    parts = [{"label": part["label"], "is_short": is_short(part), "html": part_html(part)} for part in record["parts"]]
    return {
        "label": heading(disclosed_kinds()[record["kind"]].model),
        "is_part": record["outcome"] == DisclosureItem.Outcome.PART,
        "grounds": record["grounds"],
        "facts": [part for part in parts if part["is_short"]],
        "texts": [part for part in parts if not part["is_short"]],
    }


def part_html(part: dict[str, Any]) -> SafeString:
    """As the text looks everywhere, with a block in place of what is masked; what has no markup line by line."""
    blocks: dict[str, SafeString] = {}

    def shown(piece: dict[str, str]) -> str:
        if "text" in piece:
            return piece["text"]
        sign = chr(PLACE + len(blocks))
        blocks[sign] = format_html('<span class="masked">[{}: {}]</span>', _("maskerat"), piece["masked"])
        return sign

    lines = ["".join(map(shown, line)) for line in part["paragraphs"]]
    is_typed = part.get("is_typed", not is_short(part))  # older decisions do not say
    written = html("\n".join(lines)) if is_typed else format_html_join(LINE_BREAK, "{}", ((line,) for line in lines))
    return mark_safe("".join(blocks.get(sign, sign) for sign in written))  # noqa: S308 - both are escaped


def is_short(part: dict[str, Any]) -> bool:
    """By what is left of it, so that the place of a masked text tells nothing of its length."""
    return (
        len(part["paragraphs"]) == 1 and sum(len(piece.get("text", "")) for piece in part["paragraphs"][0]) <= ONE_LINE
    )
