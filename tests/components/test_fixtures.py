"""Our partials and form fields draw what the Design System's published examples show, save those set aside by name."""

import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.components.adapters import FIELDS, PARTIALS, draw_field
from tests.components.browser import ROOT
from tests.components.markup import normal

EXAMPLES = ROOT / "node_modules/govuk-frontend/dist/govuk/components"
PARTS = ("day", "month", "year")
SET_ASIDE: dict[str, dict[str, str]] = json.loads((ROOT / "tests/components/set_aside.json").read_text("utf-8"))


def examples(component: str) -> list[dict[str, Any]]:
    """The published examples of a component."""
    published: list[dict[str, Any]] = json.loads((EXAMPLES / component / "fixtures.json").read_text("utf-8"))[
        "fixtures"
    ]
    return published


def _cases(components: Any) -> list[Any]:
    return [
        pytest.param(component, example, id=f"{component}: {example['name']}")
        for component in components
        for example in examples(component)
        if example["name"] not in SET_ASIDE.get(component, {})
    ]


def _draw(component: str, options: dict[str, Any]) -> str:
    return render_to_string(f"components/{component.replace('-', '_')}.html", PARTIALS[component](options))


def _as_published(component: str, options: dict[str, Any]) -> list[str]:
    """The field as drawn, with Django's names for ids and its mark on a wrong field said the Design System's way."""
    text = draw_field(component, options)
    text = text.replace("_helptext", "-hint").replace("_error", "-error").replace(' aria-invalid="true"', "")
    text = text.replace(' cols="40"', "")
    if component in {"radios", "checkboxes"}:
        text = re.sub(r'((?:id|for)="[^"]*)_(\d+)"', lambda match: _numbered(*match.groups()), text)
    if component == "date-input":
        prefix = f"{options['namePrefix']}-" if options.get("namePrefix") else ""
        text = re.sub(r'name="[^"]*_(day|month|year)"', rf'name="{prefix}\1"', text)
        text = re.sub(r'((?:id|for)="[^"]*)_(\d)"', lambda match: f'{match[1]}-{PARTS[int(match[2])]}"', text)
    return normal(text)


def _numbered(id_: str, number: str) -> str:
    """The first button has the group's own id, the others count from two."""
    return f'{id_}"' if number == "0" else f'{id_}-{int(number) + 1}"'


@pytest.mark.parametrize(("component", "example"), _cases(PARTIALS))
def test_a_partial_draws_the_published_example(component: str, example: dict[str, Any]) -> None:
    assert normal(_draw(component, example["options"])) == normal(example["html"])


@pytest.mark.parametrize(("component", "example"), _cases(FIELDS))
def test_a_form_field_draws_the_published_example(component: str, example: dict[str, Any]) -> None:
    assert _as_published(component, example["options"]) == normal(example["html"])


def test_each_fixture_left_out_exists_and_says_why() -> None:
    for component, reasons in SET_ASIDE.items():
        names = {example["name"] for example in examples(component)}
        assert set(reasons) <= names, component
        assert all(reason.strip() for reason in reasons.values()), component
