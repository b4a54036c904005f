"""The page that checks papers, in a real browser: the network log empty, saved to disk, by keyboard, on a phone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from book.actions.witness import witness_head
from book.log.heads import sign_head
from http_cache.book_version import book_version
from tests.book.log.witnesses import log_verifier, other_witness, set_policy
from tests.book.papers import PCD_510, PCD_815, paper
from tests.browser.test_every_page import AXE, RULES
from tests.components.browser import chromium
from tests.people import People
from tests.tools.logs import run

pytestmark = [pytest.mark.browser, pytest.mark.committed]

EVERYTHING = {"paper": "decision.pdf", "data": "PCD-815.json", "proof": "decision.tlog-proof"}
NO_SUBTLE = "Object.defineProperty(globalThis.crypto, 'subtle', {value: undefined});"
NO_ED25519 = """
    const real = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (format, key, how, ...more) =>
        how.name === "Ed25519" ? Promise.reject(new DOMException("", "no")) : real(format, key, how, ...more);
"""


@pytest.fixture
def folder(people: People, settings: Any, tmp_path: Path, client: Any) -> Iterator[Path]:
    """A register of four entries, one witness, and what a reader would save of it."""
    from book.actions import publish_due
    from tests.book.agreeing import publish
    from tests.book.conftest import NOW

    settings.VAR = tmp_path / "var"
    settings.LOG_KEY_PRINTED_IN = "Annual report 2026, page 2"
    book_version.forget()
    for part1 in (PCD_510, PCD_815, paper(600), paper(601)):
        pdf = f"%PDF-1.7 sealed {part1.reference}".encode()
        publish(part1=part1.to_json(), pdf=pdf, pages=5, due_at=NOW, by=people.dev, at=NOW)
    publish_due()
    with other_witness(tmp_path / "w", "assembly.example/w") as (key, address):
        set_policy(tmp_path / "policy", [(key, address)], quorum=1)
        sign_head()
        witness_head(datetime.now(UTC))
    saved = tmp_path / "saved"
    saved.mkdir()
    for name in ("decision.pdf", "decision.tlog-proof"):
        (saved / name).write_bytes(client.get(f"/decisions/PCD-815/{name}").content)
    (saved / "PCD-815.json").write_bytes(client.get("/decisions/PCD-815.json").content)
    (saved / "check.html").write_bytes(client.get("/verify/offline/").content)
    (saved / "policy").write_bytes((tmp_path / "policy").read_bytes())
    (saved / "key").write_text(log_verifier())
    yield saved
    settings.WITNESS_POLICY_FILE = ""


class Reader:
    """Somebody who checks files on the page, and what their browser asked of the network meanwhile."""

    def __init__(self, browser: Any, address: str, script: str = "", **more: Any) -> None:
        context = browser.new_context(locale="en-GB", **more)
        self.page: Page = context.new_page()
        if script:
            self.page.add_init_script(script)
        self.page.goto(address)
        context.set_offline(True)
        self.requested: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))

    def check(self, folder: Path, *, key: str = "", policy: str = "", files: dict[str, str] | None = None) -> str:
        """Choose the files, press the button; the answer's words."""
        chosen = (
            {"paper": "decision.pdf", "data": "PCD-815.json", "proof": "decision.tlog-proof"}
            if files is None
            else files
        )
        for field, name in chosen.items():
            self.page.set_input_files(f"#{field}", str(folder / name))
        if key:
            self.page.fill("#key", key)
        self.page.fill("#policy", policy)
        self.page.get_by_role("button", name="Check").click()
        self.page.wait_for_selector("#answer-title:focus")
        words = self.page.inner_text("#answer")
        self.page.evaluate("document.getElementById('answer').replaceChildren()")
        return words


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("", id="all"),
        pytest.param(NO_ED25519, id="no Ed25519", marks=pytest.mark.nightly),
        pytest.param(NO_SUBTLE, id="no Web Crypto"),
    ],
)
def test_a_true_paper_holds_saved_to_disk_with_the_network_off(folder: Path, script: str) -> None:
    with chromium() as browser:
        reader = Reader(browser, f"file://{folder}/check.html", script)
        words = reader.check(folder, policy=(folder / "policy").read_text())
        assert "This is PCD 815, version 1, as published on" in words
        assert "Fails" not in words
        assert words.count("Holds:") == 5
        assert "1 of 1 witnesses signed this list" in words
        assert ("Ed25519 by the library in this page" in words) == bool(script)
        assert ("SHA-256 by the library in this page" in words) == (script == NO_SUBTLE)
        assert reader.requested == []


