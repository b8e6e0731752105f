"""Where a request comes from, as far as that can be believed."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - what stands for an address that is not known


def address_of(request: HttpRequest) -> str:
    """The caller's address: who opened the connection, or what the outermost of the trusted proxies saw."""
    hops = settings.PROXY_COUNT
    told = request.headers.get("X-Forwarded-For", "").split(",")
    forwarded = [part.strip() for part in told if part.strip()]
    if hops and len(forwarded) >= hops:
        return valid(forwarded[-hops])
    return valid(request.META.get("REMOTE_ADDR", ""))


def valid(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return NOWHERE
