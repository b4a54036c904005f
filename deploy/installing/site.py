"""The site of an installation: nginx's example with its own host name, and the public part by its own process."""

import re

from deploy.installing.layout import PORTS
from deploy.installing.releases import CannotInstall

_DESK, _PUBLIC = (f"http://127.0.0.1:{PORTS[face]}" for face in ("desk", "register"))
#: What the desk answers; everything else is the register's.
_OF_THE_DESK = ("/account/", "= /readyz")


def site_text(example: str, host: str) -> str:
    """`deploy/nginx.conf` for this host, in which only the desk's addresses go to the desk's process.

    Raises:
        CannotInstall: the host is not a name.
    """
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", host):
        raise CannotInstall(f"{host!r} is not the name of a host, such as register.example.")
    text = example.replace("register.example", host).replace(_DESK, _PUBLIC)
    for place in _OF_THE_DESK:
        block = re.search(rf"location {re.escape(place)} \{{.*?\n    \}}", text, re.DOTALL)
        if block:
            text = text.replace(block[0], block[0].replace(_PUBLIC, _DESK))
    desk = (
        "    location /desk/ {\n"
        "        limit_req zone=pages burst=100 nodelay;\n"
        "        limit_req_status 429;\n"
        f"        proxy_pass {_DESK};\n"
        "        include /etc/nginx/decision-register-proxy.conf;\n"
        "    }\n\n"
    )
    return (
        text
        if "location /desk/" in text
        else text.replace("    location /account/", f"{desk}    location /account/", 1)
    )
