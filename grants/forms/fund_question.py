"""The question that a new fund's name raises: is it another name of a fund that is known?

The page shows it with two buttons. "same-fund" sends the known fund's number and the name that was typed, and
everything goes on as if that fund had been chosen; "another-fund" sends the name, which is then a new fund's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from figures.text import one_line
from grants.fund_names import likely_same
from grants.models import Fund, Organisation

_NEW = re.compile(r"(?P<before>.*)new(?P<mark>[_-])fund(?P<after>.*)")


@dataclass(frozen=True, slots=True)
class FundQuestion:
    """That the name typed for a new fund is much like that of a known one."""

    typed: str
    known: Fund

    @property
    def sentence(self) -> str:
        """What is asked."""
        return f"There is already a fund called “{self.known.name}”. Is “{self.typed}” the same?"


def fund_questions(names: Iterable[str], funder: Organisation | None, data: Mapping[str, Any]) -> list[FundQuestion]:
    """What has to be asked of the new names of a funder's funds, each once; what was answered is not asked again."""
    answered_names = {one_line(name).casefold() for name in another_funds(data)}
    typed_names = {one_line(name).casefold(): one_line(name) for name in names if name}
    open_names = {key: name for key, name in typed_names.items() if key not in answered_names}
    if funder is None or not open_names:
        return []
    funds = list(funder.funds.select_related("merged_into"))
    known_names = {fund.name.casefold() for fund in funds}
    questions = []
    for key, name in open_names.items():
        alike = None if key in known_names else likely_same(name, funds)
        if alike:
            questions.append(FundQuestion(name, alike.merged_into or alike))
    return questions


def another_funds(data: Mapping[str, Any] | None) -> list[str]:
    """The names that a person said are funds of their own."""
    return list(dict.fromkeys(data.getlist("another-fund"))) if isinstance(data, QueryDict) else []


def with_answer(data: QueryDict | None) -> QueryDict | None:
    """What was typed, with the known fund in place of its other name where a person said that they are one.

    The name as typed stays as the paper's own words for the fund.
    """
    number, _, typed_name = (data.get("same-fund", "") if data is not None else "").partition(":")
    fund = Fund.objects.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() else None
    if data is None or fund is None:
        return data
    answers = data.copy()
    for name in data:
        if one_line(str(data[name])).casefold() != one_line(typed_name).casefold():
            continue
        new = _NEW.fullmatch(name)
        if new:
            answers[name] = ""
            answers[f"{new['before']}fund{new['after']}"] = str(fund.pk)
        elif name == "fund":
            answers[name] = fund.name
        else:
            continue
        field_name = f"{new['before'] if new else ''}fund_as_written{new['after'] if new else ''}"
        if not data.get(field_name, "-").strip():
            answers[field_name] = typed_name
    return answers
