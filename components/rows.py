"""Rows of a form that are added, removed and moved by ordinary buttons: the page comes back with all that was typed.

A button named `<prefix>-do` says what is asked: "add", "remove:2", "up:2", "down:2". Without one, the rows are sent.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.utils.datastructures import MultiValueDict

Row = dict[str, Any]

if TYPE_CHECKING:
    _Formset = forms.BaseFormSet[Any]
else:
    _Formset = forms.BaseFormSet

#: The most rows of a form, more than any paper has; beyond it the formset has an error.
MOST = 60


class Rows(_Formset):
    """A formset that ignores rows left wholly blank, unless `fixed` is set: then every row counts."""

    fixed = False

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        return super()._construct_form(i, empty_permitted=not self.fixed, **kwargs)  # type: ignore[misc]

    def rows(self) -> list[Row]:
        """What was typed, cleaned, row by row; after `is_valid`."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


F = TypeVar("F", bound="Rows")


def rows_of(form: type[forms.Form], rows: type[F]) -> type[F]:
    """The formset class for rows of a form."""
    # absolute_max keeps a request that claims a million rows from having them made.
    formset: Any = forms.formset_factory(
        form, formset=rows, extra=0, max_num=MOST, absolute_max=2 * MOST, validate_max=True
    )
    return cast(type[F], formset)


def opened(
    rows: type[F],
    data: Mapping[str, Any] | None,
    *,
    prefix: str,
    initial: list[Row],
    button: str = "",
    files: MultiValueDict[str, Any] | None = None,
    **form_kwargs: Any,
) -> F:
    """The formset of a page: fresh with `initial`, or with what was typed, rearranged when a button asked for it.

    Args:
        data: the request's POST, or None when the page is only opened.
        initial: the rows known before; one blank row is shown where there is none.
        button: what it asks of the rows; with "" the rows are bound for validation.
    """
    if data is not None and not button:
        return rows(data, files, prefix=prefix, form_kwargs=form_kwargs)
    if data is not None:
        initial = rearranged(typed(rows, data, prefix, form_kwargs), button)
    return rows(prefix=prefix, initial=initial or [{}], form_kwargs=form_kwargs)


def pressed_button(data: Mapping[str, Any], prefix: str) -> str:
    """What a button asks of the rows; "" when the page is sent to be saved."""
    return str(data.get(f"{prefix}-do", ""))


def typed(rows: type[Rows], data: Mapping[str, Any], prefix: str, form_kwargs: dict[str, Any]) -> list[Row]:
    """The rows exactly as they were typed, right or wrong."""
    count = _number(data.get(f"{prefix}-TOTAL_FORMS", "0"))
    rows_typed = []
    for i in range(min(count, MOST)):
        form = rows.form(
            data, prefix=f"{prefix}-{i}", empty_permitted=True, use_required_attribute=False, **form_kwargs
        )
        rows_typed.append({name: form[name].data for name in form.fields})
    return rows_typed


def rearranged(rows: list[Row], button: str) -> list[Row]:
    """The rows after "add", "remove:2", "up:2" or "down:2"; unchanged for anything else."""
    verb, _, place = button.partition(":")
    if verb == "add":
        return [*rows, {}]
    here = _number(place, -1)
    if not 0 <= here < len(rows):
        return rows
    if verb == "remove":
        return rows[:here] + rows[here + 1 :]
    there = here + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= there < len(rows):
        rows = list(rows)
        rows[here], rows[there] = rows[there], rows[here]
    return rows


def _number(text: Any, otherwise: int = 0) -> int:
    """A number below 100,000 from a field that the page wrote; `otherwise` for anything else."""
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else otherwise
