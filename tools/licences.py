"""The licences of what the service is shipped with: every production package of uv.lock and of package-lock.json."""

import importlib.metadata
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Licences under which a production package may come, by how packages name them. LGPL and MPL bind changes to the
#: package itself; none is changed here.
_ALLOWED = re.compile(
    r"MIT(-0|-CMU)?( license)?|(0|new |simplified )?BSD([ -][23]-clause)?( license)?"
    r"|Apache([ -]2\.0| software license)?|PSF-2\.0|Python software foundation license|ISC|Zlib"
    r"|OFL-1\.1|MPL-[12]\.[01]|Mozilla public license.*"
    r"|LGPL(-[\d.]+)?(-only|-or-later)?( with exceptions)?|GNU (library or )?lesser general public license.*",
    re.IGNORECASE,
)
#: Packages whose statement cannot be read by the rule above, each with what was found in the package.
REVIEWED = {
    "protobuf": "three-clause BSD, in words that put the number first",
    "pyphen": "its authors offer a choice of GPL, LGPL and MPL; it is taken under the MPL",
    "pyrage": "states none but in its licence file, which is the MIT License; each crate within it offers MIT, "
    "Apache, BSD, Boost or the Unicode licence",
    "qrcode": "BSD and MIT; the second classifier is for the notice that “QR Code” is a trade mark",
    "pypdfium2": "permissive, as is PDFium within it; the GPL texts beside it are of build scripts and of GCC's "
    "run-time library, both with the exception that leaves the result free",
}


@dataclass(frozen=True)
class Package:
    """One package as locked, and the words in which it states its licences."""

    name: str
    version: str
    licences: tuple[str, ...]

    def is_allowed(self) -> bool:
        """Whether every licence stated is one that production may use, or a person has looked at the package."""
        return self.name in REVIEWED or (bool(self.licences) and all(map(is_allowed, self.licences)))


def is_allowed(statement: str) -> bool:
    """Whether a statement such as “Apache-2.0 OR GPL-3.0” leaves a choice that production may use."""
    choices = re.split(r"\s+OR\s+", statement.strip("() "))
    return any(
        all(_ALLOWED.fullmatch(part.strip("() ")) for part in re.split(r"\s+AND\s+|,\s*", choice)) for choice in choices
    )


def production_packages() -> list[Package]:
    """All of them, Python's first.

    Raises:
        subprocess.CalledProcessError: uv could not read uv.lock.
        importlib.metadata.PackageNotFoundError: a locked package is not installed.
    """
    return [*python_packages(), *npm_packages()]


def python_packages() -> list[Package]:
    """What uv.lock installs here without the development group; licences as the installed packages state them."""
    from packaging.requirements import Requirement  # not in the standard library; comes with the tests' packages

    export = [str(ROOT / ".venv" / "bin" / "uv"), "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet"]
    command = [*export, "--no-hashes", "--no-header", "--no-annotate"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    requirements = [Requirement(line) for line in lines if line.strip()]
    return [
        Package(needed.name, str(needed.specifier).removeprefix("=="), _stated(needed.name))
        for needed in requirements
        if needed.marker is None or needed.marker.evaluate()
    ]


def npm_packages() -> list[Package]:
    """What package-lock.json installs without --dev; licences from the installed package where there is one."""
    packages = []
    for path, locked in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if path and not locked.get("dev"):
            package_file = ROOT / path / "package.json"
            stated = (
                json.loads(package_file.read_text()).get("license") if package_file.exists() else locked.get("license")
            )
            packages.append(
                Package(path.rpartition("node_modules/")[2], locked["version"], (stated,) if stated else ())
            )
    return packages


def _stated(name: str) -> tuple[str, ...]:
    """The newest way of stating it that the package uses: an expression, else classifiers, else a line of text."""
    metadata = importlib.metadata.metadata(name)
    if "License-Expression" in metadata:
        return (metadata["License-Expression"],)
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    if classifiers:
        return tuple(re.sub(r" \([^)]*\)$", "", text.rpartition(":: ")[2]) for text in classifiers)
    line = (metadata.get_all("License") or [""])[0]
    return (line.splitlines()[0].strip(),) if line.strip() else ()
