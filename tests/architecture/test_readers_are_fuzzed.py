"""Every module that decodes bytes of a format is in tests/nightly/readers.py, and the tests that it names exist."""

import ast
from collections.abc import Iterator
from pathlib import Path

from deploy.check import FOLDERS
from tests.nightly.readers import DECODERS, FUZZED, OURS

ROOT = Path(__file__).resolve().parents[2]
#: Stand beside the program: nobody else's bytes reach them.
BESIDE = {"tests", "benchmarks", "tools", "sample", "deploy"}


def decoding_modules() -> Iterator[str]:
    """Modules with a call that opens a format."""
    for folder in sorted(set(FOLDERS.split()) - BESIDE):
        for path in sorted((ROOT / folder).rglob("*.py")):
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            if any(is_decoder(ast.unparse(call.func)) for call in calls):
                yield str(path.relative_to(ROOT))


def is_decoder(name: str) -> bool:
    """Whether the last words of a call name a decoder."""
    return any(name == decoder or name.endswith(f".{decoder}") for decoder in DECODERS)


def test_every_module_that_decodes_bytes_is_fuzzed_or_says_why_not() -> None:
    assert set(decoding_modules()) == FUZZED.keys() | OURS.keys()
    assert not FUZZED.keys() & OURS.keys()


def test_the_tests_that_feed_them_exist() -> None:
    text = "".join(path.read_text() for path in (ROOT / "tests" / "nightly").glob("test_*.py"))
    assert [name for name in set(FUZZED.values()) if f"def {name}(" not in text] == []
