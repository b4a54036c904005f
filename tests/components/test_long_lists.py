"""Rows that are written in Python are those that a template would write."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

FACETS = """{% load i18n words %}{% for item in items %}<li>{% if item.current %}<strong>{% words item.text %}</strong>\
{% else %}<a class="govuk-link" href="{{ item.href }}">{% words item.text %}</a>{% endif %}{% if item.count %}\
<span class="dr-filters__count"><span class="govuk-visually-hidden">, </span>{{ item.count }}\
<span class="govuk-visually-hidden"> {% if item.count == "1" %}{% translate "decision" %}{% else %}\
{% translate "decisions" %}{% endif %}</span></span>{% endif %}</li>{% endfor %}"""
MONEY = """{% load figures i18n words %}{% for line in lines %}<tr class="govuk-table__row">\
<th scope="row" class="govuk-table__header"><a class="govuk-link" href="{{ line.href }}"{% in_english %}>\
{{ line.name }}</a></th>{% for amount in line.amounts %}\
<td class="govuk-table__cell govuk-table__cell--numeric" data-label="{{ amount.label|in_words }}">\
{% if amount.amount is None %}<span aria-hidden="true">–</span><span class="govuk-visually-hidden">\
{% translate "None or nil" %}</span>{% else %}{{ amount.amount|money }}{% endif %}</td>{% endfor %}</tr>{% endfor %}"""
#: A name as a stranger might send it: every character that HTML gives a meaning.
NASTY = '<b>"Smith" & Sons\' </b>'


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_values_of_a_filter_are_those_of_the_template(language: str) -> None:
    """Whether chosen or not, with one decision, many, more than were counted, or none said."""
    counts = ["1", "1,234", "1,000+", ""]
    items = [
        {"text": text, "href": f"/decisions/?by={NASTY}&year=2018", "count": count, "current": current}
        for text in (NASTY, "Bid", "Home Office")
        for count in counts
        for current in (True, False)
    ]
    with override(language):
        written = Template("{% load long_lists %}{% facet_values items %}").render(Context({"items": items}))
        assert written == Template(FACETS).render(Context({"items": items}))
    assert "<b>" not in written


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_rows_of_a_table_of_money_are_those_of_the_template(language: str) -> None:
    """Nothing stated, nil, pounds alone, pounds and pence."""
    amounts = [
        {"label": label, "amount": amount}
        for label, amount in zip(
            ("Bid for", "Offered", "Accepted", NASTY), (None, Decimal(0), Decimal(250000), Decimal("0.05")), strict=True
        )
    ]
    lines = [
        {"name": NASTY, "href": '/funders/"x"/', "amounts": amounts},
        {"name": "Home Office", "href": "/", "amounts": []},
    ]
    with override(language):
        written = Template("{% load long_lists %}{% money_rows lines %}").render(Context({"lines": lines}))
        assert written == Template(MONEY).render(Context({"lines": lines}))
    assert "<b>" not in written
