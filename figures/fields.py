"""Form and model fields for money, financial years and dates as people type them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from figures.dates import format_date, parse_date
from figures.money import canonical_money, format_money, parse_money, parse_signed_money
from figures.years import FinancialYear


class MoneyField(forms.CharField):
    """An amount in pounds as a person types it; None when left blank."""

    parse = staticmethod(parse_money)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-prefix": "£", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The Decimal, or a ValidationError with the parser's own sentence."""
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: the amount without the pound sign, which is printed before it."""
        return format_money(value).removeprefix("£") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, however it is typed."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        known = initial if isinstance(initial, Decimal) or initial is None else self.to_python(str(initial))
        return (canonical_money(typed) if typed is not None else None) != (
            canonical_money(known) if known is not None else None
        )


class SignedMoneyField(MoneyField):
    """An amount in pounds that may be negative: -12.50 or (12.50)."""

    # No telephone's keypad for numbers has a minus sign.
    widget = forms.TextInput(attrs={"data-prefix": "£", "autocomplete": "off"})
    parse = staticmethod(parse_signed_money)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: the amount with an ordinary minus sign."""
        if not isinstance(value, Decimal):
            return value
        return ("-" if value < 0 else "") + format_money(abs(value)).removeprefix("£")


class FinancialYearField(forms.CharField):
    """A financial year as a person types it."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "data-width": "5"})

    def to_python(self, value: Any) -> Any:
        """The FinancialYear, or a ValidationError with the parser's own sentence."""
        if isinstance(value, FinancialYear):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return FinancialYear.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box."""
        return str(value) if isinstance(value, FinancialYear) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the year differs, however it is typed."""
        return str(initial or "") != str(data or "").strip()


class DayField(forms.CharField):
    """A date as a person types it, day first."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "data-width": "10"})

    def to_python(self, value: Any) -> Any:
        """The date, or a ValidationError with the parser's own sentence."""
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: 17 December 2018."""
        return format_date(value) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day differs, however it is typed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class YearColumn(models.SmallIntegerField):
    """A financial year in a table: the calendar year in which it starts."""

    description = "Financial year"

    # What the type checker takes for the attribute of a row.
    _pyi_private_set_type: FinancialYear | int  # type: ignore[assignment]
    _pyi_private_get_type: FinancialYear  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> FinancialYear | None:
        """The value object of a stored year."""
        return None if value is None else FinancialYear(value)

    def to_python(self, value: Any) -> Any:
        """The value object of whatever stands for a year."""
        if value is None or isinstance(value, FinancialYear):
            return value
        return FinancialYear(value) if isinstance(value, int) else FinancialYear.parse(str(value))

    def get_prep_value(self, value: Any) -> Any:
        """The number to store."""
        return value.start if isinstance(value, FinancialYear) else super().get_prep_value(value)

    def formfield(self, **kwargs: Any) -> Any:
        """A box that takes 2018/19."""
        options: dict[str, Any] = {"label": self.verbose_name, "required": not self.blank, "help_text": self.help_text}
        return FinancialYearField(**{**options, **{k: v for k, v in kwargs.items() if k in ("initial", "label")}})


class MoneyColumn(models.DecimalField):
    """Pounds and pence in a table; blank is "not at that stage", 0 is nil."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=14, decimal_places=2)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Name, path and arguments for migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """A box that takes £250,000."""
        return MoneyField(label=self.verbose_name, required=not self.blank, help_text=self.help_text)
