"""A Part 1 as rows of the book's reading tables, computed at authorisation; the database only copies them in.

The names of the values are the columns' names (see book/models); `book.show_decision` reads them.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from book.amount_bands import band_of
from book.entries import Outcome, YearAmounts, YearEnd
from book.part1 import AnyPart1, Tranche, v1, v2
from book.part1.text import lines_of
from book.search_text import searchable, storable
from figures.money import canonical_money
from figures.references import Reference
from figures.years import FinancialYear

#: Actions of a recommendation, under the words of the filter.
KINDS = {"approve_bid": "bid", "accept_offer": "offer", "award": "award", "other": "other"}
#: The longest name of a unit or board that gets a page; a longer text is cut.
LONGEST_NAME = 200
MONEY = ("bid", "offered", "accepted", "as_stated")


def project(part1: AnyPart1) -> dict[str, Any]:
    """Everything the reading tables hold of a decision, but what only publication knows (number, moment, thread)."""
    grants = {grant.id: grant for grant in part1.grants}
    money = [_money_row(place, tranche, grants) for place, tranche in enumerate(part1.tranches)]
    return {
        "decision": _decision_row(part1, money),
        "money": money,
        "recommendations": [_recommendation_row(line) for line in part1.recommendations],
        "links": [{"earlier": Reference.parse(link.reference).key, "kind": link.kind} for link in part1.links],
        "funders": _known(money, "funder"),
        "funds": _known(money, "fund", "funder"),
    }


def project_outcome(outcome: Outcome) -> dict[str, Any]:
    """The rows of an outcome: one a financial year, or a single one without amounts."""
    common: dict[str, Any] = {
        "grant": outcome.grant,
        "result": outcome.result,
        "happened_on": outcome.happened_on.isoformat() if outcome.happened_on else None,
    }
    rows = [
        common
        | {
            "financial_year": FinancialYear.parse(amount.financial_year).start,
            "fund": identity(amount.fund),
            "fund_name": storable(amount.fund.name),
            "offered": _plain(amount.offered),
            "accepted": _plain(amount.accepted),
        }
        for amount in outcome.amounts
    ]
    empty: dict[str, Any] = {"financial_year": None, "fund": "", "fund_name": "", "offered": None, "accepted": None}
    return {"result": outcome.result, "outcomes": rows or [common | empty]}


#: The `result` of rows about the end of a financial year, and the kinds of money in such rows.
YEAR_END = "year_end"
CAME = ("received", "spent", "returned", "carried_in", "carried_out")


def project_year_end(year_end: YearEnd) -> dict[str, Any]:
    """The rows of a year's end, one a fund; how the decision's bids and offers ended stays as it is."""
    return {"outcomes": [_year_row(year_end, amounts) for amounts in year_end.amounts]}


def _year_row(year_end: YearEnd, amounts: YearAmounts) -> dict[str, Any]:
    return {
        "grant": year_end.grant,
        "result": YEAR_END,
        "happened_on": year_end.closed_on.isoformat(),
        "financial_year": FinancialYear.parse(year_end.financial_year).start,
        "fund": identity(amounts.fund),
        "fund_name": storable(amounts.fund.name),
        **{kind: _plain(getattr(amounts, kind)) for kind in CAME},
    }


def identity(body: v1.Body | v2.Organisation) -> str:
    """An organisation's or fund's identifier, else one of its numbers (org-id.guide), else its name."""
    if not body.id and isinstance(body, v2.Organisation):
        if body.company_number.strip():
            return f"GB-COH-{body.company_number.strip().upper()}"
        if charity := body.charity_number.strip().upper():
            return f"{'GB-SC' if charity.startswith('SC') else 'GB-CHC'}-{charity}"
    return body.id or ("name:" + " ".join(body.name.lower().split()) if body.name.strip() else "")


def _money_row(place: int, tranche: Tranche, grants: dict[str, v1.Grant | v2.Grant]) -> dict[str, Any]:
    grant = grants.get(tranche.grant)
    nobody: v1.Body | v2.Organisation = v1.Body("", "")
    funder, recipient = (grant.funder, grant.recipient) if grant else (nobody, nobody)
    return {
        "position": place,
        "financial_year": FinancialYear.parse(tranche.financial_year).start,
        "grant": tranche.grant,
        "grant_title": storable(grant.title) if grant else "",
        "direction": grant.direction if grant else "",
        "fund": identity(tranche.fund),
        "fund_name": storable(tranche.fund.name),
        "fund_as_written": storable(tranche.fund_as_written),
        "funder": identity(funder),
        "funder_name": storable(funder.name),
        "recipient": identity(recipient),
        "recipient_name": storable(recipient.name),
        **{kind: _plain(getattr(tranche, kind)) for kind in MONEY},
    }


def _recommendation_row(line: v1.Recommendation | v2.Recommendation) -> dict[str, Any]:
    return {
        "number": line.number,
        "action": line.action,
        "grant": line.grant,
        "amount": _plain(decided_amount(line)),
        "up_to": line.up_to,
    }


def decided_amount(line: v1.Recommendation | v2.Recommendation) -> Decimal | None:
    """What a recommendation's decision allows: the amount decided, none where it was refused, else what it asks."""
    ruling = line.ruling if isinstance(line, v2.Recommendation) else None
    if ruling is None:
        return line.amount
    return None if ruling.outcome == "refused" else ruling.amount


