"""Nothing under the GPL or the AGPL is shipped; a licence that the rule cannot read is looked at by a person."""

import pytest

from tools import licences


def test_every_production_package_may_be_shipped() -> None:
    refused = {package.name: package.licences for package in licences.production_packages() if not package.is_allowed()}
    assert refused == {}


def test_both_lock_files_are_read() -> None:
    packages = {package.name: package for package in licences.production_packages()}
    assert packages["psycopg2-binary"].licences == ("GNU Library or Lesser General Public License",)
    assert packages["@fontsource/public-sans"].licences == ("OFL-1.1",)
    assert {"django", "weasyprint", "govuk-frontend", "sass"} <= packages.keys()
    assert packages.keys().isdisjoint({"pytest", "pymupdf", "axe-core", "html-validate"})  # development alone


def test_a_person_has_looked_at_no_package_that_is_not_shipped() -> None:
    assert licences.REVIEWED.keys() <= {package.name for package in licences.production_packages()}


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("MIT", True),
        ("BSD 3-Clause OR Apache-2.0", True),
        ("MPL-2.0 AND MIT", True),
        ("LGPL-3.0-or-later", True),
        ("GNU Library or Lesser General Public License", True),
        ("MIT OR GPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-2.0-or-later", False),
        ("AGPL-3.0", False),
        ("GNU Affero General Public License v3", False),
        ("GNU General Public License v2 or later", False),
        ("Dual Licensed - GNU AFFERO GPL 3.0 or Artifex Commercial License", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_statements_of_licences_are_understood(statement: str, allowed: bool) -> None:
    assert licences.is_allowed(statement) is allowed


def test_a_package_that_states_no_licence_is_refused() -> None:
    assert not licences.Package("silent", "1.0", ()).is_allowed()
