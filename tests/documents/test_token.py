"""The seal's key in a token: SoftHSM stands for the hardware."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from documents.keys import KeyPlace, KeyTrouble, open_keys
from documents.sealing import seal_pdf
from documents.verifying import check_seal
from tests.documents.conformance import pdfsig
from tests.documents.sealed import NOW, letter, make_place

LIBRARIES = [Path("/usr/lib/softhsm/libsofthsm2.so"), *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so")]
LIBRARY = next((path for path in LIBRARIES if path.is_file()), None)
pytestmark = pytest.mark.skipif(
    LIBRARY is None or not shutil.which("softhsm2-util"), reason="SoftHSM is not installed (apt: softhsm2)"
)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyPlace:
    """A token with the seal's key in it, and no key in any file."""
    configuration = tmp_path / "softhsm2.conf"
    (tmp_path / "tokens").mkdir()
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    place = make_place(tmp_path / "made")
    assert place.key_file
    key = serialization.load_pem_private_key(place.key_file.read_bytes(), place.passphrase.encode())
    plain = tmp_path / "import.pem"
    plain.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    _util("--init-token", "--free", "--label", "register", "--so-pin", "12345678", "--pin", "4321")
    _util("--import", str(plain), "--token", "register", "--label", "seal", "--id", "01", "--pin", "4321")
    plain.unlink()
    place.key_file.unlink()
    return replace(
        place, key_file=None, passphrase="", token_library=str(LIBRARY), token_label="register",
        token_key="seal", token_pin="4321",
    )  # fmt: skip


def test_a_key_in_a_token_seals_as_one_in_a_file_does(token: KeyPlace, tmp_path: Path):
    keys = open_keys(token, at=NOW)
    sealed = seal_pdf(letter().pdf, reason="A 1", keys=keys, at=NOW)
    assert check_seal(sealed, keys.roots).verdict == "intact"
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    assert "Signature is Valid" in pdfsig(tmp_path / "sealed.pdf")
    with pytest.raises(KeyTrouble, match="cannot be opened"):
        open_keys(replace(token, token_label="another"), at=NOW)
    assert "4321" not in repr(token)


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, env=dict(os.environ))
