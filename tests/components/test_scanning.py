"""Files are shown to ClamAV where it runs: an infected one is refused with a sentence, and so is one it cannot see."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from components.scanning import NotScanned, Scan
from tests.people import People

#: The industry's harmless test file, in two parts, so that no scanner takes this one for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks clamd's INSTREAM: pieces with their length in front, and one answer."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.fixture
def daemon(tmp_path: Path, settings: Any) -> Iterator[str]:
    """A daemon that finds the test file."""
    address = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(address, Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = address
        yield address
        server.shutdown()


def scanned(address: str, *pieces: bytes) -> str:
    scan = Scan(address)
    for piece in pieces:
        scan.add(piece)
    return scan.result()


def test_what_is_found_is_named_and_a_sound_file_is_not(daemon: str) -> None:
    assert scanned(daemon, b"a decision", b"") == ""
    assert scanned(daemon, EICAR[:20], EICAR[20:]) == "Eicar-Test-Signature"


def test_a_scanner_that_does_not_answer_is_not_taken_for_a_sound_file(tmp_path: Path) -> None:
    for address in (str(tmp_path / "nobody.ctl"), "127.0.0.1:9"):
        with pytest.raises(NotScanned):
            Scan(address)


def bring(person: Any, data: bytes) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post("/desk/import/", {"upload": SimpleUploadedFile("paper.txt", data), "text": ""}, follow=True)
    return answer.content.decode()


@pytest.mark.django_db
def test_an_infected_file_is_refused_at_the_desk_with_a_sentence(daemon: str, people: People) -> None:
    assert "A virus was found in the file" in bring(people.fatima, b"PCD 510\n" + EICAR)
    assert "virus" not in bring(people.fatima, b"PCD 510 only a few words")


@pytest.mark.django_db
def test_while_the_daemon_is_away_no_file_is_taken(people: People, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = str(tmp_path / "nobody.ctl")
    assert "could not be checked for viruses just now" in bring(people.fatima, b"PCD 510")
