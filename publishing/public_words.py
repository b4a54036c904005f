"""Words that staff publish beside the papers: compared with every Part 2 that is still confidential."""

from components.refusals import Refused
from decisions.leaks import confidential_texts, is_known, runs_of, wording, words_of
from decisions.models import Decision


def check_public_words(*texts: str) -> None:
    """Raise Refused when a text holds what stands in a Part 2 and nowhere in public, without repeating it.

    Raises:
        Leaking: a file of a Part 2 cannot be read, so that nothing can be promised.
    """
    public = f" {' '.join(words_of(' '.join(texts)))} "
    closed = Decision.objects.filter(part_2_items__isnull=False, part_2_items__released_at=None).distinct()
    for decision in closed:
        runs = {run for text in confidential_texts(decision) for run in runs_of(text) if f" {run} " in public}
        if runs and not all(is_known(run, wording()) for run in runs):
            raise Refused(
                f"These words stand in the confidential Part 2 of {decision.reference_words}. Leave them out: this is "
                "public at once."
            )
