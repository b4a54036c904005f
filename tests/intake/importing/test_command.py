"""manage.py import_decision: reads alone, stores as a draft or proposes as decided, refuses with one sentence."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Proposal
from audit.models import Event
from book.models import Entry
from components.refusals import NotAllowed
from decisions.models import Decision
from tests.intake.parsing.papers import CORPUS
from tests.people import confirmed, make_people

ROOT = Path(__file__).resolve().parents[3]
PAPER = CORPUS / "labels_on_two_lines.txt"
CONFIRMS = "Another person who enters earlier decisions confirms this at the desk, which publishes."


def run(*arguments: object) -> tuple[int, str, str]:
    """The command's exit code, what it printed, and what it said on the error stream."""
    out, error = io.StringIO(), io.StringIO()
    try:
        call_command("import_decision", *map(str, arguments), stdout=out, stderr=error)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), error.getvalue()
    return 0, out.getvalue(), error.getvalue()


def report_of(folder: Path) -> list[dict[str, str]]:
    """The rows of the report that the command wrote."""
    with (folder / "report.csv").open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_a_dry_run_prints_one_object_for_one_file_and_a_list_for_several():
    code, out, _ = run("--dry-run", "--json", PAPER)
    assert (code, json.loads(out)["reference"]) == (0, "PCD 311")
    code, out, _ = run("--dry-run", "--json", PAPER, CORPUS / "dashes_alone.md")
    assert (code, [load["reference"] for load in json.loads(out)]) == (0, ["PCD 311", "PCD 1355"])


def test_a_dry_run_needs_no_database(tmp_path):
    addresses = {
        f"{prefix}DATABASE_URL": f"postgres://{role}@127.0.0.1:9/none"
        for prefix, role in (("", "desk"), ("BOOK_", "reader"), ("OWNER_", "owner"))
    }
    nowhere = {**os.environ, **addresses, "VAR": str(tmp_path)}
    command = [sys.executable, "manage.py", "import_decision", "--dry-run", "--json", str(PAPER)]
    done = subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reference"] == "PCD 311"


@pytest.mark.parametrize("name", ["list_of_decisions.txt", "another_body.txt", "not_english.txt", "nothing.txt"])
def test_a_refused_file_costs_one_sentence_and_exit_code_1(name):
    code, out, error = run("--dry-run", "--json", CORPUS / name)
    assert (code, out) == (1, "")
    assert error.count("\n") == 1
    assert error.startswith(name)


def test_what_can_be_read_is_printed_although_another_file_is_refused():
    code, out, error = run("--dry-run", "--json", CORPUS / "another_body.txt", PAPER)
    assert (code, [load["reference"] for load in json.loads(out)]) == (1, ["PCD 311"])
    assert "MD2999" in error


def test_a_folder_is_read_whole_and_reported_on(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("labels_on_two_lines.txt", "only_another_reference.txt", "another_body.txt"):
        (tmp_path / "in" / name).write_bytes((CORPUS / name).read_bytes())
    (tmp_path / "in" / "the same again.txt").write_bytes(PAPER.read_bytes())
    (tmp_path / "in" / ".hidden").write_text("not looked at")
    code, out, _ = run("--dry-run", tmp_path / "in", "--report", tmp_path / "report.csv")
    assert code == 1
    assert out.endswith("4 files: 1 read, 1 partly read, 1 refused, 1 same file.\n")
    rows = report_of(tmp_path)
    assert {row["file"].rsplit("/", 1)[1]: row["state"] for row in rows} == {
        "another_body.txt": "refused",
        "labels_on_two_lines.txt": "read",
        "only_another_reference.txt": "partly read",
        "the same again.txt": "same file",
    }
    assert "refers to PCD 468" in next(row["sentence"] for row in rows if row["state"] == "partly read")


def test_a_title_that_a_spreadsheet_would_run_is_made_harmless(tmp_path):
    text = PAPER.read_text(encoding="utf-8").replace("Witness care", "=HYPERLINK(1) care")
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    run("--dry-run", tmp_path / "paper.txt", "--report", tmp_path / "report.csv")
    (row,) = report_of(tmp_path)
    assert row["title"].startswith("'=HYPERLINK")


@pytest.mark.committed
def test_what_dev_proposes_from_a_folder_is_published_when_dora_confirms_and_may_be_run_again(tmp_path):
    people = make_people()
    for name in ("labels_on_two_lines.txt", "dashes_alone.md"):
        (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    code, out, error = run(tmp_path, "--published", "--as", people.dev.email)
    assert (code, error) == (0, "")
    assert out.endswith(f"2 files: 2 read.\n{CONFIRMS}\n")
    assert not Decision.objects.exists(), "one person alone publishes nothing"
    code, out, _ = run(tmp_path, "--published", "--as", people.dev.email)
    assert (code, out.endswith("2 files: 2 already there.\n")) == (0, True)
    proposal = Proposal.objects.get(verb="history.enter")
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        confirmed(proposal, by=people.dev, at=timezone.now())
    confirmed(proposal, by=people.dora, at=timezone.now())
    assert {str(object.reference) for object in Decision.objects.filter(imported=True)} == {"PCD 311", "PCD 1355"}
    assert Entry.objects.using("book").count() == 2
    code, out, _ = run(tmp_path, "--published", "--as", people.dev.email)
    assert (code, out.endswith("2 files: 2 already there.\n")) == (0, True)
    assert Proposal.objects.filter(verb="history.enter").count() == 1


@pytest.mark.django_db
def test_one_paper_that_cannot_be_entered_does_not_keep_out_the_others(tmp_path):
    people = make_people()
    for name in ("labels_on_two_lines.txt", "only_another_reference.txt", "dashes_alone.md"):
        (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    (tmp_path / "once more.txt").write_bytes(PAPER.read_bytes() + b"\n")
    code, _, error = run(tmp_path, "--published", "--as", people.dev.email)
    assert code == 1
    assert error == (
        "once more.txt: Another of these files is PCD 311 as well.\n"
        "only_another_reference.txt: The paper has no reference of its own, so it cannot be entered as a decision.\n"
    )
    assert len(Proposal.objects.get(verb="history.enter").arguments["uploads"]) == 2


@pytest.mark.django_db
def test_fatima_begins_a_draft_from_an_existing_paper():
    people = make_people()
    code, _, error = run(PAPER, "--as", people.fatima.email)
    assert (code, error) == (0, "")
    paper = Decision.objects.get()
    assert (paper.status, paper.title) == ("draft", "Witness care: further funding for 2017/18")
    assert [recommendation.action for recommendation in paper.recommendations.all()] == [
        "accept_offer",
        "award",
        "other",
    ]
    assert [link.earlier_reference for link in paper.links.all()] == ["PCD 128"]
    assert "The service began in 2016" in paper.sections.get(document="form", kind="introduction").text
    assert paper.imported_from is not None
    assert paper.imported_from.name == PAPER.name
    assert Event.objects.filter(verb="decision.begin_from_paper").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "sentence"),
    [("", "Name the person"), ("nobody@example.org", "Nobody in the register"), ("sam", "you need the office")],
)
def test_storing_needs_a_person_with_the_office(who, sentence):
    people = make_people()
    email = people.sam.email if who == "sam" else who
    code, _, error = run(PAPER, "--published", *(["--as", email] if email else []))
    assert code == 1
    assert sentence in error
    assert error.count("\n") == 1
    assert not Decision.objects.exists()
