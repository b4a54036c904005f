"""What the paper says, and that it says the same wherever it is drawn."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from book.paper import draw, seal_paper
from book.paper.blocks import blocks, numbered
from book.paper.drawing import NO_DAY, file_moment
from book.paper.sealing import NotSealable, reason
from book.part1 import newest
from book.part1.v1 import Paragraph, Part1, Part2, Section
from book.seal import trusted_roots
from documents.verifying import check_seal
from tests.book.paper import papers
from tests.book.part1.papers import full_paper
from tests.documents.sealed import NOW

PROJECT = Path(__file__).resolve().parents[3]
ELSEWHERE = """
import sys, pathlib
from hashlib import sha256
import django
from django.conf import settings
root = pathlib.Path(sys.argv[1])
settings.configure(BASE_DIR=root, INSTALLED_APPS=["figures"], USE_TZ=True, TIME_ZONE=sys.argv[2], TEMPLATES=[
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [root / "templates"]}])
django.setup()
from book.paper import draw
from book.part1.v1 import Part1
paper = draw(Part1.from_json(sys.stdin.buffer.read()))
print(sha256(paper.pdf).hexdigest(), paper.build)
"""


def text(pdf: bytes, tmp_path: Path) -> str:
    """The paper's words, page by page as they are seen."""
    (tmp_path / "paper.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def in_reading_order(pdf: bytes, tmp_path: Path) -> str:
    """The paper's words cell by cell, with one space between them."""
    (tmp_path / "paper.pdf").write_bytes(pdf)
    command = ["pdftotext", "-raw", str(tmp_path / "paper.pdf"), "-"]
    return " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def pages(pdf: bytes, tmp_path: Path) -> list[str]:
    return text(pdf, tmp_path).split("\f")[:-1]


@pytest.mark.parametrize("make", [papers.decided_paper, papers.transcript, papers.hostile_paper])
def test_another_process_folder_time_zone_locale_and_hash_seed_draws_the_same_bytes(make, tmp_path: Path):
    here = draw(make())
    copy = tmp_path / "another folder"
    for name in ("documents", "book", "figures", "profiles", "bodies", "templates"):
        shutil.copytree(PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    surroundings = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(copy), "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C", "PYTHONHASHSEED": "4711", "HOME": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(copy), "Asia/Kathmandu"],
        input=make().to_json(), capture_output=True, check=True, cwd=tmp_path, env=surroundings,
    )  # fmt: skip
    assert done.stdout.decode().strip() == f"{sha256(here.pdf).hexdigest()} {here.build}"


def test_the_build_names_program_type_and_libraries():
    build = draw(papers.transcript()).build
    for part in ("program ", "type ", "weasyprint 70.0", "pydyf 0.13.0", "pango ", "zlib "):
        assert part in build


def test_a_draft_says_so_on_every_page_and_to_machines_and_has_no_place_for_a_seal(tmp_path: Path):
    pdf = draw(papers.draft_paper(), draft=True).pdf
    assert all("Draft, not a decision" in page for page in pages(pdf, tmp_path))
    with pikepdf.open(tmp_path / "paper.pdf") as file:
        assert "/AcroForm" not in file.Root
        assert file.open_metadata()["dc:type"] == {"Draft of a decision paper, not a decision"}


def test_a_draft_whose_part_2_nobody_answered_does_not_say_that_there_is_none(tmp_path: Path):
    unsaid = replace(papers.draft_paper(), part_2=Part2(False, "", "", (), "", ()))
    answered = " ".join(pages(draw(unsaid, draft=True).pdf, tmp_path))
    open_yet = " ".join(pages(draw(unsaid, draft=True, part_2_open=True).pdf, tmp_path))
    assert "There is none" in answered
    assert "Not stated yet" not in answered
    assert open_yet.count("Not stated yet") == 2
    assert "There is none" not in open_yet


