"""Words that invented papers are made of: common ones often, rare ones seldom, as in real text."""

from pathlib import Path
from random import Random

_WORDS: dict[str, list[str]] = {}
for _line in Path(__file__).with_name("words.txt").read_text().splitlines():
    _name, _, _items = _line.partition(": ")
    _WORDS.setdefault(_name, []).extend(_items.split(" | "))

SUBJECTS, ACTIONS, COMMON = _WORDS["subjects"], _WORDS["actions"], _WORDS["common"]


class Vocabulary:
    """Sentences by a random generator: the same seed gives the same text."""

    def __init__(self, random: Random, *, places: int = 4000, sentences: int = 6000) -> None:
        self.random = random
        self.places = [self._place() for _ in range(places)]
        # Far fewer sentences than papers have: a sentence is chosen, not written, so that 100,000 papers take seconds.
        self.sentences = [self._sentence() for _ in range(sentences)]

    def paragraph(self) -> str:
        """One to three sentences."""
        return " ".join(self.random.choices(self.sentences, k=self.random.randint(1, 3)))

    def person(self) -> str:
        """A name."""
        return f"{self.random.choice(_WORDS['first'])} {self.random.choice(_WORDS['last'])}"

    def place(self) -> str:
        """A place; the first of the list is the commonest."""
        return self.places[int(len(self.places) * self.random.random() ** 3)]

    def title(self) -> str:
        """The title of a paper."""
        return f"{self.random.choice(ACTIONS)} {self.random.choice(SUBJECTS)} in {self.place()}"

    def _place(self) -> str:
        return (
            "".join(self.random.sample(_WORDS["syllables"], 2)) + self.random.choice(_WORDS["endings"])
        ).capitalize()

    def _sentence(self) -> str:
        words = [COMMON[int(len(COMMON) * self.random.random() ** 2)] for _ in range(self.random.randint(8, 22))]
        words.insert(self.random.randrange(len(words)), self.random.choice(SUBJECTS))
        if self.random.random() < 0.4:
            words.append(f"in {self.place()}")
        return " ".join(words).capitalize() + "."
