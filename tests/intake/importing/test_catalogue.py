"""A whole catalogue: faults named and none invented, entered in the order of its links, run again without doubling."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from decisions.models import Decision
from intake.bulk_import.files import files_in, read_all
from intake.catalogue.audit import Fault, audit
from intake.catalogue.pairing import group_by_paper, sort_by_references
from intake.models import Upload
from tests.people import make_people


def page(
    number: int, *, refers: str = "", total: str = "£60,000", recommended: str = "£60,000", day: str = "14 March 2019"
) -> str:
    return f"""Reference: PCD {number}

Title: Lamps for the way home, round {number}

Date signed: {day}

Decision by: Sophie Linden, Deputy Mayor for Policing and Crime

Executive summary

This paper is about lamps on the way home from stations.{refers and f" It follows {refers}."}

Recommendation

The Deputy Mayor for Policing and Crime is recommended to:

1. Approve the award of {recommended} to the boroughs for lamps.

PART I - NON-CONFIDENTIAL FACTS AND ADVICE TO THE DMPC

1. Introduction and background

1.1. People feel unsafe after dark.

2. Issues for consideration

2.1. Lamps need power.

3. Financial Comments

3.1. The money by year is as follows:

Year\tAmount
2019/20\t£30,000
2020/21\t£30,000
Total\t{total}

4. Legal Comments

4.1. Paragraph 4.8 of the Scheme of Delegation lets the DMPC approve awards.

5. GDPR and Data Privacy

5.1. No personal data is held.

6. Equality Comments

6.1. All gain from lamps.

7. Background/supporting papers

7.1. None.
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty right pages, each of which follows the one before."""
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    for number in range(901, 941):
        write(catalogue, f"pcd-{number}.txt", page(number, refers=f"PCD {number - 1}" if number > 901 else ""))
    return catalogue


def faults(folder: Path) -> list[Fault]:
    return audit(list(read_all(files_in([folder]))))


def test_right_pages_have_no_fault(folder: Path):
    assert faults(folder) == []


def test_every_planted_fault_is_named_in_its_place_and_no_other(folder: Path):
    write(folder, "pcd-950.txt", page(950, total="£60,000.05"))
    write(folder, "pcd-951.txt", page(951, refers="PCD 777"))
    write(folder, "pcd-952.txt", page(953))
    write(folder, "again.txt", page(910).replace("round 910", "another round"))
    write(folder, "pcd-954.txt", page(954, day="14 March 2022"))
    write(folder, "pcd-9550.txt", page(9550, recommended="£9,550"))
    named = {(fault.check, Path(fault.file).name) for fault in faults(folder)}
    assert {
        ("sum-differs", "pcd-950.txt"),
        ("reference-nowhere", "pcd-951.txt"),
        ("name-differs", "pcd-952.txt"),
        ("retrospective", "pcd-954.txt"),
        ("amount-is-reference", "pcd-9550.txt"),
    } <= named
    assert any(check == "reference-twice" for check, _ in named)
    wrong = {"pcd-950.txt", "pcd-951.txt", "pcd-952.txt", "pcd-954.txt", "pcd-9550.txt", "again.txt", "pcd-910.txt"}
    assert {file for _, file in named} <= wrong


def test_papers_come_after_those_they_refer_to(folder: Path):
    write(folder, "pcd-899.txt", page(899, refers="PCD 940"))
    pairs = list(sort_by_references(group_by_paper(read_all(files_in([folder])))))
    numbers = [pair.paper.reference.number for pair in pairs if pair.paper.reference]
    assert numbers == [*range(901, 941), 899]


def run(folder: Path, table: Path, email: str) -> list[dict[str, str]]:
    call_command("import_catalogue", str(folder), f"--as={email}", f"--table={table}", stdout=io.StringIO())
    with table.open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.django_db
def test_whole_papers_wait_for_two_people_others_for_one_and_a_second_run_doubles_nothing(tmp_path: Path):
    people = make_people()
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for number in (901, 902, 903):
        write(folder, f"pcd-{number}.txt", page(number))
    write(folder, "pcd-950.txt", page(950, total="£60,000.05"))
    write(folder, "letter.txt", "Dear all, this is a letter about lamps and no decision of anybody at all.")
    first = run(folder, tmp_path / "a.csv", people.dev.email)
    assert sorted(row["state"] for row in first) == ["refused", "waits", "waits", "waits", "waits"]
    assert [row["why"] for row in first].count("It was read whole, and is published when two people agree.") == 3
    assert any("£60,000.05" in row["why"] for row in first)
    second = run(folder, tmp_path / "b.csv", people.dev.email)
    assert sorted(row["state"] for row in second) == ["refused", "waits", "waits", "waits", "waits"]
    assert (Decision.objects.count(), Upload.objects.count()) == (0, 4)
