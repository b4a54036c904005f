"""Papers in archives in letters: each is a paper of its own, what the letters say is told, and there are limits."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from intake.actions.import_published import Original
from intake.bulk_import.files import REFUSED, read_file
from intake.reading.papers import read_all_in
from tests.documents.sealed import NOW
from tests.intake.parsing.papers import CORPUS
from text_readers.lines import MOST_MEMBERS

LAMPS, LICENCES = "labels_on_two_lines.txt", "answers_on_their_own_lines.txt"


def paper(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def archive(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(stream := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return stream.getvalue()


def letter(words: str, **files: bytes) -> bytes:
    """A letter with these files; an underscore in a name stands for its dot."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "asha@example.org", "ben@example.org", "Papers"
    message["Date"] = "Thu, 14 Mar 2024 10:00:00 +0000"
    message.set_content(words)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def read(name: str, data: bytes) -> tuple[list[Original], list[str]]:
    """The papers in a file, and the sentences on what was not read."""
    outcomes = read_all_in(name, data, at=NOW)
    papers = [outcome for outcome in outcomes if isinstance(outcome, Original)]
    return papers, [outcome for outcome in outcomes if isinstance(outcome, str)]


def told(original: Original) -> str:
    return " ".join(warning.message for warning in original.paper.warnings)


def test_each_paper_of_an_archive_in_a_letter_is_a_paper_of_its_own_and_the_letter_is_told():
    bundle = archive({f"papers/{LAMPS}": paper(LAMPS), LICENCES: paper(LICENCES), "setup.exe": b"MZ"})
    papers, sentences = read("letter.eml", letter("Both are attached. Read £95,000 in the second.", papers_zip=bundle))
    assert sorted(original.name for original in papers) == [LICENCES, LAMPS]
    assert {original.data for original in papers} == {paper(LAMPS), paper(LICENCES)}
    assert sentences == []
    for original in papers:
        assert "“Both are attached. Read £95,000 in the second.”" in told(original)
        assert "setup.exe seems to be a program, not a paper." in told(original)


def test_papers_in_letters_of_an_archive_are_papers_of_their_own_with_their_letters():
    bundle = archive(
        {"a.eml": letter("The lamps.", a_txt=paper(LAMPS)), "b.eml": letter("Licences.", b_txt=paper(LICENCES))}
    )
    papers, _ = read("letters.zip", bundle)
    assert [("“The lamps.”" in told(p), "“Licences.”" in told(p)) for p in papers] == [(True, False), (False, True)]


def test_a_letter_sent_on_with_two_papers_gives_two():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "asha@example.org", "ben@example.org", "Sent on"
    message["Date"] = "Thu, 14 Mar 2024 10:00:00 +0000"
    message.set_content("See below.")
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "carol@example.org", "asha@example.org", "Two papers"
    inner.set_content("They are attached.")
    for name in (LAMPS, LICENCES):
        inner.add_attachment(paper(name), maintype="text", subtype="plain", filename=name)
    message.add_attachment(inner)
    papers, _ = read("letter.eml", message.as_bytes())
    assert [original.name for original in papers] == [LAMPS, LICENCES]
    assert all("“They are attached.”" in told(original) and "“See below.”" in told(original) for original in papers)


def test_a_letter_whose_archive_holds_no_paper_is_read_itself():
    words = paper(LICENCES).decode()
    (only,), _ = read("letter.eml", letter(words, annex_zip=archive({"setup.exe": b"MZ"})))
    assert only.paper.title == "Firearms licensing backlog"
    assert "setup.exe seems to be a program" in told(only)


def test_more_files_than_an_upload_may_hold_are_told_however_they_are_packed():
    many = {f"{number}.txt": b"words" for number in range(MOST_MEMBERS - 10)}
    first, second = archive({LAMPS: paper(LAMPS), **many}), archive(dict.fromkeys(list(many)[:20], b"words"))
    (only,), _ = read("letter.eml", letter("Attached.", first_zip=first, second_zip=second))
    assert only.name == LAMPS
    assert f"second.zip holds more than {MOST_MEMBERS} files with those before it." in told(only)


def test_files_packed_deeper_than_any_paper_are_not_opened():
    data = letter("The last.", paper_txt=paper(LAMPS))
    for _ in range(12):
        data = letter("Sent on.", letter_eml=data)
    papers, sentences = read("letter.eml", data)
    assert (len(papers), len(sentences)) == (0, 1)


@pytest.mark.parametrize("packed", ["archive", "letter", "archive in a letter", "letter in a letter"])
def test_in_a_folder_of_the_catalogue_files_that_hold_several_papers_are_refused_by_name(tmp_path: Path, packed: str):
    bundle = archive({LAMPS: paper(LAMPS), LICENCES: paper(LICENCES)})
    both = letter("Two papers.", a_txt=paper(LAMPS), b_txt=paper(LICENCES))
    files = {
        "archive": bundle,
        "letter": both,
        "archive in a letter": letter("Both.", papers_zip=bundle),
        "letter in a letter": letter("Sent on.", papers_eml=both),
    }
    (tmp_path / "papers").write_bytes(files[packed])
    outcome = read_file(tmp_path / "papers")
    assert outcome.state == REFUSED
    how = "is an archive of 2 files" if packed == "archive" else "is a letter with several papers"
    assert how in outcome.sentence


def test_in_a_folder_of_the_catalogue_a_letter_with_one_paper_is_read_however_it_is_packed(tmp_path: Path):
    pictures = archive({"plan.png": b"\x89PNG", "map.png": b"\x89PNG"})
    (tmp_path / "letter.eml").write_bytes(letter("One.", a_zip=archive({LAMPS: paper(LAMPS)}), b_zip=pictures))
    outcome = read_file(tmp_path / "letter.eml")
    assert outcome.state != REFUSED
