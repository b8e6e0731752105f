"""What is asked for on the way in, in our words. What a code or a password may be tried, lockout counts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordKeyForm, SetPasswordForm, UserTokenForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.accounts.entry import codes, lockout
from strategy.people.models import User


def relabel(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """allauth's own field checks what it should; only what people read is ours."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


PASSWORD_RULES = _("Minst 12 tecken, och inte något som är lätt att gissa.")


class PasswordLinkForm(UserTokenForm):  # type: ignore[misc] # allauth has no types
    """The link in a letter about a new password: none for a closed account."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "login", _("E-post"))
        relabel(self, "password", _("Lösenord"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn"}


class AddressForm(forms.Form):
    """Where a letter with a link is to go. The field has the name it has on the sign-in page."""

    login = forms.EmailField(label=_("E-post"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "password", _("Lösenord"))


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "oldpassword", _("Nuvarande lösenord"))
        relabel(self, "password1", _("Nytt lösenord"), PASSWORD_RULES)
        relabel(self, "password2", _("Nytt lösenord igen"))

    def clean_oldpassword(self) -> str:
        """Counted like an attempt to come in: a borrowed session is no place for guessing."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPasswordForm(SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "password1", _("Nytt lösenord"), PASSWORD_RULES)
        relabel(self, "password2", _("Nytt lösenord igen"))


class ForgottenPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "password1", _("Nytt lösenord"), PASSWORD_RULES)
        relabel(self, "password2", _("Nytt lösenord igen"))


class CountedCode(BaseAuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code. A wrong one counts with wrong passwords; none is good twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "code", _("Kod"), _("Sex siffror från appen, eller en av dina reservkoder."))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        request = context.request
        wrong: forms.ValidationError | None = None
        with lockout.one_at_a_time(self.user.email):
            lockout.require_not_locked(request, self.user.email)
            try:
                code: str = super().clean_code()
                codes.spend(self.authenticator, code)
            except forms.ValidationError as refused:
                lockout.count_failure(request, self.user.email)
                wrong = refused  # raised in the block, it would undo the counting
        if wrong is not None:
            raise wrong
        return code


class SecondFactorForm(CountedCode, AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(CountedCode, ReauthenticateByCodeForm):  # type: ignore[misc]
    pass


class ActivateTotpForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, "code", _("Koden som appen visar"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 10}


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key is one that can stand for password and second factor both: it asks for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].label = _("Vad du vill kalla säkerhetsnyckeln")
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned
