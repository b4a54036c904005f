"""SQL that was released is never edited: a change is a new file, run by a new migration."""

from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Digests of the files as they were released, by version. Files of a coming version stand here from its release on.
RELEASED = dict(
    line.split()[::-1]
    for line in (ROOT / "tests" / "frozen" / "sql_files.txt").read_text().splitlines()
    if line.strip()
)


@pytest.mark.parametrize("name", sorted(RELEASED))
def test_a_released_sql_file_is_as_it_was(name: str) -> None:
    assert sha256((ROOT / name).read_bytes()).hexdigest() == RELEASED[name], f"{name} was changed: write a new file."


def test_every_sql_file_is_run_by_a_migration() -> None:
    migrations = {
        app.name: "".join(path.read_text() for path in (app / "migrations").glob("*.py"))
        for app in ROOT.iterdir()
        if (app / "migrations").is_dir()
    }
    unused = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/sql/*.sql")
        if f'"{path.stem}"' not in migrations[path.parent.parent.name]
    ]
    assert unused == []