def _decision_row(part1: AnyPart1, money: list[dict[str, Any]]) -> dict[str, Any]:
    reference = Reference.parse(part1.reference)
    sums = {kind: _sum(getattr(tranche, kind) for tranche in part1.tranches) for kind in MONEY}
    approved = _sum(decided_amount(line) for line in part1.recommendations)
    amount = approved if approved is not None else max((s for s in sums.values() if s is not None), default=Decimal(0))
    needed_by = part1.report.needed_by if part1.report else None
    late = bool(needed_by and part1.decided_on and part1.decided_on > needed_by)
    return {
        "reference": str(reference),
        "slug": reference.slug,
        "series": reference.series,
        "number": reference.number,
        "year": reference.year,
        "title": storable(part1.title),
        "summary": storable(part1.executive_summary),
        "outcome": part1.outcome or "",
        "decided_on": part1.decided_on.isoformat() if part1.decided_on else None,
        "decided_by": storable(part1.decided_by),
        "needed_by": needed_by.isoformat() if needed_by else None,
        "late": late,
        "deferred": part1.deferral.deferred,
        "deferral_reason": storable(part1.deferral.reason),
        "deferred_until": part1.deferral.until.isoformat() if part1.deferral.until else None,
        "imported": part1.origin.imported,
        "transcript": part1.origin.transcript,
        "part_2": part1.part_2.exists,
        **{kind: _plain(total) for kind, total in sums.items()},
        "approved": _plain(approved),
        "amount": canonical_money(amount),
        "paper_facets": _facets(part1, money, amount, late=late),
        "refers_to": _keys((*part1.refers_to, *(link.reference for link in part1.links)), but=reference.key),
        **_words(part1),
    }


def _facets(part1: AnyPart1, money: list[dict[str, Any]], amount: Decimal, *, late: bool) -> list[str]:
    facets = {f"year:{row['financial_year']}" for row in money}
    facets |= {f"funder:{row['funder']}" for row in money if row["funder"]}
    facets |= {f"fund:{row['fund']}" for row in money if row["fund"]}
    facets |= {f"recipient:{row['recipient']}" for row in money if row["recipient"]}
    facets |= {f"{name}:{value}" for name, value in _report_names(part1) if value}
    facets |= {f"kind:{KINDS[line.action]}" for line in part1.recommendations}
    facets |= {f"by:{storable(part1.decided_by)}"} if part1.decided_by else set()
    facets |= {f"decided:{part1.decided_on.year}"} if part1.decided_on else set()
    facets |= {"late:yes"} if late else set()
    facets |= {"deferred:yes"} if part1.deferral.deferred else set()
    facets |= {"imported:yes"} if part1.origin.imported else set()
    facets |= {"urgent:yes"} if isinstance(part1, v2.Part1) and part1.urgency.urgent else set()
    return [*sorted(facets), f"band:{band_of(amount)}"]


def _report_names(part1: AnyPart1) -> list[tuple[str, str]]:
    """The unit that wrote the report and the board that it went to, on one line each."""
    if part1.report is None:
        return []
    named = (("unit", part1.report.author_unit), ("board", part1.report.board))
    return [(name, storable(" ".join(text.split())[:LONGEST_NAME])) for name, text in named]


