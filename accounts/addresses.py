"""Which network address a request comes from, and which network an address belongs to."""

import ipaddress

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

#: What stands for the other end of a local socket, where no proxy says more.
LOCAL = "127.0.0.1"


def client_address(request: HttpRequest) -> str:
    """The address of the browser: from the header that CLIENT_ADDRESS_HEADER names, else of the connection.

    A header is believed only where the setting names it, because then our own proxy overwrites what is sent.
    """
    return get_client_ip(request) or LOCAL


def network_of(address: str) -> str:
    """The address itself, or for IPv6 its /64: one household or office has a whole /64 to guess from."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 6:
        return str(ipaddress.ip_network(f"{ip}/64", strict=False))
    return str(ip)
