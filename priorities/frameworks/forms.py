from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from priorities.frameworks.models import Crosswalk, CrosswalkQuerySet, Framework, FrameworkItem
from priorities.goals.forms import ByGoal, GoalField, GoalFilter, InGroups
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.forms import ClassifiedForm, RecordForm, lines, narrows
from strategy.records.models import MARKING

DETAILS = ("kind", "name", "release", "publisher", "source", "note")
DETAIL_HELP = {
    "name": _("Så som utgivaren kallar den."),
    "release": _("Två versioner är två måttstockar, som står bredvid varandra."),
    "publisher": _("Den organisation som ger ut den."),
    "source": _("Dokument och adress, så att någon annan hittar dit."),
    "note": _("Till exempel vilken bedömning den här versionen användes i."),
}


class ByFramework(InGroups):
    under = "framework"


class ItemField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByFramework


class FrameworkForm(RecordForm):
    instance: Framework
    side_by_side = (("name", "release"), ("kind", "publisher"))

    class Meta:
        model = Framework
        fields = DETAILS
        widgets = {"note": lines(2)}
        error_messages = {"source": {"required": _("Ange källan.")}}
        help_texts = DETAIL_HELP


class CrosswalkForm(ClassifiedForm):
    """Which two are tied is chosen once: of a tie that is there, what is said of it is changed."""

    instance: Crosswalk

    class Meta:
        model = Crosswalk
        fields = ["goal", "item", "why", *MARKING]
        widgets = {"why": lines(4)}
        field_classes = {"goal": GoalField, "item": ItemField}
        error_messages = {"why": {"required": _("Skriv varför målet och punkten hör ihop.")}}
        help_texts = {
            "why": _("Vad i målet som punkten mäter eller syftar till, och vad den inte säger något om."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["goal"], self.fields["item"]
            return
        strategy = self.instance.strategy_id
        self.offer("goal", Goal.objects.visible_to(user).of(strategy))
        self.offer("item", FrameworkItem.objects.visible_to(user).of(strategy))

    def offer(self, name: str, things: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = things


class CrosswalkFilter(ByGoal):
    goal = GoalFilter(label=_("Mål"), empty_label=_("Alla mål"))
    framework = django_filters.ModelChoiceFilter(
        label=_("Måttstock"), field_name="item__framework", empty_label=_("Alla måttstockar")
    )

    class Meta:
        model = Crosswalk
        fields: list[str] = []

    def __init__(self, data: Any, ties: CrosswalkQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, ties, strategy=strategy, user=user)
        self.filters["framework"].extra["queryset"] = Framework.objects.visible_to(user).of(strategy.pk)


class ItemFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    q = django_filters.CharFilter(label=_("Beteckning eller ord"), method="holds")

    class Meta:
        model = FrameworkItem
        fields: list[str] = []

    def holds(self, items: QuerySet[FrameworkItem], _name: str, words: str) -> QuerySet[FrameworkItem]:
        """A code is met from its beginning on, with all that stands below it."""
        return items.filter(Q(code__istartswith=words) | Q(name__icontains=words) | Q(name_en__icontains=words))

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)
