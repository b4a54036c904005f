"""Whether a paper is ready to be submitted: what is missing, what a check stops, what its links lack."""

import re
from datetime import date

from decisions.checked_paper import part_of, problems_of
from decisions.missing_from_parts import missing
from decisions.models import Decision, Numbering
from decisions.models.confidential import PART_2
from decisions.models.decision import DECIDED, UNTITLED
from decisions.parts import PARTS
from decisions.whole_paper import part_2_items_of
from figures.dates import format_date
from figures.references import Reference
from profiles import current


def obstacles(decision: Decision, day: date) -> list[str]:
    """Everything that keeps a paper from being submitted on a day, a sentence each; none when it is ready."""
    return [sentence for sentence, _ in obstacles_by_part(decision, day)]


def obstacles_by_part(decision: Decision, day: date) -> list[tuple[str, str]]:
    """The same, each with the key of the part in which it is put right: PART_2 for what Part 2 holds, "" for none."""
    rows = [("Give the paper a title.", "summary")] if decision.title == UNTITLED else []
    rows += [(sentence, key) for key in PARTS for sentence in missing(decision, key)]
    if decision.urgent and not current().urgent.skips:
        rows.append(("The body’s profile has no shorter route any more. Take the mark “urgent” away.", "urgency"))
    rows += [(sentence, "earlier") for sentence in _link_obstacles(decision)]
    rows += _part_2_obstacles(decision)
    if decision.deferral == "yes" and decision.deferral_until and decision.deferral_until <= day:
        ends = format_date(decision.deferral_until)
        rows.append((f"The deferral ends on {ends}. Enter a day that is still to come.", "deferral"))
    explained = {(e.code, e.where) for e in decision.explanations.all()}
    rows += [
        (problem.sentence, part_of(problem))
        for problem in problems_of(decision, day)
        if problem.severity == "blocks" and (problem.code, problem.where) not in explained
    ]
    return rows


def _link_obstacles(decision: Decision) -> list[str]:
    """A link goes from an earlier decision that is already decided; so a loop cannot arise."""
    keys = {link.earlier_key: link for link in decision.links.all()}
    sentences = []
    earlier_papers = list(Decision.objects.filter(reference_key__in=keys))
    unknown = keys.keys() - {earlier.reference_key for earlier in earlier_papers}
    references = [Reference.parse(keys[key].earlier_reference) for key in unknown]
    counters = Numbering.objects.in_bulk({reference.counter for reference in references})
    for reference in references:
        counter = counters.get(reference.counter)
        # An earlier decision may not have been imported yet; a number still to be allotted is no earlier decision.
        if counter and reference.number >= counter.next_number:
            sentences.append(f"No paper has been given the reference {reference} yet.")
    for earlier in earlier_papers:
        if earlier.pk == decision.pk:
            sentences.append("A paper cannot be linked to itself.")
        elif earlier.status not in DECIDED:
            sentences.append(f"{earlier.reference_words} has not been decided yet, so no later paper can build on it.")
    return sentences


#: Section 23 of the Freedom of Information Act 2000 (security bodies) named in words that will be public.
_SECTION_23 = re.compile(r"\b(?:sections?|ss?\.?)\s*(?:\d{2}\s*(?:\([^)]*\)\s*)*(?:,|and|&|or)\s*)*23\b", re.IGNORECASE)
#: Words that hint at a body of section 23(3), where that section is relied on.
_SECURITY_BODY = re.compile(
    r"\b(?:National Crime Agency|NCA|Security Service|Secret Intelligence Service|MI5|MI6|GCHQ|"
    r"Government Communications Headquarters|security bod(?:y|ies)|intelligence (?:services?|agenc(?:y|ies)))\b"
)


def _part_2_obstacles(decision: Decision) -> list[tuple[str, str]]:
    """What Part 2 lacks, and what the public statement about it must not say."""
    if decision.part_2 != "yes":
        return []
    rows = []
    if not part_2_items_of(decision):
        rows.append(("There is a Part 2, but nothing has been put into it yet.", PART_2))
    cited = {exemption.section.strip() for exemption in decision.exemptions.all()}
    public = "\n".join((decision.part_2_statement, decision.part_2_reasons, decision.part_2_review))
    if _SECTION_23.search(public):
        rows.append(
            ("What the public is told about Part 2 names section 23. Section 23 is never shown in public.", "part-2")
        )
    if "23" in cited and _SECURITY_BODY.search(public):
        rows.append(
            ("What the public is told about Part 2 hints at a security body. Use a general reason instead.", "part-2")
        )
    if {"23", "24"} <= cited:
        rows.append(
            ("Sections 23 and 24 are both cited in Part 2. They are not relied on together for one text.", PART_2)
        )
    return rows
