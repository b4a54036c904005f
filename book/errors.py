"""What the register refuses to do, said in a sentence."""


class Refused(ValueError):
    """A change to the book that may not be made now, or not by this person; the text is for people."""
