"""Mails that tell that a letter did not come (RFC 3464)."""

import re
from email.message import EmailMessage

from strategy.notices.models import Letter

REPORTS = {"message/delivery-status", "message/rfc822", "text/rfc822-headers"}
MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
FAILED = re.compile(r"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)


def original_message_id(message: EmailMessage) -> str:
    """Of the letter that a failure report speaks of; empty for a mail that is none, a delay among them."""
    parts = [part for part in message.walk() if part.get_content_type() in REPORTS]
    text = "\n".join(part.as_string() for part in parts)
    if not FAILED.search(text):
        return ""
    found = MESSAGE_ID.search(text)
    return found[1] if found else ""


def mark_bounced(message_id: str) -> bool:
    return Letter.objects.filter(message_id=message_id).update(state=Letter.State.BOUNCED, answer="bounce") == 1
