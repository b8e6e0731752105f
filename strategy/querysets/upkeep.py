"""The log, what is disposed of, background jobs, and hours that are counted."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from strategy import access
from strategy.access import Kind
from strategy.numbers import number_in
from strategy.texts.folding import folded

if TYPE_CHECKING:
    from strategy import models as records
    from strategy.models import User


class JobQuerySet(models.QuerySet["records.Job"]):
    """Jobs are shown through the thing they work on, and so to whoever may see that."""

    def of(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id)

    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(state__in=["done", "failed", "cancelled"], ended_at__lt=moment)

    def abandoned(self, now: datetime) -> Self:
        """Running without anybody who renews the lease: whoever held it has died."""
        return self.filter(state="running", lease_until__lt=now)

    def unheard(self, rung_before: datetime) -> Self:
        """Queued, and no worker came when it was rung for: the bell was lost or never rang."""
        return self.filter(Q(rung_at=None) | Q(rung_at__lt=rung_before), state="queued")


class AuditEntryQuerySet(models.QuerySet["records.AuditEntry"]):
    def visible_to(self, user: "User") -> Self:
        """What was done with the material of the strategy, and with the accounts that this person answers for."""
        return self.filter(access.readable(Kind.LOG, user.memberships_today) | self.about_accounts_of(user))

    def about_accounts_of(self, user: "User") -> Q:
        """The condition for what was done with accounts, roles and invitations that this person may see; of somebody
        who has another role too, which they may not see, nothing that is about the account.
        """
        from django.contrib.contenttypes.models import ContentType

        from strategy.models import Invitation, Membership, User

        answers_for = [holder for holder in user.memberships_today if holder.role in access.READERS[Kind.LOG]]
        if not answers_for:
            return access.NOTHING
        memberships = Membership.objects.visible_to(user)
        others = Membership.objects.lasting().exclude(pk__in=memberships.values("pk"))
        accounts = User.objects.filter(pk__in=memberships.values("user")).exclude(pk__in=others.values("user"))
        seen = {User: accounts, Membership: memberships, Invitation: Invitation.objects.visible_to(user)}
        condition = access.NOTHING
        for model, things in seen.items():
            condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=things.values("pk"))
        return Q(about_account=True) & condition

    def of(self, strategy: "records.Strategy") -> Self:
        """Of one strategy, and of people, who may have a part in several."""
        return self.filter(Q(strategy=strategy) | Q(about_account=True))

    def holding(self, words: str) -> Self:
        """With the words in the name of thing, person or program; a number finds the thing with that number."""
        alike = folded(words)
        found = Q(label__folded__contains=alike) | Q(by__name__folded__contains=alike) | Q(program__icontains=words)
        number = number_in(words)
        return self.filter(found if number is None else found | Q(object_id=number))

    def older_than(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)

    def comings_and_goings(self) -> Self:
        return self.filter(about_account=True, verb__in=["signed-in", "signed-out", "refused"])

    def before(self, entry: "records.AuditEntry") -> Self:
        return self.filter(pk__lt=entry.pk)

    def concerning(self, user: "User") -> Self:
        """What somebody has done, and what has been done with their account."""
        from django.contrib.contenttypes.models import ContentType

        return self.filter(Q(by=user) | Q(content_type=ContentType.objects.get_for_model(user), object_id=user.pk))

    def of_things(self, model: type[models.Model], ids: Any) -> Self:
        from django.contrib.contenttypes.models import ContentType

        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)


class DisposalDecisionQuerySet(models.QuerySet["records.DisposalDecision"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.DISPOSAL, user.memberships_today))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def removed_in_all(self) -> dict[str, int]:
        """How many of each kind went under all of these together."""
        counts: Counter[str] = Counter()
        for removed in self.values_list("removed", flat=True):
            counts.update({name: part["count"] for name, part in removed.items()})
        return dict(counts)


class RateWindowQuerySet(models.QuerySet["records.RateWindow"]):
    def of(self, scope: str, holder: str) -> Self:
        return self.filter(scope=scope, holder=holder)

    def open_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__gt=began_after)

    def over_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__lte=began_after)
