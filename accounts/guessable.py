"""Passwords that a guesser makes up early: words, names, keyboards, dates, and what people make of them."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

#: Guesses that a password must withstand: what a patient guesser who knows the lists gets through, and more.
FEWEST_GUESSES = 10**8
#: The library's work grows with the length; what is longer than this is judged by its beginning.
_JUDGED = 72


class GuessablePasswordValidator:
    """Refuses passwords that are a small change from words, names or leaked ones on the lists that ship with zxcvbn."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that would be guessed early."""
        personal_texts = [getattr(user, name, "") or "" for name in ("email", "name")]
        if zxcvbn(password[:_JUDGED], user_inputs=personal_texts)["guesses"] < FEWEST_GUESSES:
            raise ValidationError(
                "This password is like ones that have leaked elsewhere, so it would be guessed early. Put three or "
                "four words together that have nothing to do with each other or with you.",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return "Your password must not be like one that has leaked elsewhere."
