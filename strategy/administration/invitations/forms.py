from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from strategy.administration.people.forms import RoleForm
from strategy.people.forms import OrganisationField
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.texts.fields import WrittenLineField


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        help_text=_("Personens egen tjänsteadress. Inbjudan gäller bara den."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email",)


class ContactInvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        help_text=_("Personens egen tjänsteadress. Inbjudan gäller bara den."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    organisation = OrganisationField(
        Organisation.objects.outside(),
        label=_("Organisation"),
        help_text=_("Saknas den? Be en administratör lägga till den."),
    )


class AcceptanceForm(forms.Form):
    """What somebody without an account says of themselves; of one who has an account already, a password at most."""

    name = WrittenLineField(
        label=_("Namn"),
        max_length=200,
        help_text=_("Namn och adress sparas med det du gör här. Mer står under Personuppgifter när du har loggat in."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, account: User, is_new: bool, needs_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if not is_new:
            del self.fields["name"]
            if not needs_password:
                del self.fields["password"]
                return
        password = self.fields["password"]
        password.required = needs_password
        password.help_text = (
            _("Minst 12 tecken. Gärna flera ord efter varandra.")
            if needs_password
            else _("Minst 12 tecken. Utan lösenord loggar du in med en länk som skickas till din e-post.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password:
            person = User(email=self.account.email, name=cleaned.get("name", self.account.name))
            try:
                password_validation.validate_password(password, person)
            except ValidationError as invalid:
                self.add_error("password", invalid)
        return cleaned
