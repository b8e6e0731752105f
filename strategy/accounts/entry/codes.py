"""A code from an app is good once, in every process: allauth remembers used ones in each process's own memory."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

from strategy.accounts.allauth_compat import format_hotp_value, hotp_value, yield_hotp_counters_from_time

LAST_STEP = "last_step"


def spend(authenticator: Authenticator, code: str) -> None:
    """Remembers the half minute that a valid code belongs to. Raises ValidationError for that one and all before."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        step = step_of(decrypt(row.data["secret"]), code)
        if step <= row.data.get(LAST_STEP, -1):
            raise get_adapter().validation_error("incorrect_code")
        row.data[LAST_STEP] = step
        row.save(update_fields=["data"])
    authenticator.data = row.data


def step_of(secret: str, code: str) -> int:
    """Which of the half minutes around now the code was made for; -1 for none."""
    typed = "".join(code.split())
    fitting = [
        counter
        for counter in yield_hotp_counters_from_time()
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), typed)
    ]
    return int(fitting[-1]) if fitting else -1
