"""Going through the steps: doing what is missing, or only saying it."""

from collections.abc import Callable, Sequence

from deploy.installing.releases import CannotInstall
from deploy.installing.steps import Step

Report = Callable[[str], None]
Steps = Callable[[], Sequence[Step]]


def check(steps: Steps, *, report: Report) -> int:
    """Say of each step whether it is done; 1 when one is not."""
    missing_steps = 0
    for step in steps():
        is_done = step.is_done()
        missing_steps += not is_done
        report(
            f"{'done   ' if is_done else 'MISSING'}  {step.words}{'' if is_done or not step.hint else f': {step.hint}'}"
        )
    return 1 if missing_steps else 0


def install(steps: Steps, *, report: Report) -> int:
    """Do every step that is not done, and stop at one that a person must do first; running it again goes on from there.

    Raises:
        CannotInstall: a step failed, or is a person's.
    """
    for number in range(len(steps())):
        step = steps()[number]  # asked for again: its words may depend on the steps before
        if step.is_done():
            report(f"{step.words}: already so")
            continue
        if step.do is None:
            raise CannotInstall(f"{step.words}: {step.hint} Then run deploy/install again; it goes on from here.")
        report(f"{step.words} …")
        step.do()
    report("Installed. Next: register-manage create_administrators")
    return 0
