"""The keys of the desk: which letter leads where. Its page lists them; static/js/keys.js is told of them."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Key:
    """A letter that is pressed after “g” (go), and the page that it leads to."""

    letter: str
    words: str
    name: str

    @property
    def href(self) -> str:
        """The address of the page."""
        return reverse(self.name)


KEYS = (
    Key("h", "For you", "desk:desk_home"),
    Key("d", "Decisions", "desk:decision_list"),
    Key("g", "Grants", "grant_list"),
    Key("o", "What is owed to funders", "obligation_list"),
    Key("c", "Calendar of what is due", "desk_calendar"),
    Key("p", "Portfolio", "portfolio"),
)


def addresses() -> str:
    """The letters with their addresses for the script: `h=/desk/ d=/desk/decisions/ …`."""
    return " ".join(f"{key.letter}={key.href}" for key in KEYS)