def _words(part1: AnyPart1) -> dict[str, str]:
    """The running text for snippets, and the three texts that the search's vectors are made of."""
    parts = [part1.reference, *(line.text for line in part1.recommendations), *_people(part1)]
    for section in part1.sections:
        parts += [section.heading, *_section_texts(section)]
    if part1.report:
        parts += [
            part1.report.executive_summary,
            *part1.report.recommendations,
            part1.report.board,
        ]
    parts += [body.name for grant in part1.grants for body in (grant.funder, grant.recipient)]
    parts += [text for grant in part1.grants for text in (grant.id, grant.title, grant.purpose, grant.recipient_unit)]
    if isinstance(part1, v2.Part1):
        parts += _newer_texts(part1)
    parts += [name for tranche in part1.tranches for name in (tranche.fund.name, tranche.fund_as_written)]
    words = storable("\n".join(dict.fromkeys(part for part in parts if part)))
    return {
        "words": words,
        "search_words": searchable(words),
        "search_title": searchable(storable(part1.title)[:2_000]),
        "search_summary": searchable(storable(part1.executive_summary)[:20_000]),
    }


def _people(part1: AnyPart1) -> Iterator[str]:
    """Everybody whom a paper names: who decided, endorsed, recorded, wrote, explained, declared and was consulted."""
    yield part1.decided_by
    for signature in part1.signatures:
        yield from (signature.name, signature.title, signature.recorded_by)
    for declaration in part1.declarations:
        yield from (declaration.made_by, declaration.consulted, declaration.comment)
    for explanation in part1.explanations:
        yield explanation.by
    if report := part1.report:
        yield from (report.author, report.author_rank, report.author_unit, report.on_behalf_of)
    if isinstance(part1, v2.Part1):
        yield from _newer_people(part1)


def _newer_people(part1: v2.Part1) -> Iterator[str]:
    """Whom `part1/2` names besides: consulted officers, those stood in for, holders of powers, recipients of awards."""
    for consultation in part1.consultations:
        yield from (consultation.name, consultation.title)
    for signature in part1.signatures:
        yield signature.note
        if signature.stand_in:
            yield from (signature.stand_in.name, signature.stand_in.authority)
    for condition in part1.conditions:
        yield condition.whose
    for power in part1.authority.powers if part1.authority else ():
        yield power.holder
    for award in part1.onward_awards:
        yield from (award.recipient.name, award.purpose)


def _translations(part1: v2.Part1) -> list[v2.Translation]:
    """Every text of the paper in a further language."""
    lines = [translation for line in part1.recommendations for translation in line.translations]
    return [*part1.title_translations, *part1.executive_summary_translations, *lines]


def _newer_texts(part1: v2.Part1) -> list[str]:
    """The words of what `part1/2` adds."""
    parts = [translation.text for translation in _translations(part1)]
    parts += [ruling.text for line in part1.recommendations if (ruling := line.ruling)]
    parts += [condition.text for condition in part1.conditions] + [part1.reasons]
    parts += [text for option in part1.options for text in (option.title, option.text, option.reason)]
    parts += [text for risk in part1.risks for text in (risk.text, risk.mitigation)]
    parts += [text for party in part1.stakeholders for text in (party.name, party.view)]
    parts += [part1.urgency.reason, part1.urgency.route]
    parts += [text for award in part1.onward_awards for text in (award.recipient.name, award.purpose, award.reason)]
    parts += [award.conditions for award in part1.onward_awards]
    parts += [consultation.comment for consultation in part1.consultations]
    return parts + [attachment.title for attachment in part1.attachments]


def _section_texts(section: v1.Section | v2.Section) -> list[str]:
    """The words of a section, a text for each paragraph, point or row."""
    if isinstance(section, v1.Section):
        return [paragraph.text for paragraph in section.paragraphs]
    return list(lines_of(section.content))


def _known(money: list[dict[str, Any]], what: str, parent: str = "") -> list[dict[str, str]]:
    """Funders (or funds, with their funder) that the money names, each once."""
    rows = {row[what]: {"id": row[what], "name": row[f"{what}_name"]} for row in money if row[what]}
    if parent:
        for row in money:
            if row[what]:
                rows[row[what]][parent] = row[parent]
    return [row for row in rows.values() if not parent or row[parent]]


def _keys(references: tuple[str, ...], *, but: str) -> list[str]:
    keys = []
    for text in references:
        try:
            keys.append(Reference.parse(text).key)
        except ValueError:
            continue
    return sorted(set(keys) - {but})


def _sum(amounts: Any) -> Decimal | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else canonical_money(amount)
