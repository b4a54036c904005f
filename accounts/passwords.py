"""What a password may be, beyond Django's own validators."""

from django.core.exceptions import ValidationError

#: Longer than any sentence somebody remembers; hashing a megabyte costs the server, not the guesser.
LONGEST = 256


class LongestPasswordValidator:
    """Refuses passwords over 256 characters."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is too long."""
        if len(password) > LONGEST:
            raise ValidationError(f"Choose a password of no more than {LONGEST} characters.")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return f"Your password can have up to {LONGEST} characters."