def test_part_1_has_its_reference_marking_and_count_on_every_page_and_one_place_for_a_seal(tmp_path: Path):
    paper = draw(papers.decided_paper())
    for number, page in enumerate(pages(paper.pdf, tmp_path), 1):
        assert "PCD 1901" in page
        assert "OFFICIAL" in page
        assert f"Page {number} of {paper.pages}" in page
        assert "Draft" not in page
    with pikepdf.open(tmp_path / "paper.pdf") as file:
        (field,) = file.Root.AcroForm.Fields
        assert (str(field.FT), str(field.T)) == ("/Sig", "seal")
        assert file.open_metadata()["dc:type"] == {"Decision paper, Part 1"}
        left, bottom, right, top = (float(number) for number in field.Rect)
        assert right - left > 80
        assert top - bottom > 30


def test_a_transcript_says_on_its_first_page_that_nobody_witnessed_the_signatures(tmp_path: Path):
    paper = papers.transcript()
    first = " ".join(pages(draw(paper).pdf, tmp_path)[0].split())
    assert "This is a transcript" in first
    assert "the register did not witness the signatures" in first
    assert "Date signed Not stated" in first
    assert "did not witness" in reason(paper)


def test_both_signatures_stand_in_the_paper_with_how_they_were_given(tmp_path: Path):
    words = " ".join(text(draw(papers.decided_paper()).pdf, tmp_path).split())
    assert "Kaya Adeyemi" in words
    assert "17 March 2026 at 10:30am" in words
    assert "with a passkey" in words
    assert "Clare Osei" in words
    assert "12 March 2026 at 3:04pm" in words
    ink = " ".join(text(draw(papers.refused_in_ink()).pdf, tmp_path).split())
    assert "does not have my approval" in ink
    assert "In ink; recorded in the register by Dev Patel" in ink
    assert "on behalf of Kaya Adeyemi" in ink


def test_text_copied_out_of_the_paper_is_the_text_that_was_written(tmp_path: Path):
    """Glyphs that stand for two characters, and ligatures, come out as they went in."""
    written = "The office’s first offer: affiliated staff, “fjord”, 5 – 7, naïve Łódź"
    paper = replace(papers.transcript(), executive_summary=written)
    assert written in " ".join(text(draw(paper).pdf, tmp_path).split())


def test_totals_are_of_one_kind_and_of_each_year(tmp_path: Path):
    words = " ".join(text(draw(papers.decided_paper()).pdf, tmp_path).split())
    assert "Total 2026/27 £120,000 £250,000 £250,000" in words
    assert "Total of all years £120,000 £500,000 £250,000" in words
    assert "Innovation Fund" in words


def test_a_paper_about_one_grant_names_it_below_the_table_and_not_in_every_row(tmp_path: Path):
    paper = papers.decided_paper()
    online = [tranche for tranche in paper.tranches if tranche.grant == "G-0001"]
    assert len(online) > 1
    about_one_grant = replace(paper, tranches=tuple(online), grants=paper.grants[:1])
    table = text(draw(about_one_grant).pdf, tmp_path).partition("Money by financial year")[2].partition("Legal")[0]
    assert table.count("Online investigation team") == 1
    assert "Online investigation team: from Home Office to" in " ".join(table.split())
    assert "Grant and fund" not in table
    assert "Grant and fund" in text(draw(paper).pdf, tmp_path)


def test_no_block_is_split_and_no_heading_stands_alone(tmp_path: Path):
    """Through many lengths of advice: signature blocks stay whole, headings keep a line of what follows."""
    paper = papers.decided_paper()
    headings = ["Recommendations", "Officer approval", "Originating officer declaration", "Part 2 confidentiality"]
    for lines in range(0, 26, 5):
        longer = replace(paper, executive_summary=paper.executive_summary + "\n\nA line more." * lines)
        for page in pages(draw(longer).pdf, tmp_path):
            if "Signature of the Chief Executive" in page:
                assert "I endorse this request." in page
                assert "What was signed" in page
            body = [line.strip() for line in page.strip().splitlines() if line.strip()][:-1]
            assert body[-1] not in headings


