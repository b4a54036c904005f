"""docs/proof.md: its commands work as they stand, and each attack in its table names tests that exist."""

import ast
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from book.log.heads import sign_head
from http_cache.book_version import book_version
from tests.book.conftest import Publish
from tests.book.log.witnesses import log_verifier
from tests.book.papers import PCD_510, PCD_815, paper

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")


def by_hand(folder: Path, key: str) -> str:
    """What the commands of the document print in a folder with paper and proof."""
    match = re.search(r"```sh\n(.*?)```", TEXT, re.S)
    assert match is not None
    environment = {"PATH": "/usr/bin:/bin", "KEY": key, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        ["sh", "-c", match[1]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


@pytest.mark.committed
def test_the_commands_in_the_document_prove_a_true_paper_and_no_other(
    client: Client, published: Publish, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path / "var"
    book_version.forget()
    published(PCD_510, PCD_815, *(paper(number) for number in range(600, 605)))
    sign_head()
    key = log_verifier()
    for slug in ("PCD-510", "PCD-815", "PCD-602", "PCD-604"):
        folder = tmp_path / slug
        folder.mkdir()
        for name in ("decision.pdf", "decision.tlog-proof"):
            (folder / name).write_bytes(client.get(f"/decisions/{slug}/{name}").content)
        output = by_hand(folder, key)
        assert "The leaf leads to the root." in output, output
        assert "Signature Verified Successfully" in output, output
        digest = output.split()[0]
        assert f'"pdf_sha256":"{digest}"' in output
    proof = folder / "decision.tlog-proof"
    whole = proof.read_text()
    proof.write_text(whole.replace("index 6", "index 5"))
    assert "The leaf leads to the root." not in by_hand(folder, key)
    proof.write_text(whole.replace("\n7\n", "\n8\n"))
    assert "Signature Verified Successfully" not in by_hand(folder, key)
    settings.VAR = tmp_path / "forger"
    proof.write_text(whole)
    assert "Signature Verified Successfully" not in by_hand(folder, log_verifier())


def test_every_attack_in_the_table_names_tests_that_exist() -> None:
    table = TEXT.partition("## Who could do what")[2]
    rows = [line for line in table.split("\n") if line.startswith("| ") and not line.startswith("| who")]
    assert len(rows) > 12
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row.rsplit("|", 2)[1])
        assert named, row
        for path, test in named:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert not test or test in names, f"{path} has no {test}"
