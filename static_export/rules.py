"""Rules for web servers, so that an address answers with the status and type that it had: nginx and `_redirects`."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from static_export.places import FOLDERS, INDEX

#: Types of files whose names do not say them, by the beginning of the address.
TYPES = {
    "/log/tile/": "application/octet-stream",
    "/log/files/": "application/octet-stream",
    "/log/entries/": "application/x-ndjson",
    "/log/consistency/": "application/json",
    "/log/tools/": "text/x-python",
}
JSON_FILES = ("/log/heads", "/log/hand-overs", "/log/witnesses")
TEXT_FILES = ("/log/keys", "/log/policy", "/log/closing", *FOLDERS)
TEXT = "text/plain; charset=utf-8"
PATTERNS = {
    "^/log/checkpoint/[0-9]+$": TEXT,
    "[.]tlog-proof$": TEXT,
    "^/log/proof/[0-9]+$": "application/json",
}
_PLAIN = re.compile(r"[A-Za-z0-9/._~%+-]+")


@dataclass
class Rules:
    """Redirects, removed addresses and data files that a walk met, as configuration of a web server."""

    #: Address and where it leads, for good or for now.
    redirects: list[tuple[str, str, int]] = field(default_factory=list)
    #: Address, and the file that says why it is gone.
    gone: list[tuple[str, PurePosixPath]] = field(default_factory=list)
    #: Address that gives data, and its file.
    data: list[tuple[str, PurePosixPath, str]] = field(default_factory=list)

    def nginx(self) -> bytes:
        """Locations to be included in the server block whose root is the folder."""
        lines = ["# include this in the server block whose root is this folder", "error_page 404 /404.html;"]
        for address, target, status in self.redirects:
            lines.append(f"location = {_quoted(address)} {{ return {status} {_quoted(target)}; }}")
        for address, name in self.gone:
            lines.append(f"location = {_quoted(address)} {{ error_page 410 {_quoted(f'/{name}')}; return 410; }}")
        for address, name, kind in self.data:
            lines.append(
                f"location = {_quoted(address)} {{ {_content_type(kind)} try_files {_quoted(f'/{name}')} =404; }}"
            )
        for address in TEXT_FILES:
            file = f"{address}/{INDEX}" if address in FOLDERS else address
            lines.append(f"location = {address} {{ {_content_type(TEXT)} try_files {file} =404; }}")
        lines += [f"location = {address} {{ {_content_type('application/json')} }}" for address in JSON_FILES]
        lines += [f'location ~ "{pattern}" {{ {_content_type(kind)} }}' for pattern, kind in PATTERNS.items()]
        lines += [f"location {start} {{ {_content_type(kind)} }}" for start, kind in TYPES.items()]
        return "".join(f"{line}\n" for line in lines).encode()

    def redirects_file(self) -> bytes:
        """The file `_redirects`, which several hosts of static sites read: from, to, status."""
        lines = [f"{address} {target} {status}" for address, target, status in self.redirects]
        lines += [f"{address} /{name} 410" for address, name in self.gone]
        lines += [f"{address} /{name} 200" for address, name, _ in self.data]
        return "".join(f"{line}\n" for line in lines if "\n" not in line).encode()


def _quoted(text: str) -> str:
    """A word of nginx's configuration, whatever stands in the address."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + re.sub(r'(["\\$])', r"\\\1", text.replace("\n", "")) + '"'


def _content_type(kind: str) -> str:
    return f'types {{ }} default_type "{kind}";'
