"""The secret files of a trial: one each, whoever comes first."""

import threading
from pathlib import Path

from documents.trial_files import keep_once


def test_many_threads_that_begin_at_once_keep_one_file(tmp_path: Path) -> None:
    path, together = tmp_path / "keys" / "log.key", threading.Barrier(8, timeout=60)
    got: list[bytes | Exception] = []

    def begin(number: int) -> None:
        def make() -> bytes:
            together.wait()  # all have found the file missing before anyone writes it
            return b"key %d" % number

        try:
            got.append(keep_once(path, make))
        except Exception as error:
            got.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [path.read_bytes()] * 8
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_first_start_that_was_broken_off_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    (tmp_path / ".secret-1").write_bytes(b"ha")
    assert keep_once(path, lambda: b"whole") == b"whole"
    assert keep_once(path, lambda: b"another") == b"whole"
