"""tools/mirror_register.py as a stranger would run it, against a real register and against one that lies."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from book.log.hand_over import hand_over
from tests.peers import aics_tlog
from tests.tools.logs import ORIGIN, TOOLS, Log, run, serving

KEY = Ed25519PrivateKey.generate()


# -- A register that lies, made by an independent library
class Register:
    """What a register of `log` serves, with room for a lie; entries are decisions without a paper."""

    def __init__(self, numbers: range, word: str = "true", *, removed: int | None = None) -> None:
        self.payloads: list[str | None] = [json.dumps({"number": number, "word": word}) for number in numbers]
        self.leaves = [leaf_of(number, str(text)) for number, text in zip(numbers, self.payloads, strict=True)]
        if removed:
            notice = json.dumps({"entry": removed, "files": []})
            self.leaves.append(leaf_of(len(self.leaves) + 1, notice, kind="expunged", about=removed))
            self.payloads.append(notice)
            self.payloads[removed - 1] = None
        self.log = Log(self.leaves, KEY)
        self.answers = aics_tlog.TileWriter(self.leaves).materialise() if self.leaves else {}
        self.answers = {f"/log/{path}": data for path, data in self.answers.items()}
        self.answers["/log/checkpoint"] = self.log.note(len(self.leaves)).encode()
        self.answers["/log/keys"] = self.log.verifier.encode()
        for first in range(1, len(self.leaves) + 1, 256):
            self.answers[f"/log/entries/{first}"] = "".join(
                json.dumps({"number": at, "leaf": self.leaves[at - 1].decode(), "payload": self.payloads[at - 1]})
                + "\n"
                for at in range(first, min(first + 500, len(self.leaves) + 1))
            ).encode()

    @contextmanager
    def serve(self, slowly: float = 0) -> Iterator[str]:
        """Its address while it is served."""
        answers, requests = self.answers, self.requests = dict(self.answers), list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append(self.path)
                threading.Event().wait(slowly)
                data = answers.get(self.path)
                with suppress(BrokenPipeError):
                    self.send_response(404 if data is None else 200)
                    self.end_headers()
                    self.wfile.write(data or b"")

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()


def leaf_of(number: int, payload: str, **more: object) -> bytes:
    """A leaf as the register writes it."""
    from hashlib import sha256

    leaf: dict[str, object] = {
        "about": None,
        "files": [],
        "kind": "correction",
        "number": number,
        "pdf_sha256": None,
        "version": 1,
    }
    leaf |= {
        "payload_sha256": sha256(payload.encode()).hexdigest(),
        "reference": f"PCD {number}",
        "schema": "leaf/1",
    } | more
    return json.dumps(leaf | {"published_at": "2018-12-17T10:30:00.000000Z"}, sort_keys=True).encode()


def copied(register: Register, folder: Path) -> tuple[int, str]:
    """How a copy of it ends."""
    with register.serve() as address:
        ended = run("mirror_register.py", "copy", address, folder, "--key", register.log.verifier)
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_a_copy_is_whole_at_every_kind_of_size(size: int, tmp_path: Path) -> None:
    assert copied(Register(range(1, size + 1)), tmp_path) == (
        0,
        f"{size} entries are held and checked, {size} of them new.\n",
    )
    assert copied(Register(range(1, size + 50)), tmp_path)[0] == 0
    assert run("mirror_register.py", "check", tmp_path).returncode == 0


def test_rewritten_history_is_told_and_both_signatures_are_kept(tmp_path: Path) -> None:
    honest = Register(range(1, 301))
    assert copied(honest, tmp_path)[0] == 0
    before = (tmp_path / "log" / "checkpoint").read_bytes()
    for numbers in (range(1, 301), range(1, 401), range(1, 201)):
        code, output = copied(Register(numbers, "rewritten"), tmp_path)
        assert code == 1
        assert "do not continue" in output
        assert (tmp_path / "log" / "checkpoint").read_bytes() == before
    notes = sorted(path.read_text() for path in (tmp_path / "evidence").iterdir())
    assert len(notes) == 6
    for note in notes:
        checked = aics_tlog.verify_checkpoint(
            aics_tlog.parse_note(note.encode()), aics_tlog.parse_vkey(honest.log.verifier), []
        )
        assert checked.signature_ok if hasattr(checked, "signature_ok") else checked.ok
    assert copied(Register(range(1, 351)), tmp_path)[0] == 0
    assert run("mirror_register.py", "check", tmp_path).returncode == 0


def signed_by(key: Ed25519PrivateKey, numbers: range, word: str = "true", *, heir_of: bool = False) -> Register:
    """A register whose log another key signs, perhaps because the first key handed over to it."""
    register = Register(numbers, word)
    register.log = Log(register.leaves, key)
    register.answers["/log/checkpoint"] = register.log.note(len(register.leaves)).encode()
    register.answers["/log/keys"] = register.log.verifier.encode()
    if heir_of:
        note = hand_over(ORIGIN, KEY, key, 10, b"r" * 32)
        register.answers["/log/hand-overs"] = json.dumps({"hand_overs": [{"statement": note}]}).encode()
    return register


def test_after_a_lost_key_the_new_one_is_compared_by_hand_and_the_history_must_go_on(tmp_path: Path) -> None:
    assert copied(Register(range(1, 11)), tmp_path)[0] == 0
    new = Ed25519PrivateKey.generate()
    with signed_by(new, range(1, 16)).serve() as address:
        ended = run("mirror_register.py", "copy", address, tmp_path)
    assert (ended.returncode, "not signed by the key" in ended.stdout + ended.stderr) == (1, True)
    code, output = copied(signed_by(new, range(1, 16), "rewritten"), tmp_path)
    assert (code, "do not continue" in output) == (1, True)
    assert copied(signed_by(new, range(1, 16)), tmp_path) == (0, "15 entries are held and checked, 5 of them new.\n")


def test_who_stole_the_key_can_hand_over_to_a_key_of_his_own_but_rewrites_nothing_that_is_held(tmp_path: Path) -> None:
    assert copied(Register(range(1, 11)), tmp_path)[0] == 0
    thief = Ed25519PrivateKey.generate()
    with signed_by(thief, range(1, 16), "rewritten", heir_of=True).serve() as address:
        ended = run("mirror_register.py", "copy", address, tmp_path)
    assert (ended.returncode, "do not continue" in ended.stdout + ended.stderr) == (1, True)
    assert len(list((tmp_path / "evidence").iterdir())) == 2
    # What he adds behind it, he adds: hence the rule to print the new key elsewhere at once.
    with signed_by(thief, range(1, 16), heir_of=True).serve() as address:
        ended = run("mirror_register.py", "copy", address, tmp_path)
    assert (ended.returncode, "5 of them new" in ended.stdout) == (0, True)


def test_an_older_checkpoint_of_the_same_history_is_no_accusation(tmp_path: Path) -> None:
    assert copied(Register(range(1, 301)), tmp_path)[0] == 0
    code, output = copied(Register(range(1, 201)), tmp_path)
    assert (code, "fewer than the 300 held here" in output) == (0, True)


def test_what_the_law_had_removed_is_removed_from_the_copy_once_a_notice_says_so(tmp_path: Path) -> None:
    assert copied(Register(range(1, 301)), tmp_path)[0] == 0
    code, output = copied(Register(range(1, 301), removed=3), tmp_path)
    assert (code, "REMOVED: the content of entry 3" in output) == (0, True), output
    lines = (tmp_path / "log" / "entries-000000001.ndjson").read_text().split("\n")
    assert [place for place, line in enumerate(lines[:-1]) if json.loads(line)["payload"] is None] == [2]
    assert run("mirror_register.py", "check", tmp_path).returncode == 0
    silent = Register(range(1, 301))
    silent.answers["/log/entries/1"] = Register(range(1, 301), removed=3).answers["/log/entries/1"]
    code, output = copied(silent, tmp_path / "silent")
    assert (code, "no notice says that it was removed" in output) == (1, True), output


def test_every_lie_of_a_register_is_told(tmp_path: Path) -> None:
    swapped = (
        Register(range(1, 301)).answers["/log/entries/1"].replace(b'\\"word\\": \\"true', b'\\"word\\": \\"lies', 1)
    )
    lies: list[tuple[str, bytes | None, str]] = [
        ("/log/entries/1", swapped, "Entry 1 was altered"),
        ("/log/entries/257", None, "does not give log/entries/257"),
        ("/log/tile/entries/000", b"\x00\x01x" * 256, "do not continue"),
        ("/log/tile/entries/000", b"\x00\x05x", "whole entries"),
        ("/log/tile/0/000", b"\x00" * 8192, "tile/0/000 is not as"),
        ("/log/checkpoint", Log([b"x"]).note(1).encode(), "not signed by the key"),
        ("/log/checkpoint", Log([b"x"], KEY).note(1).replace("\n1\n", "\n2\n").encode(), "does not fit"),
    ]
    for place, (path, data, sentence) in enumerate(lies):
        liar = Register(range(1, 301))
        liar.answers[path] = data
        if data is None:
            del liar.answers[path]
        code, output = copied(liar, tmp_path / str(place))
        assert (code, sentence in output) == (1, True), (sentence, output)
        assert not (tmp_path / str(place) / "log" / "checkpoint").exists()
        assert copied(Register(range(1, 301)), tmp_path / str(place))[0] == 0


def test_two_mirrors_agree_or_show_where_they_do_not(tmp_path: Path) -> None:
    for name, register in (
        ("short", Register(range(1, 201))),
        ("long", Register(range(1, 301))),
        ("other", Register(range(1, 301), "told to somebody else")),
    ):
        assert copied(register, tmp_path / name)[0] == 0
    agree = run("mirror_register.py", "compare", tmp_path / "long", tmp_path / "short")
    assert (agree.returncode, "One history: 200 entries" in agree.stdout) == (0, True)
    differ = run("mirror_register.py", "compare", tmp_path / "long", tmp_path / "other")
    assert differ.returncode == 1
    assert "the mirrors part at entry 1" in differ.stdout
    assert differ.stdout.count(f"— {ORIGIN} ") == 2


def test_a_copy_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    register = Register(range(1, 3000))
    with register.serve(slowly=0.05) as address:
        command = ["copy", address, str(tmp_path), "--key", register.log.verifier]
        for wait in (0.6, 0.8, 1.0):
            process = subprocess.Popen(
                [sys.executable, "-I", str(TOOLS / "mirror_register.py"), *command],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                process.wait(wait)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        ended = run("mirror_register.py", *command)
        assert ended.returncode == 0, ended.stdout
        # A kill costs at most the one answer that was on its way.
        bundles = [path for path in register.requests if path.startswith("/log/tile/entries/")]
        assert len(set(bundles)) == 12
        assert len(bundles) <= 12 + 3, bundles
    assert run("mirror_register.py", "check", tmp_path).returncode == 0


def test_what_somebody_changes_in_the_folder_is_found(tmp_path: Path) -> None:
    assert copied(Register(range(1, 301)), tmp_path / "whole")[0] == 0
    harms = [
        ("log/entries-000000001.ndjson", b"true", b"lies", "Entry 1 was altered"),
        ("log/tile/0/001.p/44", b"", None, "is not as the entries make it"),
        ("log/tile/entries/000", b"PCD 7", b"PCD 8", "not those that the newest checkpoint signed"),
        ("log/checkpoint", b"\n300\n", b"\n299\n", "does not fit"),
    ]
    for place, (name, old, new, sentence) in enumerate(harms):
        folder = tmp_path / str(place)
        shutil.copytree(tmp_path / "whole", folder)
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(b"" if new is None else data.replace(old, new, 1))
        ended = run("mirror_register.py", "check", folder)
        assert (ended.returncode, sentence in ended.stdout) == (1, True), ended.stdout


def test_nothing_outside_the_folder_is_served(tmp_path: Path) -> None:
    import http.client

    assert copied(Register(range(1, 3)), tmp_path / "mirror")[0] == 0
    (tmp_path / "secret").write_text("secret")
    with serving("mirror_register.py", "serve", tmp_path / "mirror") as (address, _):
        for path in ("/../secret", "/log/../../secret", "/%2e%2e/secret", "/log/checkpoint/../../../secret"):
            connection = http.client.HTTPConnection(address.removeprefix("http://"))
            connection.request("GET", path)
            assert connection.getresponse().status == 404, path
