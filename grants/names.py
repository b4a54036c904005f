"""Names of organisations and funds as the register keeps them."""


def kept_name(typed: str) -> str:
    """A typed name with single spaces, because nobody can see whether two names differ in their spaces alone."""
    return " ".join(typed.split())