def test_hostile_text_is_shown_as_text(tmp_path: Path):
    words = " ".join(text(draw(papers.hostile_paper()).pdf, tmp_path).split())
    assert "<script>alert('x')</script>" in words
    assert "{{ settings.SECRET_KEY }}" in words
    assert "[grinning face]" in words
    assert "[Arabic text, 5 characters]" in words
    assert "described in square brackets" in words
    assert "root:x:0" not in words


@pytest.mark.nightly
def test_two_hundred_pages_of_advice_are_one_list_to_a_screen_reader():
    paper = draw(papers.long_paper())
    assert paper.pages > 200


def test_the_file_is_dated_by_the_paper_never_by_the_clock():
    assert file_moment(papers.decided_paper()) == datetime(2026, 3, 17, 10, 30, tzinfo=UTC)
    assert file_moment(replace(papers.refused_in_ink(), signatures=())) == datetime(2026, 3, 17, tzinfo=UTC)
    assert file_moment(papers.transcript()) == NO_DAY


@pytest.fixture
def trial_keys(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.mark.usefixtures("trial_keys")
def test_the_register_seals_a_decided_paper_and_says_what_the_seal_rests_on():
    paper = papers.decided_paper()
    drawn = draw(paper)
    sealed = seal_paper(paper, drawn, at=NOW)
    report = check_seal(sealed, trusted_roots(at=NOW))
    assert sealed.startswith(drawn.pdf)
    assert (report.verdict, report.trial) == ("intact", True)
    assert "endorsement by Clare Osei, Chief Executive on 12 March 2026" in report.reason
    assert "approval by Kaya Adeyemi" in report.reason


@pytest.mark.usefixtures("trial_keys")
def test_only_a_decision_s_own_paper_is_sealed():
    paper = papers.decided_paper()
    for part1, drawn, words in [
        (paper, draw(paper, draft=True), "draft"),
        (paper.unsigned(), draw(paper.unsigned()), "has not been decided"),
        (paper, draw(replace(paper, title="Another")), "not this decision"),
    ]:
        with pytest.raises(NotSealable, match=words):
            seal_paper(part1, drawn, at=NOW)


def test_text_falls_into_the_blocks_it_was_written_in():
    parsed = blocks("One.\nTwo.\n\n- a\n• b\nAfter.\n\n\n")
    assert [(b.lines, b.points) for b in parsed] == [(("One.", "Two."), ()), ((), ("a", "b")), (("After.",), ())]
    assert blocks("") == ()
    runs = list(numbered([Paragraph("1.1.", "a"), Paragraph("", "b"), Paragraph("no number", "c")]))
    assert [run.numbered for run in runs] == [True, False]
    assert runs[1].paragraphs[1][1][0].lines == ("no number c",)


def test_part_1_survives_the_paper():
    paper = papers.hostile_paper()
    assert Part1.from_json(paper.to_json()) == paper
    assert json.loads(paper.to_json())["title"].startswith("<script>")


def test_a_transcript_claims_nothing_that_its_original_may_not_have_said(tmp_path: Path):
    paper = papers.decided_paper()
    signatures = (replace(paper.signatures[0], interests=""), paper.signatures[1])
    old = replace(papers.transcript(), signatures=signatures)
    words = " ".join(text(draw(old).pdf, tmp_path).split())
    assert "Interests declared Not stated." in words
    assert "No deferral is stated" in words
    assert "Is there a Part 2? None is stated" in words
    ours = " ".join(text(draw(replace(paper, signatures=signatures)).pdf, tmp_path).split())
    assert "Interests declared None." in ours
    assert ours.count("Interests declared") == 1


def test_time_sensitivity_is_printed_once(tmp_path: Path):
    paper = papers.decided_paper()
    section = Section("report", "time_sensitivity", "", "Time sensitivity", (Paragraph("", "Needed in April."),))
    for sections, expected in [
        (paper.sections, "Recruitment begins"),
        ((*paper.sections, section), "Needed in April."),
    ]:
        words = " ".join(text(draw(replace(paper, sections=sections)).pdf, tmp_path).split())
        assert words.count("Time sensitivity") == 1
        assert expected in words


def test_the_newest_design_prints_who_was_consulted_what_was_declared_and_what_is_not_public(tmp_path: Path):
    old = newest(papers.decided_paper())
    consulted = full_paper().consultations
    paper = replace(full_paper(), declarations=old.declarations, statements=old.statements, consultations=consulted)
    paper = replace(paper, signatures=old.signatures, impact_assessment=old.impact_assessment)
    words = in_reading_order(draw(paper).pdf, tmp_path)
    assert {s.step for s in paper.signatures} == {"endorsed", "approved"}
    expected = [signature.name for signature in paper.signatures]
    expected += [declaration.statement for declaration in paper.declarations]
    expected += [row.comment for row in consulted]
    expected += ["Is publication of Part 1 deferred?", "Is there a Part 2?", "Data protection impact assessment"]
    expected += [s.text for s in paper.statements if s.key in {"public_access", "part_2"}]
    for wording in expected:
        assert " ".join(wording.split()) in words


def test_the_newest_design_says_beside_the_signature_that_not_all_was_approved_as_asked(tmp_path: Path):
    signed = replace(full_paper(), signatures=newest(papers.decided_paper()).signatures)
    changed = in_reading_order(draw(signed).pdf, tmp_path)
    assert "has my approval. Approved in part and with conditions, as stated above." in changed
    plain = replace(signed, conditions=(), recommendations=newest(papers.decided_paper()).recommendations)
    assert ", as stated above." not in in_reading_order(draw(plain).pdf, tmp_path)


def test_a_draft_in_the_newest_design_says_what_is_not_stated_yet_and_names_its_money_once(tmp_path: Path):
    unsaid = replace(full_paper(), part_2=Part2(False, "", "", (), "", ()), sections=(), signatures=())
    unsaid = replace(unsaid, deferral=replace(unsaid.deferral, deferred=False))
    answered = in_reading_order(draw(unsaid, draft=True).pdf, tmp_path)
    open_yet = in_reading_order(draw(unsaid, draft=True, part_2_open=True, deferral_open=True).pdf, tmp_path)
    assert "Is publication of Part 1 deferred? No." in answered
    assert "Is publication of Part 1 deferred? Not stated yet." in open_yet
    assert open_yet.count("Not stated yet") == 3
    assert open_yet.count("Money by financial year") == 1


def test_the_newest_design_keeps_what_an_officer_declares_with_the_first_declaration(tmp_path: Path):
    """Through lengths of what comes before by which the page before the declarations comes to its end."""
    old = newest(papers.decided_paper())
    paper = replace(full_paper(), declarations=old.declarations, statements=old.statements, signatures=old.signatures)
    for lines in range(1, 6):
        statements = tuple(
            replace(row, text=row.text + "\n\nA line more." * lines) if row.key == "public_access" else row
            for row in old.statements
        )
        for page in pages(draw(replace(paper, statements=statements)).pdf, tmp_path):
            assert ("Each is confirmed, or does not apply." in page) == ("Declarations made by" in page), lines


def test_the_newest_design_answers_whether_there_is_a_part_2_on_the_page_that_asks(tmp_path: Path):
    old = newest(papers.decided_paper())
    nothing_withheld = Part2(False, "", "", (), "", ())
    paper = replace(full_paper(), declarations=old.declarations, signatures=old.signatures, part_2=nothing_withheld)
    for lines in range(8, 13, 2):
        statements = tuple(
            replace(row, text=row.text + "\n\nA line more." * lines) if row.key == "public_access" else row
            for row in old.statements
        )
        for page in pages(draw(replace(paper, statements=statements)).pdf, tmp_path):
            assert ("Only what is likely to be exempt" in page) == ("Is there a Part 2?" in page), lines
