"""The form: sections missing or without heading, exemptions cited wrongly, powers that do not cover what is asked."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from checks.paper import CheckedPaper, Problem

_REQUIRED = (
    ("introduction", "introduction and background"),
    ("issues", "issues for consideration"),
    ("financial", "financial comments"),
    ("legal", "legal comments"),
    ("privacy", "data privacy"),
    ("equality", "equality comments"),
)
#: Forms carry a section on data privacy since the General Data Protection Regulation applies.
_PRIVACY_SINCE = date(2018, 5, 25)


def section_missing(paper: CheckedPaper) -> Iterator[Problem]:
    """A section that every form has is not there."""
    present_kinds = {section.kind for section in paper.sections if section.document == "form"}
    if paper.sections and not present_kinds:
        yield Problem(
            "section-missing",
            "warns" if paper.decided else "blocks",
            "The sections of the form are missing.",
            "sections",
        )
        return
    present_kinds |= {"introduction"} if "facts" in present_kinds else set()
    for kind, name in _REQUIRED:
        if kind == "privacy" and paper.decided and (paper.decided_on is None or paper.decided_on < _PRIVACY_SINCE):
            continue
        if kind not in present_kinds:
            yield Problem(
                "section-missing",
                "warns" if paper.decided else "blocks",
                f"The section on {name} is missing.",
                "sections",
            )


def heading_missing(paper: CheckedPaper) -> Iterator[Problem]:
    """A section is there by its numbers (4.1, 4.2), but its heading is lost (PCD 815)."""
    for section in paper.sections:
        if not section.heading.strip() and section.passages:
            number = section.passages[0].number.split(".")[0]
            name = dict(_REQUIRED).get(section.kind, section.kind.replace("_", " "))
            section_name = f"Section {number}" if number else "A section"
            yield Problem(
                "heading-missing",
                "warns",
                f"{section_name} has lost its heading; by its place and words it is the section on {name}.",
                section.where,
            )


#: Freedom of Information Act 2000, Part II: 21 to 44 are exemptions; for the qualified, 2(2) asks for a balance.
_EXEMPTIONS = range(21, 45)
_QUALIFIED = frozenset({22, 24, 27, 28, 29, 30, 31, 33, 35, 36, 38, 42, 43})
_DATA_ACT = re.compile(r"data protection act|^dpa\b", re.IGNORECASE)
_FREEDOM_ACT = re.compile(r"freedom of information|^foi", re.IGNORECASE)
_BALANCE = re.compile(r"public interest", re.IGNORECASE)


def _number(section: str) -> int:
    match = re.match(r"[0-9]{1,3}", section)
    return int(match[0]) if match else 0


def _section_list(sections: Iterable[str]) -> str:
    """Sections in order, each once: 23, 30 and 31."""
    names = sorted(set(sections), key=lambda section: (_number(section), section))
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def exemption_wrong_act(paper: CheckedPaper) -> Iterator[Problem]:
    """A Freedom of Information exemption cited as a section of the Data Protection Act."""
    wrong = [
        exemption
        for exemption in paper.exemptions
        if _DATA_ACT.search(exemption.act) and _number(exemption.section) in _EXEMPTIONS
    ]
    if wrong:
        cited = _section_list([exemption.section for exemption in wrong])
        are = "are exemptions" if len(wrong) > 1 else "is an exemption"
        yield Problem(
            "exemption-wrong-act",
            "blocks",
            f"Section{'s' if len(wrong) > 1 else ''} {cited} {are} of the Freedom of Information Act "
            f"2000, not of the Data Protection Act.",
            wrong[0].where,
        )


def balance_missing(paper: CheckedPaper) -> Iterator[Problem]:
    """A qualified exemption without its public-interest balance (Freedom of Information Act 2000, section 2(2))."""
    if _BALANCE.search(paper.part_2):
        return
    bare = [
        exemption
        for exemption in paper.exemptions
        if _number(exemption.section) in _QUALIFIED and not exemption.balanced and not _is_of_another_act(exemption.act)
    ]
    if bare:
        cited = _section_list([exemption.section for exemption in bare])
        yield Problem(
            "balance-missing",
            "warns",
            f"Section{'s' if ' and ' in cited else ''} {cited} ask{'' if ' and ' in cited else 's'} for a "
            f"public-interest balance, and none is stated.",
            bare[0].where,
        )


def _is_of_another_act(act: str) -> bool:
    """Whether an exemption belongs to an Act of another kind altogether."""
    return bool(act) and not _DATA_ACT.search(act) and not _FREEDOM_ACT.search(act)


_COVERS = (
    ("approve_bid", re.compile(r"\bbid(?:s|ding)?\b|\bapplications?\b|\bapply\b", re.IGNORECASE)),
    ("accept_offer", re.compile(r"\baccept\w*\b|\boffers?\b|\breceiv\w+\b|\breceipt\b", re.IGNORECASE)),
    ("award", re.compile(r"\baward\w*|\bmak(?:e|ing) (?:\w+ ){0,6}grants?\b|\bgrants? (?:to|made|of)\b|\bcontracts?\b|"
        r"\bprocure\w*|\bexpenditure\b|\bbusiness cases?\b|\bcommission\w*|"
        r"\bcrime and disorder reduction grants?\b", re.IGNORECASE)),
)  # fmt: skip
_POWER = re.compile(r"\bdelegat\w+\b|\bscheme of\b", re.IGNORECASE)
_GIVES = re.compile(r"\b(?:power|authority|delegat\w+|provides?|may|approval of|reserved)\b", re.IGNORECASE)
_NAMES = {
    "approve_bid": "bidding for grants",
    "accept_offer": "accepting offers",
    "award": "awarding grants or contracts",
}


def power_mismatch(paper: CheckedPaper) -> Iterator[Problem]:
    """The power cited does not cover what is recommended, by the dated list of powers or by the legal advice."""
    for recommendation in paper.recommendations:
        if recommendation.covered is False:
            yield Problem("power-mismatch", "warns", "The power relied on does not cover it.", recommendation.where)
            return
    legal = [
        p
        for section in paper.sections
        if section.kind == "legal" and section.document == "form"
        for p in section.passages
    ]
    citing = [p for p in legal if _POWER.search(p.text) and _GIVES.search(p.text)]
    covered = {kind for p in citing for kind, pattern in _COVERS if pattern.search(p.text)}
    if not covered or any(recommendation.covered for recommendation in paper.recommendations):
        return
    general = re.search(
        r"\ball (?:other )?decisions\b|\bany decision\b|\bunlawful to delegate\b|\bgrants?\b(?! funding)",
        " ".join(p.text for p in citing),
        re.IGNORECASE,
    )
    for recommendation in paper.recommendations:
        if recommendation.action in _NAMES and recommendation.action not in covered and not general:
            power_names = " and ".join(_NAMES[kind] for kind in sorted(covered))
            yield Problem(
                "power-mismatch",
                "warns",
                f"The power cited is for {power_names}, not for {_NAMES[recommendation.action]}.",
                citing[0].where,
            )
            return
