"""All of allauth's insides that we lean on, in one place; `test_allauth_compat.py` says what is expected of each."""

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal.auth import begin_registration

__all__ = [
    "begin_registration",
    "clear_login",
    "format_hotp_value",
    "get_authentication_records",
    "hotp_value",
    "logout",
    "perform_login",
    "record_authentication",
    "yield_hotp_counters_from_time",
]
