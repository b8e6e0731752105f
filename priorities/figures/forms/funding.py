from typing import Any, cast

import django_filters
from django.utils.translation import gettext_lazy as _

from priorities.figures.forms.indicators import (
    goals_of,
    lock,
)
from priorities.figures.forms.numbers import MoneyField
from priorities.figures.models.funding import Contribution, ContributionQuerySet
from priorities.figures.models.postings import Posting, PostingQuerySet
from priorities.goals.forms import (
    ByGoal,
    GoalFilter,
)
from strategy.decision.models import Strategy
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import FigureDayField, YearField
from strategy.records.forms import ClassifiedForm, in_a_row
from strategy.records.models import MARKING


class ContributionForm(ClassifiedForm):
    instance: Contribution
    past_dates = [*ClassifiedForm.past_dates, "decided_on", "paid_on"]
    side_by_side = (
        ("giver", "kind", "year"),
        ("amount", "currency", "qualifier"),
        ("decided_on", "paid_on", "registry_number"),
    )

    class Meta:
        model = Contribution
        fields = [
            "giver",
            "kind",
            "year",
            "amount",
            "currency",
            "qualifier",
            "stage",
            "decided_on",
            "paid_on",
            "registry_number",
            "appropriation",
            "purpose",
            "goals",
            "source",
            *MARKING,
        ]
        widgets = {"stage": in_a_row()}
        field_classes = {
            "giver": OrganisationField,
            "year": YearField,
            "amount": MoneyField,
            "decided_on": FigureDayField,
            "paid_on": FigureDayField,
        }
        error_messages = {"source": {"required": _("Ange källan. Ett belopp utan källa kan inte sparas.")}}
        labels = {
            "giver": _("Bidragsgivare"),
            "amount": _("Belopp (inte i miljoner)"),
            "registry_number": _("Beslutets diarienummer"),
        }
        help_texts = {
            "amount": "",
            "stage": _(
                "Det som bara är avsatt i budgeten räknas aldrig ihop med det som har beslutats eller betalats ut."
            ),
            "source": _("Beslut, utbetalning eller redovisning, så att någon annan hittar dit."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = Organisation.objects.visible_to(user).swedish()  # type: ignore[attr-defined]
        self.fields["goals"] = goals_of(self.instance.strategy_id, user)
        if self.instance.paragraph_id:
            lock(self, ("amount", "currency", "qualifier", "kind", "year", "stage", "source"))
        else:
            cast(MoneyField, self.fields["amount"]).currency = self["currency"].value() or ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        amount, decided, paid = (cleaned.get(name) for name in ("amount", "decided_on", "paid_on"))
        if amount is not None and amount <= 0:
            self.add_error("amount", _("Beloppet ska vara större än noll."))
        if paid and cleaned.get("stage") != Contribution.Stage.PAID:
            self.add_error("stage", _("Det som har en utbetalningsdag är utbetalt."))
        if paid and decided and paid < decided:
            self.add_error("paid_on", _("Utbetalningen ligger före beslutet."))
        return cleaned


class PostingForm(ClassifiedForm):
    """Where, when and at what level somebody serves: never who."""

    instance: Posting
    side_by_side = (("kind", "year", "months"), ("level", "sent_by"))

    class Meta:
        model = Posting
        fields = [
            "kind",
            "year",
            "months",
            "level",
            "sent_by",
            "place",
            "purpose",
            "goals",
            "source",
            "registry_number",
            *MARKING,
        ]
        field_classes = {"year": YearField, "sent_by": OrganisationField}
        error_messages = {"source": {"required": _("Ange källan.")}}
        labels = {"months": _("Månader under året")}
        help_texts = {
            "place": _("Ort och enhet, till exempel Nairobi, regionkontoret. Aldrig ett namn."),
            "purpose": _("Vad tjänsten gäller, inte vem som har den."),
            "sent_by": _("Myndigheten som har ordnat tjänsten."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_by"].queryset = Organisation.objects.visible_to(user).swedish()  # type: ignore[attr-defined]
        self.fields["goals"] = goals_of(self.instance.strategy_id, user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        months = cleaned.get("months")
        if months is not None and not 1 <= months <= 12:
            message = _("Antalet månader ska vara 1–12; en längre tjänst skrivs in år för år.")
            self.add_error("months", message)
        return cleaned


class ContributionFilter(ByGoal):
    """Years and kinds are offered where there is something that the person may see."""

    year = django_filters.ChoiceFilter(label=_("År"), empty_label=_("Alla år"))
    kind = django_filters.ChoiceFilter(label=_("Slag"), empty_label=_("Alla slag"))
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Contribution
        fields: list[str] = []

    def __init__(self, data: Any, contributions: ContributionQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, contributions, strategy=strategy, user=user)
        held = contributions.kinds()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in contributions.years()]
        self.filters["kind"].extra["choices"] = [
            (kind.value, kind.label) for kind in Contribution.ContributionKind if kind in held
        ]


class PostingFilter(ByGoal):
    year = django_filters.ChoiceFilter(label=_("År"), empty_label=_("Alla år"))
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))

    class Meta:
        model = Posting
        fields: list[str] = []

    def __init__(self, data: Any, postings: PostingQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, postings, strategy=strategy, user=user)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in postings.years()]
