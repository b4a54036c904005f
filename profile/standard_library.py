"""Python's own module `profile`: `cProfile` imports it by name, and must go on working beside this package."""

import sysconfig
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any


@cache
def _module() -> ModuleType:
    path = Path(sysconfig.get_path("stdlib")) / "profile.py"
    spec = spec_from_file_location("standard_library_profile", path)
    if spec is None or spec.loader is None or not path.exists():
        raise AttributeError("Python's own module profile is not there")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attribute(name: str) -> Any:
    """What the standard library's module calls `name`; raises AttributeError for all else."""
    if name not in {"run", "runctx", "Profile", "_Utils", "main"}:
        raise AttributeError(f"module 'profile' has no attribute {name!r}")
    return getattr(_module(), name)
