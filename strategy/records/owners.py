"""Who answers for a thing: its owner, as long as they hold a role by which they may; otherwise all officers."""

from collections.abc import Iterable
from functools import reduce
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from strategy.access import APPROVERS, WRITERS, Action
from strategy.people.models import Membership, MembershipQuerySet, User, UserQuerySet, holding
from strategy.records.kinds import models_with


class Owned(models.Model):
    """Has a responsible officer: a person. The organisation that is responsible for an activity is another matter."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ansvarig handläggare"),
    )

    OWNERS: ClassVar[Action] = Action.WRITE  # whoever may do this to the kind may own one
    OWNER_PATHS: ClassVar[tuple[str, ...]] = ("owner",)  # where it stands who answers for one, the nearest first

    OPEN_IN: ClassVar[frozenset[str]] = frozenset()  # states in which something is still to be done with one

    class Meta:
        abstract = True

    @property
    def named_person(self) -> User | None:
        """Whoever is named, whether or not the role has ended; of a promise, at its meeting."""
        people: Iterable[Any] = (reduce(followed, path.split("__"), self) for path in self.OWNER_PATHS)
        return next(filter(None, people), None)

    @property
    def naming(self) -> "Owned | None":
        """The nearest record that names whoever it is: itself, or what it hangs on."""
        ways = (path.split("__")[:-1] for path in self.OWNER_PATHS)
        return next((thing for way in ways if (thing := reduce(followed, way, self)) and thing.owner_id), None)

    @property
    def answering_person(self) -> User | None:
        """Whoever answers for it today, by themselves."""
        this = with_answering(type(self)._base_manager.filter(pk=self.pk))
        return User.objects.active().filter(pk__in=this.values("answering")).first()


def followed(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Of those who may own such a thing today; whoever's role has ended counts as nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"empty_label": _("Ingen: väntar på alla handläggare")})

    def offer(self, thing: Owned) -> None:
        self.queryset = possible_owners(type(thing), thing.strategy)  # type: ignore[attr-defined] # a record's


def owner_roles(model: Any) -> frozenset[str]:
    """By which somebody may own one."""
    kind = model._default_manager.all().kind
    return APPROVERS[kind] if model.OWNERS == Action.APPROVE else WRITERS[kind]


def in_office(model: Any, strategy: Any) -> MembershipQuerySet:
    """The memberships by which somebody may own one in the strategy today."""
    return Membership.objects.in_force().filter(strategy=strategy, role__in=owner_roles(model))


def possible_owners(model: Any, strategy: Any) -> UserQuerySet:
    return User.objects.active().filter(holding(in_office(model, strategy))).order_by("sort_key", "pk")


def with_owner_named(things: Any) -> Any:
    """Each with `named_owner`: the number of whoever is named, whether or not the role has ended."""
    paths = things.model.OWNER_PATHS
    return things.annotate(named_owner=Coalesce(*paths) if len(paths) > 1 else F(*paths))


def with_answering(things: Any) -> Any:
    """Each with `answering`: the number of whoever answers for it today, None where that is all officers."""
    held = in_office(things.model, OuterRef("strategy")).filter(user=OuterRef("named_owner"))
    return with_owner_named(things).annotate(answering=Subquery(held.order_by().values("user")[:1]))


def still_open(model: Any, strategy: Any) -> Any:
    """Of a kind, those that are not done with, each with `named_owner`."""
    return with_owner_named(model._default_manager.all().present()).filter(strategy=strategy, state__in=model.OPEN_IN)


def still_owned(model: Any, strategy: Any, user: User) -> Any:
    return still_open(model, strategy).filter(named_owner=user.pk)


def number_still_owned(strategy: Any, user: User) -> int:
    """How much of all kinds somebody is named for that is not done with."""
    return sum(still_owned(model, strategy, user).count() for model in models_with("OPEN_IN"))
