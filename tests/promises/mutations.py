"""Take each guard of the program away, in a copy, and see that the test of its promise fails.

    python -m tests.promises.mutations [word …]

Guards in the database are taken away inside their own tests (`let_through_without`); these are the guards in Python.
Each row: the file, the text that guards, what stands there without it, and the test that must then fail.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests/promises"

MUTATIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "decisions/actions/transition.py",
        "select_for_update().get(pk=decision.pk)",
        "get(pk=decision.pk)",
        f"{HERE}/test_races.py::test_two_checks_at_once_are_one",
    ),
    (
        "decisions/actions/moving.py",
        "Numbering.objects.select_for_update()",
        "Numbering.objects",
        f"{HERE}/test_races.py::test_twenty_submissions_at_once_get_twenty_numbers_without_a_gap",
    ),
    (
        "decisions/workflow.py",
        "if step.independent and person.pk in authors_of(decision):",
        "if False:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/workflow.py",
        "if step.apart and (earlier := _earlier_move(decision, person)):",
        "if earlier := None:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/workflow.py",
        "if not person.holds(office, day):",
        "if False:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/actions/transition.py",
        "    with transaction.atomic():\n        paper",
        "    if True:\n        paper",
        f"{HERE}/test_faults.py::test_an_approval_that_is_killed_at_any_point_has_not_happened_and_can_be_taken_again",
    ),
    (
        "decisions/confidentiality.py",
        "    if offices & APPROVING or",
        "    if offices or",
        f"{HERE}/test_part_2_stays_confidential.py::"
        "test_colleagues_without_the_need_to_know_see_nothing_of_it_at_the_desk",
    ),
    (
        "decisions/leaks.py",
        "    if leaks:\n        problems",
        "    if False:\n        problems",
        "tests/promises/test_text_of_part_2_stays_out_of_what_is_public.py",
    ),
)


def fails_without(number: int) -> bool:
    """Whether the promise's test fails in a copy of the tree without the guard."""
    file, guard, without, test = MUTATIONS[number]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        for built in ("static/built", "documents/fonts_built", "node_modules"):
            if (ROOT / built).exists():
                (copy / built).parent.mkdir(parents=True, exist_ok=True)
                (copy / built).symlink_to(ROOT / built)
        text = (copy / file).read_text()
        if text.count(guard) != 1:
            raise SystemExit(f"{file} no longer holds “{guard}” once: put this row right.")
        (copy / file).write_text(text.replace(guard, without))
        words = [sys.executable, "-m", "pytest", test, "-q", "-x", "-p", "no:cacheprovider"]
        done = subprocess.run(words, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"The test could not be run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.returncode == 1


def main() -> None:
    """Try every row, or those whose file or test holds one of the words given."""
    survived = 0
    for number, (file, _, _, test) in enumerate(MUTATIONS):
        if sys.argv[1:] and not any(word in f"{file} {test}" for word in sys.argv[1:]):
            continue
        failed = fails_without(number)
        survived += not failed
        print(f"{'the test fails, as it must' if failed else 'NOTHING NOTICED':<28} {file}: {test}", flush=True)
    sys.exit(1 if survived else 0)


if __name__ == "__main__":
    main()
