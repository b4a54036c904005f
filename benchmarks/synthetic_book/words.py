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

    def __init__(self, random: Random, *, places: int = 4000, sentences: int = 150) -> None:
        self.random = random
        self.places = [self._place() for _ in range(places)]
        # Far fewer sentences than papers have: a sentence is chosen, not written, so that 100,000 papers take seconds.
        self.general = [self._sentence("") for _ in range(sentences * 10)]
        self.sentences = {subject: [self._sentence(subject) for _ in range(sentences)] for subject in SUBJECTS}

    def subject(self) -> str:
        """What a paper is about; the first of the list is the commonest."""
        return SUBJECTS[int(len(SUBJECTS) * self.random.random() ** 1.5)]

    def paragraph(self, subject: str) -> str:
        """One to three sentences, some of them about the paper's own subject, few about another."""
        return " ".join(self._chosen(subject) for _ in range(self.random.randint(1, 3)))

    def _chosen(self, subject: str) -> str:
        roll = self.random.random()
        about = self.general if roll < 0.65 else self.sentences[subject if roll < 0.99 else self.subject()]
        return self.random.choice(about)

    def person(self) -> str:
        """A name."""
        return f"{self.random.choice(_WORDS['first'])} {self.random.choice(_WORDS['last'])}"

    def place(self) -> str:
        """A place; the first of the list is the commonest."""
        return self.places[int(len(self.places) * self.random.random() ** 3)]

    def title(self, subject: str) -> str:
        """The title of a paper."""
        return f"{self.random.choice(ACTIONS)} {subject} in {self.place()}"

    def _place(self) -> str:
        return (
            "".join(self.random.sample(_WORDS["syllables"], 2)) + self.random.choice(_WORDS["endings"])
        ).capitalize()

    def _sentence(self, subject: str) -> str:
        words = [COMMON[int(len(COMMON) * self.random.random() ** 2)] for _ in range(self.random.randint(8, 22))]
        if subject:
            words.insert(self.random.randrange(len(words)), subject)
        if self.random.random() < 0.3:
            words.append(f"in {self.place()}")
        return " ".join(words).capitalize() + "."
