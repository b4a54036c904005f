"""The W3C's HTML checker (npm `vnu-jar`, Java), asked about pages as they were served."""

import json
import subprocess
from pathlib import Path

from tests.components.browser import ROOT

JAR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
#: What the checker warns of without a fault, by how its sentence begins.
NO_FAULT = (
    # The page that checks papers with the network off names its script and style by digest, which it cannot reckon.
    "Inline style violates Content Security Policy",
    "Inline script violates Content Security Policy",
    # As the GOV.UK Design System publishes its menu and its dates, for older assistive technology.
    "Attribute “aria-hidden” is unnecessary for elements that have attribute “hidden”",
    "The “group” role is unnecessary for element “fieldset”",
)


def html_faults(pages: dict[str, str], folder: Path) -> list[str]:
    """Every error and warning of the checker, each with the address of its page.

    Args:
        pages: the HTML of each page by its address.
        folder: an empty folder to write them to.
    """
    addresses = {}
    for number, (address, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        addresses[file.as_uri().replace("file://", "file:")] = address
    files = [str(folder / f"{number}.html") for number in range(len(pages))]
    command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--stdout", *files]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    faults = [fault for fault in json.loads(answer)["messages"] if not fault["message"].startswith(NO_FAULT)]
    return [f"{addresses[fault['url']]}: {fault['message']} {fault.get('extract', '')[:160]!r}" for fault in faults]
