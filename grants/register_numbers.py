"""Numbers of companies and charities: as people write them, and in the identifiers under which they are published."""

import re

from figures.text import one_line

#: Registers of companies and charities by the prefix that org-id.guide gives their identifiers.
REGISTERS = {
    "GB-COH-": "company",
    "GB-CHC-": "charity",
    "GB-SC-": "Scottish charity",
    "GB-NIC-": "Northern Ireland charity",
}
#: A company's number at Companies House: eight digits, or two letters and six digits.
_COMPANY = re.compile(r"^(?:[0-9]{1,8}|[A-Z]{2}[0-9]{6})$")
_CHARITY = {
    "GB-CHC-": re.compile(r"^[0-9]{6,7}$"),
    "GB-SC-": re.compile(r"^SC[0-9]{6}$"),
    "GB-NIC-": re.compile(r"^NIC[0-9]{6}$"),
}


def identifier_of(text: str) -> str:
    """The published identifier of a number as people write it: company 01234567, charity 1153526; "" for none.

    Raises ValueError with a sentence for what is neither.
    """
    kind, _, number = one_line(text).upper().partition(" ")
    number = number.replace(" ", "")
    if not kind:
        return ""
    if kind == "COMPANY" and _COMPANY.match(number):
        return f"GB-COH-{number.zfill(8)}"
    if kind == "CHARITY" and (prefix := next((p for p, pattern in _CHARITY.items() if pattern.match(number)), "")):
        return prefix + number.removeprefix("NIC")
    raise ValueError("Write it as “company 01234567” or “charity 1153526”.")


def register_number(identifier: str) -> str:
    """The number in an identifier of a register of companies or charities, with its register; else empty."""
    prefix = next((prefix for prefix in REGISTERS if identifier.startswith(prefix)), None)
    return f"{REGISTERS[prefix]} {identifier.removeprefix(prefix)}" if prefix else ""
