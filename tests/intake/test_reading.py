"""Files are read in processes of their own: bounds hold, there is no network, nothing is lost on the way back."""

import os
import socket
import zipfile
from io import BytesIO

import pytest

from documents.text_reader import Unreadable
from intake.parsing import NotAPaper, read_paper
from intake.parsing.storage import paper_from_json, paper_to_json
from intake.reading import confine, server
from intake.reading.client import Reading, members_of, read_file, read_text
from tests.intake.parsing.papers import CORPUS, corpus


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_a_paper_comes_back_from_json_as_it_was(name):
    try:
        paper = corpus(name)
    except NotAPaper:
        pytest.skip("no paper")
    assert paper_from_json(paper_to_json(paper)) == paper


def test_a_file_is_read_apart_as_it_is_read_here():
    data = (CORPUS / "labels_on_two_lines.txt").read_bytes()
    reading = read_file("labels_on_two_lines.txt", data)
    assert reading.paper == corpus("labels_on_two_lines.txt")
    assert Reading.from_json(reading.as_json()) == reading


def test_the_socket_appears_once_it_listens(tmp_path, monkeypatch):
    path = tmp_path / "socket"

    class Listener(socket.socket):
        def listen(self, *backlog):
            assert not path.exists(), "who connects now is refused"
            self.close()
            raise InterruptedError

    monkeypatch.setattr(server, "leave_network", lambda: None)
    monkeypatch.setattr(server.socket, "socket", Listener)
    with pytest.raises(InterruptedError):
        server.serve(str(path))


def test_refusals_come_back_as_what_they_are():
    with pytest.raises(Unreadable, match="is empty"):
        read_text("a.txt", b"")
    with pytest.raises(NotAPaper, match="few words"):
        read_file("a.txt", b"hello")


def test_a_file_that_takes_more_memory_than_a_paper_is_refused_and_the_next_is_read():
    inner = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" * 200_000 + "</w:tc></w:tr></w:tbl>" * 60
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{inner * 8}</w:body></w:document>")
    with pytest.raises(Unreadable):
        read_text("deep.docx", stream.getvalue())
    assert [str(line) for line in read_text("a.txt", b"one line") if line] == ["one line"]


def test_nine_thousand_lines_are_read_within_the_bounds():
    lines = "\n".join(f"{n}. Approve £{n},000 for 2023/24 to the borough of Camden" for n in range(1, 9000))
    reading = read_file("long.txt", f"DMPC Decision – PCD 7\n\nRecommendation:\n{lines}".encode())
    assert str(reading.paper.reference) == "PCD 7"


def test_an_archive_gives_its_papers_each_with_its_name():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("PCD 1.txt", b"first")
        archive.writestr("more/PCD 2.txt", b"second")
        archive.writestr("__MACOSX/._PCD 1.txt", b"hidden")
    members = members_of("papers.zip", stream.getvalue())
    assert [(member.name, member.data) for member in members] == [
        ("PCD 1.txt", b"first"),
        ("more/PCD 2.txt", b"second"),
    ]


def test_a_process_that_reads_opens_no_socket_once_it_is_confined():
    child = os.fork()
    if child == 0:
        code = 3
        try:
            if confine.forbid_sockets():
                try:
                    socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                except PermissionError:
                    code = 0
            else:
                code = 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 2:
        pytest.skip("this machine's kernel has no such filter")
    assert code == 0


def test_what_was_read_does_not_depend_on_who_asks():
    assert read_paper((CORPUS / "dmpc_to.txt").read_text()) == corpus("dmpc_to.txt")
