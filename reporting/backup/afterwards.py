"""What a restored database is not to bring back: what has been disposed of since, ways in, letters that went out."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.archive.disposal.kept_list import Entry, entries, entries_beside, origin
from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import Ids, KeptInBin, name_of, plan_without_held, portions
from reporting.archive.disposal.services import finish, remove
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import Strategy
from strategy.jobs.services import enqueue
from strategy.notices.letters import hold
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.search.index import rebuild

State = DisposalDecision.State


def settle(backup: Path) -> list[KeptInBin]:
    """In the transaction that restores. Answers what could not be disposed of again."""
    end_ways_in()
    hold()
    kept = dispose_again({told["decision"]["pk"]: told for told in told_of(backup)}.values())
    rebuild()
    audit.note(verb=Verb.RESTORED, thing=None, by=None, label=_("en säkerhetskopia"))
    return kept


def end_ways_in() -> None:
    """Sessions, tokens, calendar addresses and links in letters are in no backup. Two kinds of link hang on what is:
    that of an invitation, and that to a new password, which is good until its person next signs in.
    """
    for invitation in Invitation.objects.filter(accepted_at=None):
        Invitation.objects.filter(pk=invitation.pk).update(token_digest=secrets.token_hex(32))
    User.objects.update(last_login=Coalesce(F("last_login"), timezone.now()) + timedelta(seconds=1))


def told_of(backup: Path) -> Iterable[Entry]:
    """The list in the store is the newer one, where both tell of a decision."""
    own = origin()
    return (told for told in (*entries_beside(backup), *entries()) if told["origin"] == own)


def dispose_again(told: Iterable[Entry]) -> list[KeptInBin]:
    kept: list[KeptInBin] = []
    for entry in told:
        row = entry["decision"]
        known = Strategy.objects.filter(pk=row["fields"]["strategy"]).exists()
        done = DisposalDecision.objects.in_state(State.DONE).filter(pk=row["pk"]).exists()
        if known and not done:
            bring_back_people(entry["people"])
            kept += carry_out(row)
    return kept


def bring_back_people(names: dict[str, str]) -> None:
    """Who decided and has come since the backup: a closed account, since a decision names who made it."""
    there = set(map(str, User.objects.filter(pk__in=list(names)).values_list("pk", flat=True)))
    for pk in names.keys() - there:
        person = User(pk=int(pk), name=names[pk], email=f"person-{pk}@verka.invalid", is_active=False)
        person.set_unusable_password()
        person.save(force_insert=True)


def carry_out(row: dict[str, Any]) -> list[KeptInBin]:
    """What had gone under the decision goes again; one that was not finished is left to a worker."""
    [restored] = serializers.deserialize("python", [row | {"fields": row["fields"] | {"state": State.UNDER_WAY}}])
    decision: Any = restored.object
    removed = decision.removed
    decision.removed, decision.ended_at = {}, None
    restored.save()
    decision = DisposalDecision.objects.select_related("strategy", "confirmed_by").get(pk=decision.pk)
    plan = plan_without_held(numbers(removed))
    for model in plan.in_order():
        for ids in portions(plan.going[model]):
            remove(decision=decision, model=model, ids=ids)
    decision.refresh_from_db()
    if row["fields"]["state"] == State.DONE:
        finish(decision)
    else:
        enqueue(kind="disposal", subject_id=decision.pk, strategy=decision.strategy, by=decision.confirmed_by)
    return plan.kept


def numbers(removed: dict[str, Any]) -> Ids:
    by_name = {name_of(model): model for model in apps.get_models()}
    found: Ids = {}
    for name, part in removed.items():
        ids = {number for first, last in part["ids"] for number in range(first, last + 1)}
        if name in by_name and ids:
            model = by_name[name]
            there = (model._base_manager.filter(pk__in=some).values_list("pk", flat=True) for some in portions(ids))
            found[model] = {pk for some in there for pk in some}
    return found
