"""Finds the independent implementations that deploy/prepare.py installed below .venv/peers.

from tests.peers import aics_tlog, aics_witness
"""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / ".venv" / "peers"


def _load(name: str) -> Any:
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    try:
        return importlib.import_module(name)
    except ImportError as error:
        pytest.fail(f"{name} is not installed below {FOLDER}; `make test` installs it: {error}", pytrace=False)


aics_tlog = _load("aics_tlog")
aics_witness = _load("aics_witness")
