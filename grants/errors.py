"""Why a change to a grant was not made: the message is the sentence that the person reads."""


class Refused(Exception):
    """This change may not be made, by this person or by anybody."""


class NotYours(Refused):
    """The person holds no office that may make it."""


class Stale(Refused):
    """The grant has changed since the person saw it."""