def test_every_changed_byte_fails(folder: Path) -> None:
    with chromium() as browser:
        reader = Reader(browser, f"file://{folder}/check.html")
        policy = (folder / "policy").read_text()
        refused = "This does not hold"
        # A changed byte of the proof may leave nothing that can be read as a proof.
        for name, headings in (
            ("decision.pdf", (refused,)),
            ("PCD-815.json", (refused,)),
            ("decision.tlog-proof", (refused, "This cannot be checked")),
        ):
            data = (folder / name).read_bytes()
            for place in range(3, len(data), max(1, len(data) // 12)):
                changed = bytes([data[place] ^ 1])
                (folder / name).write_bytes(data[:place] + changed + data[place + 1 :])
                words = reader.check(folder, policy=policy)
                assert words.startswith(headings), (name, place, words)
                assert "unchanged" not in words
            (folder / name).write_bytes(data)
        assert "unchanged" in reader.check(folder, policy=policy)
        assert reader.requested == []


def test_a_forger_with_keys_of_his_own_does_not_pass(
    folder: Path, people: People, settings: Any, tmp_path: Path, client: Any
) -> None:
    """His register proves his paper under his key; under the key that is printed elsewhere it fails."""
    true_key, true_policy = (folder / "key").read_text(), (folder / "policy").read_text()
    settings.VAR = tmp_path / "forger"
    book_version.forget()
    forger_key = log_verifier()
    from book.log.keys import log_key, origin
    from book.log.notes import open_note, sign

    text = (folder / "decision.tlog-proof").read_text()
    head, _, note = text.partition("\n\n")
    (folder / "forged.tlog-proof").write_text(f"{head}\n\n{sign(open_note(note, true_key), log_key())}")
    assert origin() in forger_key
    files = {"paper": "decision.pdf", "data": "PCD-815.json", "proof": "forged.tlog-proof"}
    with chromium() as browser:
        reader = Reader(browser, f"file://{folder}/check.html")
        assert "unchanged" in reader.check(folder, key=forger_key, files=files)
        words = reader.check(folder, key=true_key, files=files)
        assert "The log’s key did not sign this proof" in words
        assert "Do not rely on this file" in words
        assert "That is not enough for the policy" in reader.check(
            folder, key=forger_key, policy=true_policy, files=files
        )


def test_a_stranger_with_a_mirror_the_key_and_no_network_tells_a_true_paper_from_a_forged_one(
    folder: Path, live_server: Any, tmp_path: Path
) -> None:
    mirror = tmp_path / "mirror"
    copied = run("mirror_register.py", "copy", live_server.url, mirror, "--key", log_verifier())
    assert copied.returncode == 0, copied.stdout
    true = mirror / "papers" / "PCD-815" / "version-1"
    files = {"paper": "decision.pdf", "data": "decision.json", "proof": "decision.tlog-proof"}
    with chromium() as browser:
        reader = Reader(browser, f"file://{mirror}/check.html")
        key, policy = log_verifier(), (folder / "policy").read_text()
        assert "This is PCD 815" in reader.check(true, key=key, policy=policy, files=files)
        forged = tmp_path / "forged"
        forged.mkdir()
        for name in files.values():
            (forged / name).write_bytes((true / name).read_bytes().replace(b"sealed PCD 815", b"sealed PCD 999"))
        words = reader.check(forged, key=key, policy=policy, files=files)
        assert "This does not hold" in words
        assert "The paper (PDF) is not the file that was entered" in words
        assert reader.requested == []


def test_what_is_missing_or_not_understood_is_said(folder: Path) -> None:
    (folder / "other.tlog-proof").write_text("hello")
    cases: list[tuple[dict[str, str], str, str, str]] = [
        ({}, "", "", "Choose the proof file"),
        ({"proof": "decision.tlog-proof"}, "", "", "Choose the proof file, and the paper"),
        ({"paper": "decision.pdf", "proof": "other.tlog-proof"}, "", "", "This is not a proof file"),
        (EVERYTHING, "nonsense", "", "is not a key"),
        (EVERYTHING, (folder / "key").read_text(), "witness nonsense", "policy cannot be read"),
        (EVERYTHING, "", "quorum none", "That is enough for the policy"),
    ]
    with chromium() as browser:
        for files, key, policy, sentence in cases:
            reader = Reader(browser, f"file://{folder}/check.html")  # anew: chosen files stay chosen
            assert sentence in reader.check(folder, key=key, policy=policy, files=files), sentence


def test_the_page_is_served_without_any_connection_and_works_by_keyboard(folder: Path, live_server: Any) -> None:
    with chromium() as browser:
        reader = Reader(browser, f"{live_server.url}/verify/offline/")
        page = reader.page
        assert page.input_value("#key") == (folder / "key").read_text()
        assert "Annual report 2026, page 2" in page.inner_text("#key-hint")
        page.set_input_files("#paper", str(folder / "decision.pdf"))
        page.set_input_files("#proof", str(folder / "decision.tlog-proof"))
        page.focus("#policy")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#answer-title:focus")
        assert "This is PCD 815" in page.inner_text("#answer-title")
        blocked = page.evaluate("fetch('/').then(() => 'connected', () => 'refused')")
        assert blocked == "refused"
        assert [address for address in reader.requested if not address.endswith("/")] == []


def test_the_policy_forbids_everything_but_its_own_script_and_style(client: Any) -> None:
    answer = client.get("/verify/offline/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'self'" not in policy
    assert policy.count("'sha256-") == 2
    assert "connect-src" not in policy
    assert "Set-Cookie" not in answer.headers


def test_the_page_is_accessible_and_fits_a_phone(folder: Path) -> None:
    faults = []
    with chromium() as browser:
        reader = Reader(browser, f"file://{folder}/check.html", bypass_csp=True)
        reader.page.evaluate(AXE.read_text(encoding="utf-8"))
        for state in ("before", "after"):
            if state == "after":
                reader.page.set_input_files("#paper", str(folder / "decision.pdf"))
                reader.page.set_input_files("#proof", str(folder / "decision.tlog-proof"))
                reader.page.get_by_role("button", name="Check").click()
                reader.page.wait_for_selector("#answer-title:focus")
            for width in (1280, 320):
                reader.page.set_viewport_size({"width": width, "height": 900})
                if reader.page.evaluate("document.documentElement.scrollWidth") > width:
                    faults.append(f"{state} is wider than {width}")
                result = reader.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
                faults += [
                    f"{violation['id']}: {violation['nodes'][0]['html'][:160]}" for violation in result["violations"]
                ]
    assert faults == [], json.dumps(faults, indent=1)
