"""A made catalogue with faults put in: every one is named where it is, and none is invented."""

from pathlib import Path

import pytest

from intake.bulk_import.files import files_in, read_all
from intake.catalogue.audit import audit
from tests.intake.importing.faulty_catalogue import FAULTS, write_catalogue


def named(folder: Path) -> set[tuple[str, str]]:
    """The faults that the audit names, each with its file's name."""
    faults = audit(list(read_all(files_in([folder]))))
    return {(fault.check, Path(fault.file).name) for fault in faults}


def test_every_kind_of_fault_is_named_in_its_page_and_right_pages_have_none(tmp_path: Path):
    put_in = write_catalogue(tmp_path, 39, every=3)
    assert {kind for kind, _ in put_in} == {*FAULTS, "reference-twice", "hidden-text", "reference-differs"}
    assert named(tmp_path) == put_in


@pytest.mark.nightly
def test_of_three_thousand_pages_every_fault_is_named_and_none_is_invented(tmp_path: Path):
    put_in = write_catalogue(tmp_path, 3_000, every=7)
    assert len(put_in) == 428
    assert named(tmp_path) == put_in
