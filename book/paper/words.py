"""The words the paper prints for the values of Part 1."""

from book.part1 import v2
from book.part1.offices import DECIDER, endorsing_offices
from book.part1.v1 import Origin, Signature
from profiles import current

OUTCOMES = {"approved": "Approved", "refused": "Refused"}
STEPS = {
    "endorsed": "I endorse this request.",
    "approved": "The above request has my approval.",
    "refused": "The above request does not have my approval.",
}
HOW = {
    "password": "Signed in to the register with a password, given again to sign",
    "totp": "Signed in to the register with a password and a one-time code, given again to sign",
    "passkey": "Signed in to the register with a passkey, used again to sign",
    "sso": "Signed in to the register through the organisation’s own sign-in",
    "ink": "Signed in ink",
    "not_stated": "",
}
LINKS = {"continues": "Continues", "amends": "Amends", "replaces": "Replaces", "revokes": "Revokes"}
ACTIONS = {"accept_offer": "Accept an offer", "approve_bid": "Approve a bid", "award": "Award a grant", "other": ""}
DECLARATIONS = {
    "financial": "Financial advice",
    "legal": "Legal advice",
    "equalities": "Equalities advice",
    "commercial": "Commercial issues",
    "privacy": "GDPR and data privacy",
    "head_of_service": "Director or head of service",
}
ANSWERS = {"confirmed": "Confirmed", "not_applicable": "Not applicable", "not_stated": "Not stated"}
IMPACT = {
    "not_needed": "Not needed",
    "needed": "Needed, not started",
    "started": "Started",
    "done": "Done",
    "not_stated": "Not stated",
}
COLUMNS = {"bid": "Bid", "offered": "Offered", "accepted": "Accepted", "as_stated": "As stated"}
COMMITTED = {"text": "Text", "file": "File", "exemption": "Exemption"}
FILE_TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "text/csv": "CSV",
}
NOT_STATED = "Not stated"


def signed_as(signature: "Signature | v2.Signature") -> str:
    """The sentence above a signature: of an endorsement that of its own office, where the profile gives one.

    `part1/1` names the office that endorses by a key of its own; there it is the first that signs before the decision.
    """
    if signature.step != "endorsed":
        return STEPS[signature.step]
    named = signature.office if isinstance(signature.office, str) else signature.office.key
    office = next((key for key in endorsing_offices() if key == named), next(iter(endorsing_offices()), None))
    return (current().offices[office].says if office else "") or STEPS["endorsed"]


def interests_declared(signature: Signature, origin: Origin) -> str:
    """What who decides declared: the register asks each time, an older paper may not say. "" of others."""
    if signature.office != DECIDER:
        return ""
    return signature.interests or ("Not stated." if origin.imported else "None.")
