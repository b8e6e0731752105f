"""One person's own data, to take along: what is kept about them, and by number what they have written.

Without the words: what somebody wrote belongs to the strategy, and is read where it stands by those who may.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils import timezone

from strategy.accounts.entry.models import Session
from strategy.people.models import Membership, User
from strategy.records.log.models import AuditEntry
from strategy.sending.models import Draft, Sending
from strategy.web.models import KeptFilter

TOLD_APART = (AuditEntry, Draft, KeptFilter, Membership, Sending, Session)


def own_data(user: User) -> dict[str, Any]:
    return {
        "made_at": timezone.now().isoformat(),
        "account": account(user),
        "memberships": memberships(user),
        "sessions": sessions(user),
        "drafts": drafts(user),
        "kept_filters": kept_filters(user),
        "written": list(written_records(user)),
        "log": list(log(user)),
    }


def account(user: User) -> dict[str, Any]:
    return {
        "number": user.pk,
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "active": user.is_active,
        "joined_at": user.joined_at.isoformat(),
        "last_signed_in_at": user.last_login.isoformat() if user.last_login else None,
    }


def memberships(user: User) -> list[dict[str, Any]]:
    return [
        {
            "strategy": held.strategy.slug if held.strategy else None,
            "role": held.role,
            "organisation": held.organisation.key if held.organisation else None,
            "since": held.since.isoformat(),
            "until": held.until.isoformat() if held.until else None,
        }
        for held in user.memberships.select_related("strategy", "organisation").order_by("since", "pk")
    ]


def sessions(user: User) -> list[dict[str, str]]:
    """Those under way, without the keys that would open them."""
    return [
        {
            "begun_at": session.begun_at.isoformat() if session.begun_at else "",
            "browser": session.browser,
            "system": session.system,
        }
        for session in Session.objects.of(user)
    ]


def drafts(user: User) -> list[dict[str, Any]]:
    """What is typed and not saved: of which form, and since when."""
    return [{"address": draft.address, "saved_at": draft.saved_at.isoformat()} for draft in user.drafts.all()]


def kept_filters(user: User) -> list[dict[str, Any]]:
    kept = KeptFilter.objects.of(user).select_related("strategy")
    return [
        {
            "name": one.name,
            "page": one.page,
            "strategy": one.strategy.slug if one.strategy else None,
            "query": one.query,
        }
        for one in kept
    ]


def written_records(user: User) -> Iterator[dict[str, Any]]:
    """Every row that names the person, by kind, number and what the person is to it; versions of the history too."""
    for model in sorted(apps.get_models(), key=lambda found: found._meta.label_lower):
        if model in TOLD_APART or model._meta.auto_created:
            continue
        for name in fields_to_persons(model):
            ids = model._base_manager.filter(**{name: user}).order_by("pk").values_list("pk", flat=True)
            if numbers := list(ids):
                yield {"kind": model._meta.label_lower, "as": name, "numbers": numbers}


def fields_to_persons(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, ForeignKey) and field.related_model is User]


def log(user: User) -> Iterator[dict[str, Any]]:
    """What the person has done, and what was done with the account; the names of things are left where they are."""
    for entry in AuditEntry.objects.concerning(user).select_related("content_type").order_by("pk").iterator():
        yield {
            "at": entry.at.isoformat(),
            "did": entry.verb,
            "by_self": entry.by_id == user.pk,
            "through": " ".join(filter(None, [entry.through, entry.program])),
            "kind": entry.content_type.model if entry.content_type else None,
            "number": entry.object_id,
            "version": entry.version,
        }
