"""A plain draft of a decision not to give out, or to give out in part, with how to appeal: for a lawyer to finish."""

import json
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from reporting.disclosures.models import DisclosureDecision, DisclosureItem
from strategy.records.kinds import disclosed_kinds, heading

# In Swedish whatever the reader's language: it is a Swedish authority's decision.
APPEAL = """Så överklagar du
Du kan överklaga beslutet hos kammarrätten (2 kap. 19 § tryckfrihetsförordningen och 6 kap. 7 § offentlighets- och \
sekretesslagen). Skriv vilket beslut du överklagar, hur du vill att det ska ändras och varför. Skicka överklagandet \
till oss. Det ska ha kommit in inom tre veckor från den dag då du fick del av beslutet. Beslut som ett statsråd har \
fattat överklagas i stället hos regeringen."""


def draft(decision: DisclosureDecision) -> str:
    """Empty where everything goes out whole."""
    written = json.loads(decision.content)
    refused = [record for record in written["records"] if record["outcome"] == DisclosureItem.Outcome.REFUSED]
    masked = [record for record in written["records"] if record["outcome"] == DisclosureItem.Outcome.PART]
    if not refused and not masked:
        return ""
    with override("sv"):
        return "\n\n".join(paragraphs(decision, written, refused, masked))


def paragraphs(
    decision: DisclosureDecision, written: dict[str, Any], refused: list[dict[str, Any]], masked: list[dict[str, Any]]
) -> list[str]:
    asked, number = decision.request, written["request"]["registry_number"]
    head = f"{written['strategy']['responsible_ministry']}\nBeslut {date_format(decision.at.date())}"
    return [
        f"{head}\nDiarienummer {number}" if number else head,
        f"Begäran om att få ta del av allmänna handlingar, inkommen {date_format(asked.received_on)}",
        f"Begäran\n{asked.asked_for}",
        "Beslut\n" + " ".join(outcome(refused, masked, len(written["records"]))),
        "Skäl\n" + "\n".join(reasons(decision, written)),
        APPEAL,
    ]


def outcome(refused: list[Any], masked: list[Any], total: int) -> list[str]:
    rest = total - len(refused) - len(masked)
    return [
        sentence
        for count, sentence in (
            (len(refused), f"Begäran avslås i fråga om {number_of(len(refused))}."),
            (len(masked), f"{number_of(len(masked)).capitalize()} lämnas ut utan de uppgifter som har maskerats."),
            (rest, f"{number_of(rest).capitalize()} lämnas ut i sin helhet."),
        )
        if count
    ]


def number_of(count: int) -> str:
    return "en handling" if count == 1 else f"{count} handlingar"


def reasons(decision: DisclosureDecision, written: dict[str, Any]) -> list[str]:
    """Record by record, by its number in the decision: on what provision, and why."""
    sentences = []
    for number, record in enumerate(written["records"], start=1):
        label = heading(disclosed_kinds()[record["kind"]].model)
        if record["outcome"] == DisclosureItem.Outcome.REFUSED:
            sentences.append(f"{number}. {label}: lämnas inte ut, {record['provision']}. {record['reason']}")
        elif record["outcome"] == DisclosureItem.Outcome.PART:
            why = " ".join(record["reasons"])
            sentences.append(f"{number}. {label}: lämnas ut delvis, {', '.join(record['grounds'])}. {why}".strip())
    return sentences
