"""The addresses of the way in that allauth knows by names of its own. There are no others: nobody signs up."""

from django.urls import path

from strategy.accounts.entry import key_views as keys
from strategy.accounts.entry import security_views as own
from strategy.accounts.entry import views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-out/", views.SignOutView.as_view(), name="account_logout"),
    path("sign-in/second-factor/", own.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("sign-in/key/", keys.SignInByKeyView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/password/", views.forgotten_password, name="account_reset_password"),
    path(
        "sign-in/password/<str:uidb36>/<str:key>/",
        views.ChoosePasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/single/answer/",
        views.single_sign_on_answer,
        {"provider_id": "oidc"},
        name="openid_connect_callback",
    ),
    path("account/", own.security, name="mfa_index"),
    path("account/password/", own.ChangePasswordView.as_view(), name="account_change_password"),
    path("account/password/new/", own.SetPasswordView.as_view(), name="account_set_password"),
    path("account/confirmation/", own.ConfirmByPasswordView.as_view(), name="account_reauthenticate"),
    path("account/confirmation/code/", own.ConfirmByCodeView.as_view(), name="mfa_reauthenticate"),
    path("account/confirmation/key/", keys.ConfirmByKeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", own.ActivateAppView.as_view(), name="mfa_activate_totp"),
    path("account/app/removal/", own.DeactivateAppView.as_view(), name="mfa_deactivate_totp"),
    path("account/keys/new/", keys.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/removal/", keys.RemoveKeyView.as_view(), name="mfa_remove_webauthn"),
    path("account/recovery-codes/", own.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", own.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", own.RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"),
]
