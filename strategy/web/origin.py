"""Where a request comes from, as far as that can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

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
    """Of IPv6 the network alone: whoever has one of its addresses has all 2⁶⁴, and is counted as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return NOWHERE
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False).network_address)
    return str(found)
