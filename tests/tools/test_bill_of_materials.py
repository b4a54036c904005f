"""`make sbom` lists what production installs, with versions and licences, in the form that other programs read."""

import json
import re
from pathlib import Path

import pytest

from tools import bill_of_materials


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both files."""
    folder = tmp_path_factory.mktemp("sbom")
    patch = pytest.MonkeyPatch()
    patch.setattr("sys.argv", ["bill_of_materials", str(folder)])
    assert bill_of_materials.main() == 0
    patch.undo()
    return folder


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [("python", {"django", "weasyprint", "psycopg2-binary"}, {"pytest", "django-debug-toolbar"}),
     ("npm", {"govuk-frontend", "sass"}, {"axe-core", "html-validate"})],
)  # fmt: skip
def test_both_files_list_production_and_nothing_else(
    bills: Path, name: str, present: set[str], absent: set[str]
) -> None:
    bill = json.loads((bills / f"{name}.cdx.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    names = {component["name"] for component in bill["components"]}
    assert present <= names
    assert names.isdisjoint(absent)
    for component in bill["components"]:
        kind = {"python": "pypi", "npm": "npm"}[name]
        assert re.fullmatch(rf"pkg:{kind}/[^@]+@{re.escape(component['version'])}", component["purl"])


def test_python_packages_have_the_licences_they_state(bills: Path) -> None:
    components = json.loads((bills / "python.cdx.json").read_text())["components"]
    licences = {component["name"]: component.get("licenses") for component in components}
    assert licences["weasyprint"] == [{"license": {"name": "BSD License"}}]
    assert licences["pyhanko"] == [{"license": {"name": "MIT"}}]
    # For other systems alone, so not installed here; pyrage has its licence in a file only (tools/licences.py).
    assert {name for name, stated in licences.items() if not stated} <= {"brotlicffi", "colorama", "pyrage", "tzdata"}
