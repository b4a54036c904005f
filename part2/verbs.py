"""That a Part 2 which one did not write is shown to somebody more by two people; config/proposals.py registers it."""

from accounts.offices import offices_that_may
from accounts.proposals.registry import Verb
from decisions.verbs import link_to_paper
from part2.reader_actions import VERB, authors_to_tell, check_reader, confirmed_reader

_READERS = offices_that_may("read_part_2")

VERBS = (
    Verb(
        name=VERB,
        label="Let somebody read a Part 2",
        proposers=_READERS,
        confirmers=_READERS,
        perform=confirmed_reader,
        check=check_reader,
        concerned=authors_to_tell,
        links=link_to_paper,
    ),
)
