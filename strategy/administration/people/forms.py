from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import DayField
from strategy.records.forms import in_a_row, lines, narrows
from strategy.texts.fields import WrittenLineField, WrittenTextField

HAS_ORGANISATION = (Role.CONTACT, Role.DELEGATION)


class PeopleFilter(forms.Form):
    words = WrittenLineField(label=_("Namn eller e-post"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Roll"), choices=[("", _("Alla roller")), *Role.choices], required=False)
    strategy = forms.ModelChoiceField(
        Strategy.objects.order_by("short_name"), label=_("Strategi"), empty_label=_("Alla strategier"), required=False
    )
    organisation = OrganisationField(
        Organisation.objects.all(), label=_("Organisation"), empty_label=_("Alla organisationer"), required=False
    )
    standing = forms.ChoiceField(
        label=_("Konto"),
        choices=[
            ("", _("Alla konton")),
            ("active", _("öppna")),
            ("roleless", _("öppna utan roll i dag")),
            ("closed", _("avstängda")),
        ],
        required=False,
    )

    @property
    def is_active(self) -> bool:
        return narrows(self, self.fields)


class RoleForm(forms.Form):
    """A role in a strategy, as far as `by` may give it."""

    role = forms.ChoiceField(label=_("Roll"))
    strategy = forms.ModelChoiceField(
        Strategy.objects.none(), label=_("Strategi"), required=False, help_text=_("Alla utom administratörer har en.")
    )
    organisation = OrganisationField(
        Organisation.objects.all(),
        label=_("Organisation"),
        required=False,
        help_text=_("Kontaktpersoner och delegation hör till en."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        strategies = Strategy.objects.visible_to(by).exclude(status=Strategy.Status.ARCHIVED).order_by("short_name")
        within = [one for one in strategies if access.may_grant(Role.CONTACT, by.memberships_today, one.pk)]
        chosen: Any = self.fields["strategy"]
        chosen.queryset = strategies.filter(pk__in=[one.pk for one in within])
        roles: Any = self.fields["role"]
        roles.choices = Role.choices if by.administers else [(Role.CONTACT.value, Role.CONTACT.label)]
        if len(within) == 1:
            chosen.initial = within[0]
        if not by.administers:
            chosen.required = self.fields["organisation"].required = True
            chosen.help_text = self.fields["organisation"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role, strategy = cleaned.get("role"), cleaned.get("strategy")
        if role == Role.ADMIN:
            cleaned |= {"strategy": None, "organisation": None}
        elif role and strategy is None and "strategy" not in self.errors:
            self.add_error("strategy", _("Välj en strategi."))
        if role in HAS_ORGANISATION and cleaned.get("organisation") is None and "organisation" not in self.errors:
            self.add_error("organisation", _("Välj en organisation."))
        return cleaned


class GivenRoleForm(RoleForm):
    """For somebody who has an account."""

    since = DayField(label=_("Från och med"), initial=timezone.localdate)
    until = DayField(label=_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Slutdagen ligger före startdagen."))
        return cleaned


class EndingForm(forms.Form):
    when = forms.ChoiceField(
        label=_("När"),
        choices=[("now", _("Genast")), ("day", _("Efter en viss dag"))],
        initial="now",
        widget=in_a_row(),
    )
    last_day = DayField(label=_("Sista dag"), required=False, help_text=_("Rollen gäller till och med den dagen."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("when") == "now":
            cleaned["last_day"] = None
        elif cleaned.get("last_day") is None and "last_day" not in self.errors:
            self.add_error("last_day", _("Ange den sista dagen."))
        return cleaned


class AccountReasonForm(forms.Form):
    reason = WrittenTextField(label=_("Skäl"), max_length=500, widget=lines(3), help_text=_("Sparas i historiken."))


class PersonNameForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    class Meta:
        model = User
        fields = ["name"]


class DeputyForm(forms.Form):
    """Somebody out of the list, or a head elsewhere by address; the list does not tell who those are."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Handläggare i strategin"), required=False, empty_label=_("Välj …")
    )
    email = forms.EmailField(
        label=_("Eller e-post till en enhetschef i en annan strategi"), required=False, max_length=254
    )
    since = DayField(label=_("Från och med"), initial=timezone.localdate)
    until = DayField(label=_("Till och med"))

    def __init__(self, *args: Any, officers: QuerySet[User], able: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.able = able
        chosen: Any = self.fields["user"]
        chosen.queryset = officers

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        address, since, until = cleaned.get("email"), cleaned.get("since"), cleaned.get("until")
        if bool(address) == bool(cleaned.get("user")) and not self.errors.keys() & {"user", "email"}:
            self.add_error("user", _("Välj en handläggare eller ange en e-postadress, inte båda."))
        elif address:
            cleaned["user"] = self.able.filter(email=User.objects.normalize_email(address)).first()
            if cleaned["user"] is None:
                self.add_error("email", _("Adressen hör inte till någon som kan vara ställföreträdare här."))
        if since and until and until < since:
            self.add_error("until", _("Slutdagen ligger före startdagen."))
        return cleaned
